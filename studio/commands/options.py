"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SeriesOrLesson = Annotated[str, typer.Argument(metavar="[SERIES.toml | LESSON]", show_default=False)]
Films = Annotated[Path, typer.Option("--out", help="The folder for films.", metavar="DIR")]
Packages = Annotated[Path, typer.Option("--out", help="The folder for packages.", metavar="DIR")]
Preset = Annotated[str, typer.Option(help="draft, preview, lecture, youtube or 4k.", metavar="NAME")]
ThemeName = Annotated[str, typer.Option("--theme", help="A theme's name, or a theme file.", metavar="NAME|FILE")]
Aspect = Annotated[str, typer.Option(help="16:9, 9:16 or 1:1.", metavar="W:H")]
Settings = Annotated[list[str] | None, typer.Option("--set", help="A param of the lesson.", metavar="KEY=VALUE")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Worker processes; one per core if not given.", metavar="N")]
Only = Annotated[list[str] | None, typer.Option(help="Only this episode.", metavar="ID")]
Minutes = Annotated[
    float | None,
    typer.Option("--time-limit", min=0.01, help="A job may take this long; 60 if not given.", metavar="MIN"),
]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory-limit", help="A worker's memory; 4GB, or its share of the machine's, if not given.", metavar="SIZE"
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(help="Draw on this Dask cluster: tcp://HOST:PORT, or a scheduler file.", metavar="ADDRESS|FILE.json"),
]
Dashboard = Annotated[bool, typer.Option("--dashboard", help="Show Dask's dashboard while it works.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Draw everything again.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
NoRender = Annotated[bool, typer.Option("--no-render", help="Name films that are missing instead of rendering them.")]
Voice = Annotated[
    str | None,
    typer.Option(
        help="Who speaks where there is no take: hibari if not given, none for a silent film, takes (nobody), "
        "flite[:VOICE], espeak-ng[:VOICE], piper:FILE.onnx, or command:PROGRAM … {text} … {wav}.",
        metavar="WHO",
        show_default=False,
    ),
]


def voice_or_default(voice: str | None) -> str:
    """Return the voice that was typed, or else the one that films have; say so where that cannot be had."""
    from studio.terminal.console import human
    from studio.voice.natural_voice import by_default

    chosen = voice or by_default()
    if voice is None and chosen == "none":
        human().print(
            "no voice: onnxruntime has no package for this machine, so that films are silent; see docs/voice.md"
        )
    return chosen


Takes = Annotated[
    Path | None, typer.Option(help="The folder with your takes, if not voice/ beside the series file.", metavar="DIR")
]
Captions = Annotated[
    str, typer.Option(help="beside: SRT and WebVTT files. burn: in the picture, too.", metavar="beside|burn")
]
