"""`deliver youtube`: per episode a folder to upload."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import DEFAULT_SERIES, Fresh, Jobs, Json, NoRender, Only, Preset, Settings, ThemeName


def youtube(
    what: Annotated[str, typer.Argument(metavar="[SERIES.toml | LESSON]", show_default=False)] = str(DEFAULT_SERIES),
    settings: Settings = None,
    only: Only = None,
    preset: Preset = "youtube",
    theme: ThemeName = "dark",
    out: Annotated[Path, typer.Option(help="The folder for packages.", metavar="DIR")] = Path("out"),
    no_render: NoRender = False,
    jobs: Jobs = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make a folder for each episode that holds all that an upload to YouTube needs."""
    from studio.commands.delivered import producer, tell
    from studio.deliver.films import Request, films_of
    from studio.deliver.youtube import make_package
    from studio.lessons import read_settings
    from studio.publish import check_folder
    from studio.store import Store
    from studio.theme_check import asked_profile

    request = Request.read(what, read_settings(settings or ()), only or ())
    profile = asked_profile(preset, theme, "16:9")
    store = Store(check_folder(out) / ".store")
    made = films_of(request, profile, store, producer(jobs, fresh=fresh), render=not no_render)
    folder = out / "youtube" / request.series.id
    packages = [make_package(film, request.series, folder / film.name) for film in made.films]
    tell("youtube", packages, made.failures, as_json=as_json)
