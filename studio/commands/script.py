"""`script`: what is said in a film, to be read aloud."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import Aspect, Json, Preset, Settings, Takes, ThemeName, Voice


def script(
    what: Annotated[str, typer.Argument(metavar="LESSON | SERIES.toml")],
    settings: Settings = None,
    voice: Voice = "takes",
    takes: Takes = None,
    record_sheet: Annotated[
        bool, typer.Option("--record-sheet", help="Write a sheet to record from, and each sentence beside its take.")
    ] = False,
    by_sentence: Annotated[
        bool, typer.Option("--by-sentence", help="The same, with a take for each sentence instead of each beat.")
    ] = False,
    preset: Preset = "preview",
    theme: ThemeName = "dark",
    aspect: Aspect = "16:9",
    out: Annotated[Path, typer.Option(help="The folder for films.", metavar="DIR")] = Path("out"),
    as_json: Json = False,
) -> None:
    """Print what is said in a lesson or a series, with times, and list takes that are missing, refused or overlong.

    The times are those of the film once `film` or `batch` has drawn it in this preset, theme and aspect.
    """
    from studio.requests.film_request import resolve
    from studio.requests.recording_script import read_script, to_read, write_record_sheet
    from studio.requests.series import asked_orders
    from studio.requests.spoken_request import asked_voice
    from studio.sources.lesson_lookup import read_settings
    from studio.store.atomic_write import check_folder
    from studio.store.clip_store import Store
    from studio.terminal.console import human, visible
    from studio.terminal.theme_request import asked_profile

    profile = asked_profile(preset, theme, aspect)
    store = Store(check_folder(out) / ".store")
    writes = record_sheet or by_sentence
    if writes and takes is not None:
        check_folder(takes).mkdir(parents=True, exist_ok=True)
    speaker = asked_voice(voice or "takes", takes, store.root)
    assert speaker is not None
    _, orders = asked_orders(what, read_settings(settings or ()), out)
    console = human()
    scripts = []
    for resolved in resolve(orders, profile, store.root / "scripts"):
        read = read_script(resolved, speaker, profile, store)
        scripts.append(read)
        if not as_json:
            print(to_read(read))
        for line in (line for row in read.rows for line in row.troubles):
            console.print(visible(f"{read.id}: {line}"))
        if lacking := [name for row in read.rows for name in row.lacking]:
            console.print(f"{read.id}: no take for {', '.join(lacking)}")
        if writes:
            folder = speaker.folders(resolved.order)[0]
            kept = write_record_sheet(read, folder, by_sentence=by_sentence)
            console.print(f"{read.id}: the sheet and its sentences are in {folder}")
            if kept:
                console.print(
                    f"{read.id}: takes for other sentences were left alone: {', '.join(kept)}. Move them away, run "
                    "this again, and record them anew (or put back those that say what the sheet says)."
                )
    if as_json:
        print(json.dumps({"scripts": [read.as_data for read in scripts]}, ensure_ascii=False))
