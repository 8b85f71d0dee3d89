"""Vectors and matrices as people type them: "1, 2", "1 2; 3 4", "[[1, 2], [3, 4]]". Entries may be pi/2 or -1/3."""

from __future__ import annotations

from collections.abc import Sequence

from mathkit.errors import FormulaError
from mathkit.formula.point_input import parse_number, split_at_commas
from mathkit.formula.tokenizer import MAX_LENGTH

#: Numbers in a column.
Vector = tuple[float, ...]
#: Rows of equal length.
Matrix = tuple[Vector, ...]

#: What a vector or matrix is read from: text, a number that stands alone, or numbers in sequence.
Given = str | float | Sequence[str | float] | Sequence[Sequence[str | float]]


def parse_vector(given: Given, *, name: str = "vector", most: int | None = None) -> Vector:
    """Parse the numbers of a vector. Raises FormulaError for none, more than `most`, rows, and what is no number."""
    rows = parse_matrix(given, name=name, most=None)
    column = [row[0] for row in rows] if all(len(row) == 1 for row in rows) else []
    values = tuple(column) if len(rows) > 1 else rows[0]
    if not values:
        raise FormulaError(f"{name} = {_shown(given)} is a matrix, where a vector is needed: type 1, 2")
    _check_size(name, "entries", len(values), most)
    return values


def parse_matrix(given: Given, *, name: str = "matrix", most: int | None = None) -> Matrix:
    """Parse the rows of a matrix; one row alone may do without its brackets.

    Raises FormulaError for rows of different lengths, for more than `most` rows or columns, and for no numbers.
    """
    texts = _rows(given, name)
    lengths = [len(row) for row in texts]
    if not texts or not all(lengths):
        raise FormulaError(f"{name} = {_shown(given)} has an empty row: type 1 2; 3 4 or [[1, 2], [3, 4]]")
    for number, length in enumerate(lengths, start=1):
        if length != lengths[0]:
            raise FormulaError(
                f"{name} = {_shown(given)}: row {number} has {_count(length, 'entry')}, row 1 has {lengths[0]}. All "
                "rows are of one length, as in 1 2; 3 4 or [[1, 2], [3, 4]]"
            )
    _check_size(name, "rows", len(texts), most)
    _check_size(name, "columns", lengths[0], most)
    return tuple(tuple(_entry(entry, name) for entry in row) for row in texts)


def _rows(given: Given, name: str) -> list[list[str | float]]:
    """Return the entries by row, not yet read."""
    if isinstance(given, str):
        if len(given) > MAX_LENGTH:
            raise FormulaError(f"{name} has {len(given):,} characters: type at most {MAX_LENGTH:,}")
        return _split_text(given, name)
    if isinstance(given, int | float):
        return [[given]]
    rows = [row if isinstance(row, list | tuple) else None for row in given]
    if not any(row is not None for row in rows):
        return [list(given)]  # type: ignore[arg-type]  # no entry is a row
    return [list(row) if row is not None else [] for row in rows]


def _split_text(text: str, name: str) -> list[list[str | float]]:
    body = text.strip()
    if not body.startswith("["):
        pieces = body.split(";")
    elif not body.endswith("]"):
        raise FormulaError(f"{name} = {_shown(text)}: the bracket is not closed. Type [[1, 2], [3, 4]] or 1 2; 3 4")
    elif "[" in (inside := body[1:-1].strip()):
        pieces = _bracketed(inside, text, name)
    else:
        pieces = inside.split(";")
    return [_entries(piece) for piece in pieces]


def _bracketed(inside: str, text: str, name: str) -> list[str]:
    """Return the rows of "[1, 2], [3, 4]", each without its brackets."""
    pieces: list[str] = []
    for piece in inside.replace(";", ",").split("["):
        if not pieces and not piece.strip():
            pieces.append("")
            continue
        row, closed, rest = piece.partition("]")
        if not pieces or not closed or rest.strip() not in ("", ","):
            raise FormulaError(f"{name} = {_shown(text)} is no list of rows: type [[1, 2], [3, 4]] or 1 2; 3 4")
        pieces.append(row)
    return pieces[1:]


def _entries(row: str) -> list[str | float]:
    """Return entries between commas, or between spaces where there is no comma."""
    if "," not in row:
        return list(row.split())
    pieces = [piece.strip() for piece in split_at_commas(row)]
    return list(pieces)


def _entry(entry: str | float, name: str) -> float:
    try:
        return parse_number(entry)
    except FormulaError as error:
        raise FormulaError(f"{name}: {error}") from None
    except (TypeError, ValueError):
        raise FormulaError(f"{name}: {str(entry)[:40]!r} is no number: type one such as 1.5 or pi/2") from None


def _check_size(name: str, what: str, count: int, most: int | None) -> None:
    if most is not None and count > most:
        raise FormulaError(f"{name} has {count} {what}: there is room for {most} at most")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing if number == 1 else 'entries'}"


def _shown(given: Given) -> str:
    text = str(given)
    return text if len(text) <= 60 else f"{text[:57]}..."
