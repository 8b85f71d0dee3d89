"""What people see of a run: progress and summaries on stderr, results on stdout.

Nothing that a person typed is read as markup, and control characters in it are not passed on to the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from mathkit import format_number, format_sum
from mathkit.notation.number_format import equals_sign, valued_text
from mathkit.notation.readable_text import readable_text
from mathkit.notation.typst_parts import height_name
from studio.captions.clock import clock
from studio.films.film_build import Outcome

if TYPE_CHECKING:
    from studio.explain import Explanation  # brings sympy, which a run that draws nothing does without
    from studio.requests.film_request import Resolved

#: Characters of a derivative that is written out for people.
_LONGEST = 400


def human() -> Console:
    """Return the console for people: stderr."""
    # A table in a pipe is not folded to the width of a terminal.
    width = None if sys.stderr.isatty() else 250
    return Console(stderr=True, markup=False, highlight=False, soft_wrap=width is not None, width=width)


def visible(text: str) -> str:
    """Return `text` without control characters (line ends stay)."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)


def say_back(resolved: Iterable[Resolved]) -> None:
    """Say how formulas and points were read, where people may have meant something else."""
    for one in resolved:
        for sentence in one.script.read_as:
            human().print(f"{one.order.id}: {visible(sentence)}", style="dim")


def summary(outcomes: Sequence[Outcome]) -> Table:
    """Return the table that ends a run."""
    table = Table(box=None, pad_edge=False)
    for heading in ("episode", "length", "rendered", "reused", "time", "file"):
        table.add_column(heading, justify="left" if heading in ("episode", "file") else "right", overflow="fold")
    for outcome in outcomes:
        length = clock(round(outcome.film.seconds)) if outcome.film else "failed"
        file = str(outcome.film.path) if outcome.film else visible(str(outcome.failure))
        counts = (str(outcome.rendered), str(outcome.reused)) if outcome.film else ("–", "–")
        table.add_row(outcome.order.id, length, *counts, f"{outcome.seconds:.1f} s", file)
    return table


def link(path: str) -> Text:
    """Return a file's path, to be clicked on in terminals that can."""
    return Text(path, style=f"link {Path(path).absolute().as_uri()}")


def as_data(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return the outcomes as JSON values."""
    return [
        {
            "id": outcome.order.id,
            "lesson": outcome.order.lesson.name,
            "file": str(outcome.film.path) if outcome.film else None,
            "frames": outcome.film.frames if outcome.film else None,
            "seconds": outcome.film.seconds if outcome.film else None,
            "rendered": outcome.rendered,
            "reused": outcome.reused,
            "took": round(outcome.seconds, 3),
            "error": _failure(outcome),
        }
        for outcome in outcomes
    ]


def _failure(outcome: Outcome) -> dict[str, str] | None:
    failed = outcome.failure
    if failed is None:
        return None
    return {
        "beat": failed.beat,
        "place": failed.place,
        "message": failed.message,
        "details": failed.details,
        "log": failed.log,
    }


def explained(found: Explanation) -> Group:
    """Return what `explain` found out as a page."""
    data = found.data
    names = ", ".join(data["variables"])
    single = len(data["variables"]) == 1
    rows = [(f"f({names}) =", visible(data["expression"]))]
    rows += [
        (f"df/d{name} =" if single else f"∂f/∂{name} =", _formula(text)) for name, text in data["partials"].items()
    ]
    if single and data["hessian"]:
        rows.append((f"d²f/d{names}² =", _formula(data["hessian"][0][0])))
    else:
        entries = [[_formula(text) for text in texts] for texts in data["hessian"]]
        rows += [("∇²f =" if row == 0 else "", f"[{', '.join(texts)}]") for row, texts in enumerate(entries)]
    pages = [("", tuple(rows)), ("at the point", tuple(_at_the_point(data))), *found.pages]
    checks = [(name.replace("_", " "), _difference(size)) for name, size in data["checks"].items()]
    pages.append(("checked against (largest difference)", tuple(checks)))
    pages.append(("WRONG: not to be trusted", tuple(("", text) for text in found.wrong)))
    return Group(*(_page(title, rows) for title, rows in pages if rows))


def _page(title: str, rows: Sequence[tuple[str, str]]) -> Group:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(name, visible(_shortened(text)))
    return Group(*([f"\n{title}"] if title else []), table)


def _at_the_point(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if data["at"] is None:
        return
    single = len(data["variables"]) == 1
    if data["at"]:
        yield "at", ", ".join(valued_text(name, value, 6) for name, value in data["at"].items())
    yield _named("f", data["value"]), format_number(data["value"], 6)
    if data["gradient_at"]:
        slopes = ", ".join(format_number(slope, 6) for slope in data["gradient_at"].values())
        name = _named("slope" if single else "∇f", *data["gradient_at"].values())
        yield name, slopes if single else f"({slopes})"
    if data["hessian_at"]:
        lines = [", ".join(format_number(value, 6) for value in row) for row in data["hessian_at"]]
        name = _named("second derivative" if single else "∇²f", *(value for row in data["hessian_at"] for value in row))
        yield name, "; ".join(lines)
    if data["tangent"]:
        yield "tangent", _linear([data["tangent"]["slope"]], data["tangent"]["intercept"], data["variables"])
    if data["tangent_plane"]:
        plane = data["tangent_plane"]
        yield "tangent plane", _linear(plane["slopes"], plane["intercept"], data["variables"])


def _linear(slopes: Sequence[float], intercept: float, names: Sequence[str]) -> str:
    """Write y = 2 x − 3, or z of two variables; ≈ where a number is rounded."""
    terms = format_sum([*zip(slopes, names, strict=True), (intercept, "")], 6)
    return f"{height_name(names)} {equals_sign(*slopes, intercept, digits=6)} {terms}"


def _named(name: str, *values: float) -> str:
    """Write "name =", or ≈ where one of the values is rounded."""
    return f"{name} {equals_sign(*values, digits=6)}"


def _formula(text: str) -> str:
    return _shortened(readable_text(text))


def _shortened(text: str) -> str:
    """Return a formula that a person may want to read; of one that is longer, how long it is."""
    return text if len(text) <= _LONGEST else f"({len(text):,} characters: --json prints them)"


def _difference(size: float | None) -> str:
    return "not compared" if size is None else format_number(size, 2)


def described(lessons: Sequence[Mapping[str, Any]]) -> Table:
    """Return the lessons with their params as a table."""
    table = Table(box=None, pad_edge=False)
    for heading in ("lesson", "param", "type", "default"):
        table.add_column(heading, overflow="fold")
    for lesson in lessons:
        table.add_row(lesson["name"], "", "", lesson["title"])
        for param in lesson["params"]:
            shown = "chosen to suit" if param["default"] is None else _typed(param["default"])
            table.add_row("", param["name"], param["type"], shown)
    return table


def _typed(value: Any) -> str:
    """Return a default as a person would type it: 1,2 for numbers in a row, 1,2; 3,4 for a matrix."""
    if not isinstance(value, list):
        return str(value)
    return ("; " if value and isinstance(value[0], list) else ",").join(_typed(part) for part in value)
