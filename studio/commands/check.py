"""`check`: files held to what their target demands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from studio.check.report.finding import Target
from studio.commands.options import Json


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", show_default=False)],
    target: Annotated[
        Target | None, typer.Option("--for", help="Where the files go; told from the files if not given.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Return whether files and packages are what YouTube, slides and web pages need.

    Films, captions, thumbnails, decks, pages, PDFs, and the folders that `deliver` makes.
    """
    from studio.check import check
    from studio.check.report.table import as_data, summary, table
    from studio.terminal.console import human

    checked = check(paths, target)
    if as_json:
        print(json.dumps(as_data(checked), ensure_ascii=False))
    else:
        from rich.console import Console

        # A program that reads lines gets each finding on one.
        width = None if sys.stdout.isatty() else 250
        Console(markup=False, highlight=False, width=width).print(table(checked))
    human().print(summary(checked))
    if not all(finding.held for _, finding in checked):
        raise typer.Exit(1)
