"""`script`: what is said in a film, to be read aloud."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from studio.commands.options import Aspect, Films, Json, Preset, Settings, Takes, ThemeName, Voice


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
    out: Films = Path("out"),
    as_json: Json = False,
) -> None:
    """Print what is said in a lesson or a series, with times, and list takes that are missing, refused or overlong.

    The times are those of the film once `film` or `batch` has drawn it in this preset, theme and aspect.
    """
    from studio.requests.film_request import read_request, resolve
    from studio.requests.recording_script import read_script, to_read, write_record_sheet
    from studio.requests.spoken_request import folders_of_takes
    from studio.store.atomic_write import check_folder
    from studio.terminal.console import human, visible
    from studio.terminal.theme_request import read_profile

    profile = read_profile(preset, theme, aspect)
    writes = record_sheet or by_sentence
    if writes and takes is not None:
        check_folder(takes).mkdir(parents=True, exist_ok=True)
    request = read_request(what, profile, settings=settings, out=out, voice=voice or "takes", takes=takes)
    speaker = request.voice
    assert speaker is not None
    console = human()
    scripts = []
    for resolved in resolve(request.orders(), profile, request.scripts):
        read = read_script(resolved, speaker, profile, request.store)
        scripts.append(read)
        if not as_json:
            print(to_read(read))
        for line in (line for row in read.rows for line in row.troubles):
            console.print(visible(f"{read.id}: {line}"))
        if lacking := [name for row in read.rows for name in row.lacking]:
            console.print(f"{read.id}: no take for {', '.join(lacking)}")
        if writes:
            folder = folders_of_takes(resolved.order, speaker)[0]
            kept = write_record_sheet(read, folder, by_sentence=by_sentence)
            console.print(f"{read.id}: the sheet and its sentences are in {folder}")
            if kept:
                console.print(
                    f"{read.id}: takes for other sentences were left alone: {', '.join(kept)}. Move them away, run "
                    "this again, and record them anew (or put back those that say what the sheet says)."
                )
    if as_json:
        print(json.dumps({"scripts": [read.as_data for read in scripts]}, ensure_ascii=False))
