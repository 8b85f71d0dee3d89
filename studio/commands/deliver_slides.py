"""`deliver slides`: decks for lectures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import (
    DEFAULT_SERIES,
    Aspect,
    Cluster,
    Fresh,
    Jobs,
    Json,
    NoRender,
    Only,
    Preset,
    Settings,
    ThemeName,
)


def slides(
    what: Annotated[str, typer.Argument(metavar="[SERIES.toml | LESSON]", show_default=False)] = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "preview",
    theme: ThemeName = "light",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for packages.", metavar="DIR")] = Path("out"),
    no_render: NoRender = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a deck of each episode, a slide for each beat: for browsers, for PowerPoint, and as a PDF."""
    from studio.commands.deliver_shared import asked, producer, tell
    from studio.deliver.episode_films import films_of

    request, profile, store = asked(what, settings, only, out, (preset, theme, aspect))
    made = films_of(request, profile, store, producer(jobs, fresh=fresh, cluster=cluster), render=not no_render)
    # Not above: it takes a second, and a wrong request is told at once.
    from studio.deliver.slides.package import make_slides

    folder = out / "slides" / request.series.id
    packages = [make_slides(film, request.series.language, profile, store, folder / film.name) for film in made.films]
    tell("slides", packages, made.failures, as_json=as_json)
