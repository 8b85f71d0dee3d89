"""Data as people have them: a name, a pasted table, the text of a CSV file."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable

import numpy as np

from mathkit.errors import FormulaError
from mathkit.formula.known_functions import nearest
from mathkit.optimisation.datasets import Dataset, linear, sinusoid, spirals, study_hours, two_moons, xor

#: Rows of a table that is read; a lesson that draws every example may ask for fewer.
MOST_ROWS = 1_000
#: Columns of a table that is read: the last is the target, the others are inputs.
MOST_COLUMNS = 10
#: Characters of a table that is read.
MOST_CHARACTERS = 200_000
#: Largest size of a number in a table: squares of larger ones leave float64 before they are summed.
LARGEST = 1e100

#: Data sets that have a name.
NAMED: dict[str, Callable[[], Dataset]] = {
    "study-hours": study_hours,
    "linear": linear,
    "sinusoid": sinusoid,
    "two-moons": two_moons,
    "spirals": spirals,
    "xor": xor,
}
_EXAMPLE = "type rows such as 1,4; 2,3; 3,4, or a name: " + ", ".join(NAMED)


def parse_dataset(given: str, *, name: str = "data", inputs: int | None = None, most: int = MOST_ROWS) -> Dataset:
    """Read a data set's name, or a table: rows on lines (or ended by `;`), columns by comma, tab, `;` or spaces.

    The last column is the target. A first row of words names the columns; lines that begin with # are left out. Where
    lines have columns separated by `;`, a comma is a decimal comma.

    Raises:
        FormulaError: the line, what is wrong with it and what to type: words for numbers, numbers missing or beyond
            1e100, rows of different lengths, no or other than `inputs` inputs, more than `most` rows.
    """
    if not isinstance(given, str):
        raise FormulaError(f"{name} is text, not {type(given).__name__}: {_EXAMPLE}")
    if len(given) > MOST_CHARACTERS:
        raise FormulaError(f"{name} has {len(given):,} characters: at most {MOST_CHARACTERS:,} are read")
    key = re.sub(r"[\s_]+", "-", given.strip().lower())
    if key in NAMED:
        dataset = NAMED[key]()
    elif re.search(r"[0-9]", given):
        dataset = _table(given, name, most)
    else:
        found = f"an empty {name}" if not given.strip() else f"{name} '{_shortened(given)}' is no data set"
        raise FormulaError(f"{found}{nearest(key, NAMED)}; {_EXAMPLE}")
    if inputs is not None and dataset.inputs.shape[1] != inputs:
        wanted = f"{inputs} column{'s' * (inputs > 1)} of inputs and one of targets"
        raise FormulaError(f"{name} has {dataset.inputs.shape[1] + 1} columns, where {wanted} are needed: {_EXAMPLE}")
    if len(dataset) > most:
        raise FormulaError(f"{name} has {len(dataset):,} rows: at most {most:,} are shown; choose some of them")
    return dataset


def _table(text: str, name: str, most: int) -> Dataset:
    lines = _numbered_lines(text)
    delimiter = _delimiter([line for _, line in lines])
    rows = [(number, _cells(line, delimiter)) for number, line in lines]
    header: list[str] | None = None
    if rows and not any(_is_number(cell, delimiter) for cell in rows[0][1]):
        header = rows.pop(0)[1]
    if len(rows) < 2:
        raise FormulaError(f"{name} has {len(rows)} row{'s' * (len(rows) != 1)} of numbers: two are needed; {_EXAMPLE}")
    if len(rows) > most:
        raise FormulaError(f"{name} has {len(rows):,} rows: at most {most:,} are read; choose some of them")
    width = len(header) if header else len(rows[0][1])
    if not 2 <= width <= MOST_COLUMNS:
        raise FormulaError(
            f"{name}, line {rows[0][0]}: {width} column{'s' * (width > 1)}, where one to {MOST_COLUMNS - 1} of inputs "
            f"and one of targets are needed; {_EXAMPLE}"
        )
    first = "the header" if header else f"line {rows[0][0]}"
    for number, cells in rows:
        if len(cells) != width:
            raise FormulaError(
                f"{name}, line {number}: {len(cells)} number{'s' * (len(cells) != 1)}, but {first} has {width} columns"
            )
    values = np.array([[_number(cell, delimiter, name, number) for cell in cells] for number, cells in rows])
    return Dataset(name, values[:, :-1], values[:, -1:], "", tuple(header or ()))


def _numbered_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines with something on them, numbered from 1; in a single line, `;` ends a row."""
    bare = text.removeprefix("\ufeff").strip()
    pieces = text.removeprefix("\ufeff").splitlines() if "\n" in bare or "\r" in bare else bare.split(";")
    lines = [(number, line.strip(" \r")) for number, line in enumerate(pieces, start=1)]
    return [(number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#")]


def _delimiter(lines: list[str]) -> str:
    """Return what separates columns: the first of tab, semicolon and comma that every line has; else spaces."""
    return next((sign for sign in "\t;," if lines and all(sign in line for line in lines)), " ")


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        return line.replace(",", " ").split()
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    return cells[:-1] if len(cells) > 2 and not cells[-1] else cells  # "1,4," is a row with a sign too many


def _is_number(cell: str, delimiter: str) -> bool:
    try:
        float(_plain(cell, delimiter))
    except ValueError:
        return False
    return True


def _plain(cell: str, delimiter: str) -> str:
    plain = cell.replace("\N{MINUS SIGN}", "-").replace("_", " ")  # Python reads 1_0 as 10
    return plain.replace(",", ".") if delimiter == ";" else plain


def _number(cell: str, delimiter: str, name: str, line: int) -> float:
    if not cell:
        raise FormulaError(f"{name}, line {line}: a number is missing between two separators")
    if not _is_number(cell, delimiter):
        raise FormulaError(f"{name}, line {line}: '{_shortened(cell)}' is no number: type one such as 1.5")
    value = float(_plain(cell, delimiter))
    if not (math.isfinite(value) and abs(value) <= LARGEST):
        raise FormulaError(f"{name}, line {line}: {_shortened(cell)} is too large: numbers go up to {LARGEST:g}")
    return value


def _shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= 30 else f"{bare[:29]}…"
