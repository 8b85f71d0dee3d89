"""The command line: parses, calls studio, prints. `python render.py --help` says the rest."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio.production import Order, Outcome
    from studio.profile import Profile
    from studio.watch_events import Event

ROOT = Path(__file__).resolve().parent
DEFAULT_SERIES = ROOT / "assets" / "series" / "calculus-for-ml.toml"
COMMANDS = ("batch", "film", "storyboard", "lessons", "explain", "watch", "new")

app = typer.Typer(
    help="Calculus for machine learning, in motion. Without a command: batch.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)

Preset = Annotated[str, typer.Option(help="draft, preview, lecture, youtube or 4k.", metavar="NAME")]
ThemeName = Annotated[str, typer.Option("--theme", help="A theme's name, or a theme file.", metavar="NAME|FILE")]
Aspect = Annotated[str, typer.Option(help="16:9, 9:16 or 1:1.", metavar="W:H")]
Settings = Annotated[list[str] | None, typer.Option("--set", help="A param of the lesson.", metavar="KEY=VALUE")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Worker processes; one per core if not given.", metavar="N")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Draw everything again.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]


@app.callback()
def options(debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False) -> None:
    """Calculus for machine learning, in motion. Without a command: batch."""


@app.command()
def batch(
    series: Annotated[Path, typer.Argument(metavar="[SERIES.toml]", show_default=False)] = DEFAULT_SERIES,
    only: Annotated[list[str] | None, typer.Option(help="Only this episode.", metavar="ID")] = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for films.", metavar="DIR")] = Path("out"),
    jobs: Jobs = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make the films of a series (the default one if none is given)."""
    from studio.publish import check_folder
    from studio.series import Series
    from studio.theme_check import asked_profile

    profile = asked_profile(preset, theme, aspect)
    read = Series.read(series)
    outcomes = _make(read.orders(check_folder(out), series, only or ()), profile, out, jobs, fresh=fresh)
    _tell({"series": read.id}, outcomes, as_json=as_json)


@app.command()
def film(
    lesson: Annotated[str, typer.Argument(metavar="LESSON[/BEAT]")],
    settings: Settings = None,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    output: Annotated[Path | None, typer.Option("-o", help="out/LESSON.mp4 if not given.", metavar="FILE")] = None,
    jobs: Jobs = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Make the film of one lesson, or of one of its beats."""
    from studio.lessons import find_lesson, read_settings, split_beat
    from studio.production import Order
    from studio.publish import check_target
    from studio.theme_check import asked_profile

    name, slash, beat = split_beat(lesson)
    ref = find_lesson(name)
    target = output or Path("out") / (f"{ref.name}-{beat.replace('_', '-')}.mp4" if beat else f"{ref.name}.mp4")
    typed = read_settings(settings or ())
    profile = asked_profile(preset, theme, aspect)
    order = Order(ref.name, ref, check_target(target, ".mp4"), typed, beat=beat or slash)
    outcomes = _make([order], profile, Path("out"), jobs, fresh=fresh)
    _tell({}, outcomes, as_json=as_json)


@app.command()
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
    """Put the settled frame of every beat on one sheet, in seconds; or every prop in every state."""
    from studio.lessons import read_settings
    from studio.production import resolve
    from studio.prop_sheet import asked_for_props, make_prop_sheet, prop_profile
    from studio.publish import check_target
    from studio.series import asked_orders
    from studio.storyboard import cell_profile, make_storyboard
    from studio.theme_check import asked_profile

    asked = asked_profile("preview", theme, aspect)
    if asked_for_props(what, settings or (), check=check):
        print(make_prop_sheet(prop_profile(asked), check_target(output or Path("out") / "props.png", ".png")))
        return
    profile = cell_profile(asked)
    name, orders = asked_orders(what, read_settings(settings or ()), Path("out"))
    if check:
        _judge(orders, profile, Path("out") / "layout" / name, as_json=as_json)
        return
    target = check_target(output or Path("out") / f"{name}-storyboard.png", ".png")
    print(make_storyboard(resolve(orders, profile, _store() / "scripts"), profile, target))


@app.command()
def lessons(as_json: Json = False) -> None:
    """List the lessons with their params, types and defaults."""
    from studio.catalogue import catalogue

    listed = catalogue()
    if as_json:
        print(json.dumps({"lessons": listed}, ensure_ascii=False))
        return
    from rich.console import Console

    from studio.console import described

    Console(markup=False, highlight=False).print(described(listed))


@app.command()
def explain(
    expression: Annotated[str, typer.Argument(metavar="EXPR")],
    at: Annotated[str | None, typer.Option(help="1,2 or x=1,y=2.", metavar="POINT")] = None,
    as_json: Json = False,
) -> None:
    """Tell the mathematics of a function, without a video."""
    from studio.explain import explanation

    told = explanation(expression, at)
    if as_json:
        print(json.dumps(told.data, ensure_ascii=False))
        return
    from rich.console import Console

    from studio.console import explained

    Console(markup=False, highlight=False).print(explained(told))


@app.command()
def watch(
    lesson: Annotated[str, typer.Argument(metavar="LESSON | FILE.py")],
    settings: Settings = None,
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for pictures and clips.", metavar="DIR")] = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each event.")] = False,
) -> None:
    """Redraw a lesson's storyboard whenever its code is saved, then the beats that changed. Ctrl-C ends it."""
    from studio.console import human, visible
    from studio.lessons import read_settings
    from studio.publish import check_folder
    from studio.storyboard import cell_profile
    from studio.theme_check import asked_profile
    from studio.watch import folders_of, watch
    from studio.watch_redraw import View

    draft = asked_profile("draft", theme, aspect)
    view = View(lesson, read_settings(settings or ()), cell_profile(draft), draft, check_folder(out))
    folders = folders_of(lesson, draft)
    human().print(f"watching {visible(lesson)}: it is drawn again whenever you save. Ctrl-C ends it.")
    watch(view, folders, _teller(as_json))


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    into: Annotated[Path, typer.Option(help="The folder for the file.", metavar="DIR")] = Path(),
) -> None:
    """Write the file of a new lesson, which already runs."""
    from studio.console import human
    from studio.skeleton import write_lesson

    path = write_lesson(name, into)
    human().print(f"{path} is a lesson of four beats. See it, and change it:  render.py watch {path}")
    print(path)


