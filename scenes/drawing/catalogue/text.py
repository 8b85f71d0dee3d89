"""What is written, in its states: words, formulas that morph, live numbers, tables, code, recaps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import manim as mn
import numpy as np

from mathkit import Function, Secant, Tangent, typst, typst_number
from scenes.drawing.canvas.arrange import spread, stack
from scenes.drawing.canvas.primitives import BreakSpot, Pointer, Spot, plated, stroke
from scenes.drawing.catalogue.states import Board, state
from scenes.drawing.text.code_panel import CodePanel
from scenes.drawing.text.fitted_formula import legible, on_lines
from scenes.drawing.text.formula_morph import Morph
from scenes.drawing.text.formula_rows import FormulaRows, equation
from scenes.drawing.text.live_number import LiveNumber, tick_label
from scenes.drawing.text.live_table import Column, LiveTable
from scenes.drawing.text.panel import Readout
from scenes.drawing.text.recap_column import recap_column
from scenes.drawing.text.table import Table
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme import TEXT, TITLE

RATE = 0.25


@cache
def _tangent() -> Tangent:
    return Tangent.of(Function.parse("x**2/2 - x", ("x",)), 3.0)


@state("sizes and roles", Words)
def words(board: Board) -> Sequence[mn.Mobject]:
    theme, width = board.theme, board.room.width
    items = [
        Words("A title", theme, size=TITLE, weight=600),
        Words("#slope[steep] where the #loss[loss] is far from its #target[target]", theme, width=width),
        Words("what steps back", theme, role="muted"),
    ]
    return [stack(board.room, *items, middle=True)]


@state("labelled parts", Formula)
def formula(board: Board) -> Sequence[mn.Mobject]:
    f = _tangent().function
    codes = (
        f"{{{{ f(x) : output }}}} = {typst(f, {'x': 'input'})}",
        f"{{{{ f'(x) : slope }}}} = {typst(f.derivative())}",
    )
    return [stack(board.room, *(Formula(code, board.theme, size=TEXT + 10) for code in codes), middle=True)]


@state("open and filled, on a line", BreakSpot)
def breaks(board: Board) -> Sequence[mn.Mobject]:
    theme, room = board.theme, board.room
    line = stroke(theme, "output", 4)
    line.set_points_as_corners([room.point(0.2, 0.5), room.point(0.8, 0.5)])
    ends = [BreakSpot(theme, "output", filled).move_to(room.point(x, 0.5)) for x, filled in ((0.2, True), (0.8, False))]
    return [line, *ends]


@state("plain and on a plate", Spot, Pointer, plated, stroke)
def marks(board: Board) -> Sequence[mn.Mobject]:
    theme, room = board.theme, board.room
    arrow = Pointer(theme, "gradient").span(room.point(0.2, 0.3), room.point(0.7, 0.7))
    label = plated(Formula("{{ nabla f : gradient }}", theme), theme).move_to(room.point(0.45, 0.5))
    return [arrow, Spot(theme, "input").at(room.point(0.2, 0.3)), label]


def _morph(board: Board, alpha: float) -> list[mn.Mobject]:
    """Return the difference quotient on its way to its limit, after this share of the time."""
    f, theme = _tangent().function, board.theme
    rise = "{{ f(x + {{ h : input }}) - f(x) : ink_1 }}"
    quotient = Formula(
        f'{{{{ upright("slope") : secant }}}} = ({rise}) / {{{{ h : input_2 }}}}', theme, size=TEXT + 4
    ).move_to(board.room.center)
    prime = Formula(
        f"{{{{ f'(x) : slope }}}} = lim_(h -> 0) ({rise}) / {{{{ h : input_2 }}}} = {typst(f.derivative())}",
        theme,
        size=TEXT + 4,
    )
    prime.scale(min(1.0, board.room.width / prime.width)).move_to(board.room.center)
    morph = Morph(quotient, prime, {"secant": "slope"})
    morph.begin()
    morph.interpolate(alpha)
    return [morph.mobject]


@state("before", Morph)
def morph_before(board: Board) -> Sequence[mn.Mobject]:
    return _morph(board, 0.0)


@state("half the way", Morph)
def morph_half(board: Board) -> Sequence[mn.Mobject]:
    return _morph(board, 0.5)


@state("after", Morph)
def morph_after(board: Board) -> Sequence[mn.Mobject]:
    return _morph(board, 1.0)


@state("in fixed slots", LiveNumber, tick_label)
def live_number(board: Board) -> Sequence[mn.Mobject]:
    values = [_tangent().slope, -_tangent().value / 3, 10 * _tangent().at]
    numbers = [LiveNumber(board.theme, slots=6, size=TITLE) for _ in values]
    for place, (number, value) in enumerate(zip(numbers, values, strict=True)):
        number.show(f"{value:.2f}".replace("-", "\N{MINUS SIGN}")).stand_at(board.room.point(0.4, 0.7 - 0.2 * place))
    return [*numbers, tick_label(_tangent().at, board.theme).move_to(board.room.point(0.5, 0.1))]


@state("small, plain, large", Readout)
def readouts(board: Board) -> Sequence[mn.Mobject]:
    made = []
    for scale in (1e-6, 1.0, 1e6):
        value = _tangent().slope * scale
        made.append(Readout('{{ upright("slope") : slope }} =', board.theme, span=value, role="slope").show(value))
    block = stack(board.room, *made, gap=0.5, middle=True)
    for readout in made:
        readout.show(_tangent().slope)
    for readout, scale in zip(made, (1e-6, 1.0, 1e6), strict=True):
        readout.show(_tangent().slope * scale)
    return [block]


@state("side by side", spread)
def rows_spread(board: Board) -> Sequence[mn.Mobject]:
    rows = [Formula(code, board.theme) for code in ("{{ z : net }} = w x + b", "{{ a : activation }} = sigma(z)")]
    spread(board.room, *rows, portrait=board.stage.portrait)
    return rows


@state("of steps", Table)
def table(board: Board) -> Sequence[mn.Mobject]:
    f, at = _tangent().function, _tangent().at
    secants = [Secant.of(f, at, h) for h in (1.0, 0.1, 0.01)]
    rows = [(typst_number(secant.h), typst_number(secant.slope, 4)) for secant in secants]
    heads = ("{{ h : input }}", '{{ upright("slope") : secant }}')
    made = Table(heads, rows, board.theme, right=(False, *(True for _ in heads[1:])), room=board.room)
    return [made.move_to(board.room.center)]


@cache
def _walk() -> tuple[list[float], list[float]]:
    """Return the places and the heights of a descent on the curve, five of each."""
    f, slope = _tangent().function, _tangent().function.derivative()
    places = [_tangent().at]
    for _ in range(4):
        places.append(places[-1] - RATE * float(slope(places[-1])))
    return places, [float(f(place)) for place in places]


def _table(board: Board, done: float) -> list[mn.Mobject]:
    """Return a table of a descent that has come as far as step `done`."""
    places, heights = _walk()

    def shown(values: list[float]) -> list:  # type: ignore[type-arg]
        return [lambda k=k: values[k] if k <= done else float("nan") for k in range(len(values))]

    columns = [
        Column('upright("step")', "muted", shown([float(k) for k in range(len(places))]), 4, decimals=0),
        Column("x", "input", shown(places), max(map(abs, places)), decimals=3),
        Column("f(x)", "output", shown(heights), max(map(abs, heights)), decimals=3),
    ]
    made = LiveTable(columns, board.theme, width=min(5.5, board.room.width))
    made.move_to(board.room.center)
    made.row.set_value(done)
    return [made.light(), made]


@state("two steps", LiveTable, Column)
def live_table_begun(board: Board) -> Sequence[mn.Mobject]:
    return _table(board, 2.0)


@state("on to the next", LiveTable)
def live_table_between(board: Board) -> Sequence[mn.Mobject]:
    return _table(board, 2.5)


@state("full", LiveTable)
def live_table_full(board: Board) -> Sequence[mn.Mobject]:
    return _table(board, 4.0)


def _code(board: Board, line: float) -> list[mn.Mobject]:
    """Return gradient descent on the curve as a program that has come to a line."""
    f, start = _tangent().function, _tangent().at
    lines = [
        f"x = {start:g}",
        f"for step in range({len(_walk()[0]) - 1}):",
        f"    slope = {f.derivative().text}",
        f"    x = x - {RATE:g} * slope  # downhill",
    ]
    panel = CodePanel(lines, board.room, board.theme, roles={"x": "input", "slope": "slope"})
    panel.line.set_value(line)
    return [panel]


@state("first line", CodePanel)
def code_first(board: Board) -> Sequence[mn.Mobject]:
    return _code(board, 0.0)


@state("between two lines", CodePanel)
def code_between(board: Board) -> Sequence[mn.Mobject]:
    return _code(board, 1.5)


@state("last line", CodePanel)
def code_last(board: Board) -> Sequence[mn.Mobject]:
    return _code(board, 3.0)


@state("in its third step", CodePanel)
def code_in_a_loop(board: Board) -> Sequence[mn.Mobject]:
    lines = ["w = 3", "for step in range(8):", "    slope = 2 * w", "    w = w - 0.1 * slope"]
    panel = CodePanel(lines, board.room, board.theme, roles={"w": "weight", "slope": "slope"})
    return [panel.follow(lambda: 2.6, loop=[1, 2, 3], start=0)]


@state("on as many lines as it needs", legible)
def legible_formula(board: Board) -> Sequence[mn.Mobject]:
    f = Function.parse("x**2*y/4 + sin(x*y) - exp(-x**2/4)", ("x", "y"))
    width = min(0.7 * Formula(f.typst, board.theme).width, board.room.width)
    formula = legible([*on_lines(f.typst)], board.theme, width)
    assert formula is not None
    return [formula.move_to(board.room.center)]


@state("two sentences", recap_column, stack)
def recap(board: Board) -> Sequence[mn.Mobject]:
    at, slope = typst_number(_tangent().at), typst_number(_tangent().slope)
    lines = [
        ("The slope at a point:", f"{{{{ f'({at}) : slope }}}} = {slope}"),
        ("Nearby, the line stands for the curve.", "f(x + dif x) approx f(x) + {{ f'(x) : slope }} dif x"),
    ]
    return [recap_column(lines, board.room, board.theme)]


@state("aligned on their signs", FormulaRows)
def rows_of_equations(board: Board) -> Sequence[mn.Mobject]:
    upper, lower = board.room.rows(2, 1)
    rows = [
        equation("{{ bold(z) : net }}", "{{ W : weight }} {{ bold(x) : input }} + {{ bold(b) : bias }}"),
        equation("{{ bold(b) : bias }}", np.array([0.1, -0.2, 1 / 3])),
        equation("{{ (partial L) / (partial z_1) : gradient }}", "2 (a_1 - t_1)", -0.5),
    ]
    return [FormulaRows(rows, board.theme).in_column(upper), FormulaRows(rows[1:], board.theme).in_line(lower)]
