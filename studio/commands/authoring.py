"""`watch` and `new`: for those who write lessons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.commands.options import Aspect, Settings, ThemeName

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.watch.events import Event


def watch(
    lesson: Annotated[str, typer.Argument(metavar="LESSON | FILE.py")],
    settings: Settings = None,
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for pictures and clips.", metavar="DIR")] = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each event.")] = False,
) -> None:
    """Draw a lesson again whenever it is saved.

    First its storyboard, then a clip of each beat that changed. Ctrl-C ends it.
    """
    from studio.sources.lesson_lookup import read_settings
    from studio.store.atomic_write import check_folder
    from studio.terminal.console import human, visible
    from studio.terminal.theme_request import read_profile
    from studio.watch.redraw import View
    from studio.watch.watch import folders_of, watch

    draft = read_profile("draft", theme, aspect)
    view = View(lesson, read_settings(settings or ()), theme, draft, check_folder(out))
    folders = folders_of(lesson, draft)
    human().print(f"watching {visible(lesson)}: it is drawn again whenever you save. Ctrl-C ends it.")
    watch(view, folders, _reporter(as_json))


def new(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    into: Annotated[Path, typer.Option(help="The folder for the file.", metavar="DIR")] = Path(),
) -> None:
    """Write the file of a new lesson, which already runs."""
    from studio.sources.new_lesson import write_lesson
    from studio.terminal.console import human

    path = write_lesson(name, into)
    human().print(f"{path} is a lesson of four beats. See it, and change it:  render.py watch {path}")
    print(path)


def _reporter(as_json: bool) -> Callable[[Event, float], None]:
    """Return what tells people and programs of a watched lesson."""
    from studio.terminal.console import human, visible
    from studio.watch.events import as_data, describe

    console = human()

    def report(event: Event, seconds: float) -> None:
        if line := describe(event, seconds):
            console.print(visible(line))
        data = as_data(event, seconds)
        if data is not None and as_json:
            print(json.dumps(data, ensure_ascii=False), flush=True)
        elif data is not None and "file" in data and data["event"] != "error":
            print(data["file"], flush=True)

    return report
