"""`storyboard`: settled frames on one sheet, and the judge of layouts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.commands.options import DEFAULT_SERIES, Aspect, Json, Settings, ThemeName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.profile import Profile
    from studio.requests.film_request import Order


def storyboard(
    what: Annotated[str, typer.Argument(metavar="[LESSON | SERIES.toml | props]", show_default=False)] = str(
        DEFAULT_SERIES
    ),
    settings: Settings = None,
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    output: Annotated[
        Path | None, typer.Option("-o", help="out/NAME-storyboard.png if not given.", metavar="PNG")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Judge the layout instead, in motion too; what is wrong goes to out/layout.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a still of every beat on one sheet, in seconds.

    `props` instead of a lesson shows everything that lessons are drawn with, in every state.
    """
    from studio.preview.prop_sheet import asked_for_props, make_prop_sheet
    from studio.preview.storyboard import make_storyboard
    from studio.requests.film_request import read_request, resolve
    from studio.store.atomic_write import check_target
    from studio.terminal.theme_request import read_profile

    profile = read_profile("preview", theme, aspect)
    if asked_for_props(what, settings or (), check=check):
        print(make_prop_sheet(profile, check_target(output or Path("out") / "props.png", ".png")))
        return
    profile = profile.for_pictures()
    request = read_request(what, profile, settings=settings)
    name = request.series.id
    if check:
        _judge(request.orders(), profile, request.out / "layout" / name, as_json=as_json)
        return
    target = check_target(output or request.out / f"{name}-storyboard.png", ".png")
    print(make_storyboard(resolve(request.orders(), profile, request.scripts), profile, target))


def _judge(orders: Sequence[Order], profile: Profile, folder: Path, *, as_json: bool) -> None:
    """Print what is wrong with the layout of lessons, one line each; end with status 1 if anything is."""
    from studio.preview.layout_check import as_data, judge
    from studio.terminal.console import human

    flaws, pictures = judge(orders, profile, folder)
    if as_json:
        print(json.dumps({"flaws": as_data(flaws, pictures)}, ensure_ascii=False))
    else:
        for flaw in flaws:
            print(flaw)
    human().print(f"{len(flaws)} flaws, marked in {folder}" if flaws else "no flaws")
    if flaws:
        raise typer.Exit(1)
