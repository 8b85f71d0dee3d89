"""Props that move: what a number line, a live table, a program and a morph show follows their trackers."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np
import pytest

from mathkit import Function, Neuron, ReverseMode, ticks
from scenes.drawing.canvas.stage import Region, Stage
from scenes.drawing.networks.formula_graph import FormulaGraph
from scenes.drawing.networks.live_formula import LiveFormula
from scenes.drawing.networks.live_neuron import LiveNeuron
from scenes.drawing.networks.neuron_graph import NeuronGraph
from scenes.drawing.plots.number_line import NumberLine
from scenes.drawing.text.code_panel import CodePanel, lit_line
from scenes.drawing.text.formula_morph import Morph
from scenes.drawing.text.live_table import Column, LiveTable
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.colorimetry import contrast
from scenes.drawing.theme.colour_findings import LEAST_TEXT, QUANTITIES
from scenes.drawing.theme.theme import ASSETS
from scenes.drawing.theme.theme_file import load_theme

THEME = load_theme("dark")
ROOM = Stage.of(8 * 16 / 9, 8).body


@pytest.fixture(autouse=True)
def _frame(small_frame: Callable[[str], None]) -> None:
    small_frame("16:9")


def test_a_point_on_a_number_line_stands_at_its_number() -> None:
    line, x = NumberLine(ROOM, THEME, (-1.0, 3.0), ticks(-1.0, 3.0)), mn.ValueTracker(0.0)
    spot = line.spot(x.get_value)
    for value in (-1.0, 0.5, 3.0):
        x.set_value(value)
        spot.update(0)
        share = (spot[1].get_x() - line.axis.get_left()[0]) / line.axis.width
        assert share == pytest.approx((value + 1) / 4)
    assert line.at(99.0) == pytest.approx(line.at(3.0))
    assert line.name.get_right()[0] <= ROOM.right


@pytest.mark.parametrize("away", [(0.0, 0.0), (1.0, -0.7)])
def test_a_number_line_stands_where_it_is_put(away: tuple[float, float]) -> None:
    room = Region(-3.0, 2.0, 1.0, 3.0)
    line = NumberLine(room, THEME, (0.0, 2.0), ticks(0.0, 2.0)).shift([*away, 0])
    level = 2.0 + away[1]
    assert line.axis.get_y() == pytest.approx(level)
    assert line.at(1.0)[1] == pytest.approx(level)
    assert line.spot(lambda: 1.0)[1].get_center() == pytest.approx(line.at(1.0))
    assert line.axis.get_left()[0] == pytest.approx(line.at(0.0)[0])


def test_a_live_table_shows_its_numbers_now_with_points_under_points() -> None:
    now = mn.ValueTracker(9.5)
    table = LiveTable([Column("x", "input", [now.get_value, lambda: -12.25], 20.0)], THEME, width=3.0)
    assert [row[0].text for row in table.rows] == ["9.50", "\N{MINUS SIGN}12.25"]
    ends = [max(glyph.get_right()[0] for glyph in row[0].family_members_with_points()) for row in table.rows]
    assert ends[0] == pytest.approx(ends[1], abs=0.03)
    now.set_value(float("nan"))
    table.update(0)
    assert table.rows[0][0].text == ""


def test_a_live_table_takes_a_power_of_ten_out_of_a_column() -> None:
    table = LiveTable([Column("L", "loss", [lambda: 2.5e-6], 3e-6)], THEME, width=3.0)
    assert table.rows[0][0].text == "2.50"


def test_what_is_lit_lies_behind_the_row_that_is_told_wherever_the_table_stands() -> None:
    table = LiveTable([Column("x", "input", [lambda: 1.0] * 3, 1.0)], THEME, width=3.0)
    light = table.light()
    table.shift([2, 1, 0]).update(0)
    for row in (0, 2):
        table.row.set_value(float(row))
        light.update(0)
        assert light.get_y() == pytest.approx(table.rows[row][0].get_y(), abs=0.06)
        assert light.get_x() == pytest.approx(table.rule.get_x())


def test_code_is_lit_line_by_line_and_keeps_its_indents_and_colours() -> None:
    code = CodePanel(["for w in ws:", "    w = 2 * w"], ROOM, THEME, roles={"w": "weight"})
    code.line.set_value(1.0)
    code.update(0)
    assert code.light.get_y() == pytest.approx(code.lines[1].get_y(), abs=0.1)
    first, second = (min(glyph.get_left()[0] for glyph in line) for line in code.lines)
    letter = code.pitch / 1.75 * 0.602
    assert second - first == pytest.approx(4 * letter, abs=0.4 * letter)
    hues = {glyph.get_fill_color().to_hex().lower() for glyph in code.lines[1]}
    assert THEME.color("weight").lower() in hues


def test_too_wide_code_is_set_smaller() -> None:
    narrow = ROOM.columns(1, 3)[0]
    code = CodePanel(["x = " + "+ ".join("1 " * 20)], narrow, THEME)
    assert code.width <= narrow.width + 1e-6


def test_parts_of_one_label_move_and_the_rest_gives_way() -> None:
    old = Formula("{{ f : output }} = {{ x : input }} + 1", THEME).shift(2 * mn.LEFT)
    new = Formula("{{ f : output }} dot {{ x : input }}", THEME).shift(2 * mn.RIGHT)
    morph = Morph(old, new)
    scene = mn.Scene()
    scene.add(old)
    morph._setup_scene(scene)
    morph.begin()
    for alpha, where in ((0.0, old), (1.0, new)):
        morph.interpolate(alpha)
        for way, label in zip(morph._motions[:2], ("output", "input"), strict=True):
            assert way.shown.get_center() == pytest.approx(where.part(label).get_center(), abs=1e-6)
    assert old not in scene.mobjects
    morph.finish()
    morph.clean_up_from_scene(scene)
    assert scene.mobjects == [new]


def test_signs_that_both_formulas_have_stay_while_one_turns_into_the_other() -> None:
    old, new = (Formula(code, THEME) for code in ("{{ y : output }} = sin(x) + 1", "{{ y : output }} = sin(x) - 2"))
    morph = Morph(old, new)
    leaving, coming = (len(group.family_members_with_points()) for group in (morph._leaving, morph._coming))
    assert (leaving, coming) == (2, 2)  # + 1, - 2
    assert len(morph._motions) == 1 + len("=sin(x)")


def test_a_graph_shows_values_and_gradients_of_reverse_mode() -> None:
    at = ReverseMode.of(Function.parse("x*exp(-x)"), [0.5])
    graph = FormulaGraph(LiveFormula(at), ROOM, THEME)
    output = graph.graph.output.index
    assert float(graph.numbers[output].text) == pytest.approx(0.5 * np.exp(-0.5), abs=0.005)
    assert float(graph.gradients[0].text) == pytest.approx(0.5 * np.exp(-0.5), abs=0.005)
    for box in graph.nodes.values():
        assert box.get_left()[0] >= ROOM.left - 0.05
        assert box.get_right()[0] <= ROOM.right + 0.05
    for arrow in (*graph.edges.values(), *graph.flows.values()):
        assert arrow.has_points() or len(arrow.shaft.points)


def test_a_node_that_passes_through_zero_keeps_its_decimals() -> None:
    live = LiveNeuron([Neuron(1.5, -0.6, 0.2, 1.0)])
    graph = NeuronGraph(live, ROOM, THEME)
    live.nudges["w"]["w"].set_value(0.6027)
    assert graph.numbers["w"].update(0).text == "0.00"
    small = LiveNeuron([Neuron(1.5, 0.0027, 0.2, 1.0)])
    assert NeuronGraph(small, ROOM, THEME).numbers["w"].text == "0.0027"


def test_training_gives_a_step_its_time_by_what_it_does_to_the_loss() -> None:
    live = LiveNeuron(Neuron(1.5, -0.6, 0.2, 1.0).trained(1.0, 12))
    training = live.trained_through(7.0)
    training.begin()
    passed = []
    for time in np.linspace(0, 1, 141):
        training.interpolate(time)
        passed.append(live.learning()[0])
    assert (passed[0], passed[-1]) == (0, 12)
    # The first step takes most of the loss away, and most of the time of any.
    spent = np.histogram(passed, bins=np.arange(13))[0]
    assert spent.argmax() == 0
    assert spent.min() >= 4


#: Code in which every role, a keyword and a comment stand.
EVERY_ROLE = {f"q{number}": role for number, role in enumerate(("ink", "muted", *QUANTITIES))}


@pytest.mark.parametrize("theme", [path.stem for path in sorted((ASSETS / "themes").glob("*.toml"))])
def test_code_can_be_read_on_every_ground_that_it_stands_on(theme: str) -> None:
    text = f"for q in q: {' '.join(EVERY_ROLE)}  # why"
    code = CodePanel([text, text], ROOM, load_theme(theme), roles=EVERY_ROLE)
    grounds = [part.get_fill_color() for part in (code.plate, code.light[0])]
    assert {part.get_fill_opacity() for part in (code.plate, code.light[0])} == {1.0}
    hues = {glyph.get_fill_color().to_hex() for line in code.lines for glyph in line}
    assert len(hues) >= len(set(EVERY_ROLE.values()))
    ratios = {hue: contrast(mn.ManimColor(hue).to_rgb(), ground.to_rgb()) for hue in hues for ground in grounds}
    assert min(ratios.values()) >= LEAST_TEXT, ratios


def test_long_code_is_set_smaller() -> None:
    low = Region(-4.0, 4.0, -1.0, 1.0)
    code = CodePanel(["x = x + 1"] * 12, low, THEME)
    assert code.height <= low.height + 0.02
    assert min(glyph.get_bottom()[1] for glyph in code.lines[-1]) >= low.bottom


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        pytest.param(0.0, 0.0, id="before the first step"),
        pytest.param(0.3, 1.0, id="the loop's first line"),
        pytest.param(0.5, 1.0, id="it is done"),
        pytest.param(0.9, 2.0, id="its second"),
        pytest.param(1.0, 2.0, id="after a step: the last line"),
        pytest.param(1.4, 1.0, id="and round again"),
        pytest.param(3.0, 2.0, id="after the last step"),
    ],
)
def test_a_loop_lights_its_lines_in_turn_with_every_step(steps: float, line: float) -> None:
    code, done = CodePanel(["w = 3", "for …:", "    w = w - 1"], ROOM, THEME), mn.ValueTracker(0.0)
    code.follow(done.get_value, loop=[1, 2], start=0)
    done.set_value(steps)
    code.update(0)
    assert code.light.get_y() == pytest.approx(code._middle(line)[1])


def test_light_passes_from_line_to_line_without_a_jump() -> None:
    passed = [lit_line(steps, [1, 2, 3], 0) for steps in np.linspace(0, 3, 3001)]
    assert np.abs(np.diff(passed)).max() < 0.08
