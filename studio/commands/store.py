"""`store ls` and `store trim`: the clips that were rendered once."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studio.commands.options import Json
from studio.places import DEFAULT_SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studio.store.clip_store import Store
    from studio.store.trim import Kept

app = typer.Typer(
    name="store",
    help="See and trim the clips that were rendered once.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

Out = Annotated[Path, typer.Option(help="The folder for films, with the store in it.", metavar="DIR")]


@app.command("ls")
def ls(out: Out = Path("out"), as_json: Json = False) -> None:
    """Show what the store holds: clips, sizes and the last use, by lesson."""
    from studio.store.trim import kept
    from studio.terminal.console import human, visible
    from studio.terminal.sizes import show_size

    there = kept(_store(out))
    lessons = [_usage(lesson, there) for lesson in sorted({one.lesson for one in there})]
    if as_json:
        size = sum(one.size for one in there)
        print(json.dumps({"store": str(out / ".store"), "bytes": size, "clips": len(there), "lessons": lessons}))
        return
    for usage in lessons:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(usage["used"]))
        shown = visible(
            f"{usage['lesson']:24} {usage['clips']:5} clips {show_size(usage['bytes']):>10}  last used {when}"
        )
        print(shown)
    human().print(f"{len(there)} clips, {show_size(sum(one.size for one in there))}")


@app.command("trim")
def trim(
    keep: Annotated[str, typer.Option(help="So much may stay.", metavar="SIZE")],
    series: Annotated[Path, typer.Argument(metavar="[SERIES.toml]", show_default=False)] = DEFAULT_SERIES,
    out: Out = Path("out"),
    as_json: Json = False,
) -> None:
    """Remove clips until the store takes up --keep at most, those first that were used longest ago.

    Clips of the series (the default one if none is given), and of every film in --out, stay in any case.
    """
    from studio.manifest import clip_keys_below
    from studio.store import trim as trimming
    from studio.terminal.console import human
    from studio.terminal.sizes import read_size, show_size

    room, store = read_size("--keep", keep), _store(out)
    needed = {*clip_keys_below(out), *_series_keys(series, out)}
    gone = trimming.trim(store, room, needed)
    freed, left = sum(one.size for one in gone), sum(one.size for one in trimming.kept(store))
    if as_json:
        print(json.dumps({"removed": len(gone), "freed": freed, "bytes": left}))
    human().print(f"{len(gone)} clips removed, {show_size(freed)}; {show_size(left)} stay")
    if left > room:
        human().print(f"That is more than {show_size(room)}: films and the series are made of it.")


def _store(out: Path) -> Store:
    from studio.errors import RequestError
    from studio.store.clip_store import Store

    store = Store(out / ".store")
    if not store.root.is_dir():
        raise RequestError(f"There is no store in {out}. Type --out with the folder that films are made in.")
    return store


def _usage(lesson: str, there: Iterable[Kept]) -> dict[str, Any]:
    own = [one for one in there if one.lesson == lesson]
    size, used = sum(one.size for one in own), max(one.used for one in own)
    return {"lesson": lesson, "clips": len(own), "bytes": size, "used": round(used)}


def _series_keys(path: Path, out: Path) -> Iterator[str]:
    """Yield the keys of a series' clips in every preset, shipped theme and aspect."""
    from studio.profile import ASPECTS, PRESETS, preset
    from studio.requests.film_request import read_request, resolve
    from studio.sources.lesson_lookup import find_theme, shipped_themes

    request = read_request(path, preset("preview"), out=out)
    for name in PRESETS:
        for theme in map(find_theme, shipped_themes()):
            for aspect in ASPECTS:
                profile = preset(name).for_theme(theme).for_aspect(aspect)
                for one in resolve(request.orders(), profile, request.scripts):
                    yield from (key for part in one.parts for _, _, key in part.clips)
