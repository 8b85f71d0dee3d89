"""`deliver handout`: PDFs to read and to work on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import (
    DEFAULT_SERIES,
    Cluster,
    Fresh,
    Jobs,
    Json,
    NoRender,
    Only,
    Preset,
    Settings,
    Takes,
    ThemeName,
    Voice,
)


def handout(
    what: Annotated[str, typer.Argument(metavar="[SERIES.toml | LESSON]", show_default=False)] = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "light",
    seed: Annotated[int, typer.Option(help="Other numbers in the exercises.", metavar="N")] = 1,
    out: Annotated[Path, typer.Option(help="The folder for packages.", metavar="DIR")] = Path("out"),
    voice: Voice = None,
    takes: Takes = None,
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Set a PDF for each episode and one for the series: pictures, derivations, facts, exercises and solutions.

    The figures are drawn for paper in --theme; the films that the PDFs point into are those of the dark theme.
    """
    from studio.commands.deliver_shared import asked, producer, tell
    from studio.deliver.episode_films import films_of
    from studio.deliver.handout.package import make_handouts
    from studio.requests.spoken_request import asked_voice
    from studio.terminal.theme_request import asked_profile

    request, profile, store = asked(what, settings, only, out, (preset, "dark", "16:9"))
    pictures = asked_profile(preset, theme, "16:9")
    made = films_of(
        request,
        profile,
        store,
        producer(jobs, fresh=fresh, cluster=cluster, speaker=asked_voice(voice, takes, store.root)),
        render=not no_render,
    )
    folder = out / "handout" / request.series.id
    packages = make_handouts(request.series, made.films, pictures, seed, folder) if made.films else ()
    tell("handout", packages, made.failures, as_json=as_json)
