"""`deliver site`: a static site for a series."""

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


def site(
    what: Annotated[str, typer.Argument(metavar="[SERIES.toml | LESSON]", show_default=False)] = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    url: Annotated[str, typer.Option(help="Where the site will be, for codes that embed its films.")] = "",
    out: Annotated[Path, typer.Option(help="The folder for packages.", metavar="DIR")] = Path("out"),
    voice: Voice = None,
    takes: Takes = None,
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a static site of a series: a page per film, with what is said in it and its mathematics.

    `render.py serve` shows it.
    """
    from studio.commands.deliver_shared import asked, producer, tell
    from studio.deliver.episode_films import films_of
    from studio.deliver.site import checked_url, make_site
    from studio.requests.spoken_request import asked_voice

    request, profile, store = asked(what, settings, only, out, (preset, theme, "16:9"))
    place = checked_url(url)
    made = films_of(
        request,
        profile,
        store,
        producer(jobs, fresh=fresh, cluster=cluster, speaker=asked_voice(voice, takes, store.root)),
        render=not no_render,
    )
    target = out / "site" / request.series.id
    sites = [make_site(request.series, made.films, profile.theme, store, target, place)] if made.films else []
    tell("site", sites, made.failures, as_json=as_json)