def _judge(orders: Sequence[Order], profile: Profile, folder: Path, *, as_json: bool) -> None:
    """Print what is wrong with the layout of lessons, one line each; end with status 1 if anything is."""
    from studio.console import human
    from studio.layout import as_data, judge

    flaws, pictures = judge(orders, profile, folder)
    if as_json:
        print(json.dumps({"flaws": as_data(flaws, pictures)}, ensure_ascii=False))
    else:
        for flaw in flaws:
            print(flaw)
    human().print(f"{len(flaws)} flaws, marked in {folder}" if flaws else "no flaws")
    if flaws:
        raise typer.Exit(1)


def _store() -> Path:
    return Path("out") / ".store"


def _make(
    orders: Sequence[Order], profile: Profile, out: Path, jobs: int | None, *, fresh: bool
) -> tuple[Outcome, ...]:
    from studio import farm
    from studio.console import Bars, human
    from studio.production import produce, resolve
    from studio.publish import check_folder
    from studio.store import Store

    root = check_folder(out / ".store")
    resolved = resolve(orders, profile, root / "scripts")
    with Bars(human()) as bars:
        return produce(resolved, profile, Store(root), jobs or farm.cores(), bars, fresh=fresh)


def _tell(about: dict[str, Any], outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Print the summary for people and the results for programs; end with status 1 if a film failed."""
    from studio.console import as_data, human, summary

    human().print(summary(outcomes))
    if as_json:
        print(json.dumps({**about, "films": as_data(outcomes)}, ensure_ascii=False))
    else:
        for outcome in outcomes:
            if outcome.film is not None:
                print(outcome.film.path)
    if any(outcome.failure is not None for outcome in outcomes):
        raise typer.Exit(1)


def _teller(as_json: bool) -> Callable[[Event, float], None]:
    """Return what tells people and programs of a watched lesson."""
    from studio.console import human, visible
    from studio.watch_events import as_data, told

    console = human()

    def tell(event: Event, seconds: float) -> None:
        if line := told(event, seconds):
            console.print(visible(line))
        data = as_data(event, seconds)
        if data is not None and as_json:
            print(json.dumps(data, ensure_ascii=False), flush=True)
        elif data is not None and "file" in data and data["event"] != "error":
            print(data["file"], flush=True)

    return tell


def main(arguments: list[str]) -> None:
    """Run a command; what is wrong is said in one message, and the exit status tells what kind of wrong it was."""
    debug = "--debug" in arguments
    rest = [argument for argument in arguments if argument != "--debug"]
    if not rest or (rest[0].startswith("-") and rest[0] != "--help"):
        rest.insert(0, "batch")
    try:
        app(rest, prog_name="render.py")
    except Exception as error:
        if debug:
            raise
        from studio.console import human, visible
        from studio.errors import complaint

        message, status = complaint(error)
        human().print(f"error: {visible(message)}" + ("\n(--debug shows where)" if status == 1 else ""))
        sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
