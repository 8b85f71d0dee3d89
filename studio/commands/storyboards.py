"""`storyboard`: settled frames on one sheet, and the judge of layouts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.commands.options import Aspect, Json, Settings, ThemeName
from studio.places import DEFAULT_SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.preview.layout_check import Flaw


def storyboard(
    what: Annotated[str, typer.Argument(metavar="[LESSON[/BEAT] | SERIES.toml | props]", show_default=False)] = str(
        DEFAULT_SERIES
    ),
    settings: Settings = None,
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    output: Annotated[
        Path | None, typer.Option("-o", help="out/NAME-storyboard.png if not given.", metavar="PNG")
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Judge the layout instead, in motion too; pictures of what is wrong go to out/layout, or beside -o.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a still of every beat on one sheet, in seconds.

    A beat that cannot be drawn is named, and the others are drawn. `props` instead of a lesson shows everything that
    lessons are drawn with, in every state.
    """
    from studio.errors import RequestError
    from studio.preview.layout_check import judge, judge_props
    from studio.preview.prop_sheet import make_prop_sheet, parse_props
    from studio.preview.storyboard import make_storyboard
    from studio.requests.film_request import read_request, resolve
    from studio.sources.lesson_lookup import split_beat
    from studio.store.atomic_write import check_target
    from studio.terminal.console import human, say_back, visible
    from studio.terminal.theme_request import read_profile

    profile = read_profile("preview", theme, aspect)
    if parse_props(what, settings or ()):
        if check:
            folder = _folder_of_flaws(output, Path("out") / "layout" / what)
            _print_flaws(*judge_props(profile, folder), folder, as_json=as_json)
            return
        print(make_prop_sheet(profile, check_target(output or Path("out") / "props.png", ".png")))
        return
    profile = profile.for_pictures()
    lesson, slash, beat = (what, "", "") if what.endswith(".toml") else split_beat(what)
    request = read_request(lesson, profile, settings=settings)
    orders = [replace(order, beats=(beat or slash,) if slash else ()) for order in request.orders()]
    name = request.series.id + (f"-{beat.replace('_', '-')}" if beat else "")
    if check:
        if slash:
            raise RequestError(f"--check judges all beats of a lesson: a motion may begin in another. Type {lesson}")
        folder = _folder_of_flaws(output, request.out / "layout" / name)
        _print_flaws(*judge(orders, profile, folder), folder, as_json=as_json)
        return
    target = check_target(output or request.out / f"{name}-storyboard.png", ".png")
    resolved = resolve(orders, profile, request.scripts)
    say_back(resolved)
    failures = make_storyboard(resolved, profile, target)
    print(target)
    for failure in failures:
        human().print(f"error: {visible(str(failure))}")
    if failures:
        raise typer.Exit(1)


def _folder_of_flaws(output: Path | None, otherwise: Path) -> Path:
    """Return where pictures of flaws go: beside the sheet that a person named, in a folder called after it."""
    from studio.store.atomic_write import check_target

    return check_target(output, ".png").with_name(f"{output.stem}-flaws") if output else otherwise


def _print_flaws(flaws: Sequence[Flaw], pictures: Sequence[Path | None], folder: Path, *, as_json: bool) -> None:
    """Print what is wrong with layouts, one line each; end with status 1 if anything is."""
    from studio.preview.layout_check import as_data
    from studio.terminal.console import human

    if as_json:
        print(json.dumps({"flaws": as_data(flaws, pictures)}, ensure_ascii=False))
    else:
        for flaw in flaws:
            print(flaw)
    human().print(f"{len(flaws)} flaws, marked in {folder}" if flaws else "no flaws")
    if flaws:
        raise typer.Exit(1)
