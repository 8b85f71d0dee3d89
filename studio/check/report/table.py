"""What people and programs are told of checks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from studio.check.report.finding import Checked

#: In this order, and in these words and colours.
_VERDICTS = {False: ("✗", "bold red"), None: ("?", "yellow"), True: ("✓", "green")}


def table(checked: Sequence[Checked]) -> Table:
    """Return what was found, what does not hold first; a file's name stands in the first of its rows."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading, fold in (
        ("", "ellipsis"),
        ("file", "fold"),
        ("check", "fold"),
        ("figure", "fold"),
        ("limit", "fold"),
        ("kind", "fold"),
    ):
        made.add_column(heading, overflow=fold, no_wrap=heading in ("", "check", "kind"))  # type: ignore[arg-type]
    names = short_names([path for path, _ in checked])
    before = None
    for verdict, (mark, style) in _VERDICTS.items():
        for path, finding in checked:
            if finding.held is verdict:
                name = "" if before == (verdict, path) else names[path]
                before = verdict, path
                cells = (name, finding.name, finding.figure, finding.limit, finding.kind)
                made.add_row(Text(mark, style), *map(Text, cells), style="" if verdict is not True else "dim")
    return made


def short_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return each path as a person tells it from the others: from the last folder that all are in."""
    if len(set(paths)) <= 1:
        return {path: path.name for path in paths}
    common = Path(os.path.commonpath([path.absolute().parent for path in paths]))
    return {path: str(path.absolute().relative_to(common)) for path in paths}


def summary(checked: Sequence[Checked]) -> str:
    """Return how many checks hold, in words."""
    counts = [sum(finding.held is verdict for _, finding in checked) for verdict in _VERDICTS]
    parts = [
        f"{count} {words}" for count, words in zip(counts, ("do not hold", "not looked at"), strict=False) if count
    ]
    return ", ".join([*parts, f"{counts[2]} hold"]) if parts else f"all {counts[2]} checks hold"


def failure_lines(checked: Sequence[Checked]) -> list[str]:
    """Return a line for each thing that does not hold."""
    names = short_names([path for path, _ in checked])
    return [
        f"{names[path]}: {finding.name}: {finding.figure}; should be: {finding.limit}"
        for path, finding in checked
        if finding.held is False
    ]


def as_data(checked: Sequence[Checked]) -> dict[str, Any]:
    """Return what was found as JSON values; `held` is null where nobody could look."""
    checks = [
        {
            "file": str(path),
            "name": finding.name,
            "kind": finding.kind,
            "figure": finding.figure,
            "limit": finding.limit,
            "held": finding.held,
        }
        for path, finding in checked
    ]
    return {"held": all(finding.held for _, finding in checked), "checks": checks}
