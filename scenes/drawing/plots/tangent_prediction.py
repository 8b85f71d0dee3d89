"""What the tangent predicts one step aside, what is there, and the error between the two."""

from __future__ import annotations

from collections.abc import Sequence

import manim as mn
import numpy as np

from mathkit import BreakPoint, Function, Prediction, Tangent, prediction_window, symbol_source, typst_column
from mathkit.notation.typst_parts import part
from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.arrange import fit, stack
from scenes.drawing.canvas.primitives import Spot, kept_in, plated, set_dashes, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.text.table import Table
from scenes.drawing.text.typesetting import Formula, Words
from scenes.drawing.theme.theme import LABEL, Theme


def linear_rule(f: Function) -> str:
    """Return what a tangent predicts one step aside, in Typst with labelled parts: f(x + dx) ≈ f(x) + f′(x) dx."""
    name, (x,) = f.letter, map(symbol_source, f.variables)
    step, slope = part(f"dif {x}", "input_2"), part(f"{name}'({x})", "slope")
    ahead, here = part(f"{name}({x} + {step})", "output"), part(f"{name}({x})", "output_2")
    return f"{ahead} approx {here} + {slope} {part(f'dif {x}', 'input')}"


class TangentPrediction:
    """A step of `share` (1 at first) of the first prediction's dx, on a plot that it fills; in the panel all errors."""

    def __init__(
        self,
        tangent: Tangent,
        predictions: Sequence[Prediction],
        figure: Region,
        panel: Region,
        theme: Theme,
        *,
        exact: bool,
        breaks: Sequence[BreakPoint] = (),
    ) -> None:
        """`exact`: what the errors are not zero by is round-off; `breaks`: where the curve jumps or has holes."""
        self.tangent = tangent
        self.share = mn.ValueTracker(1.0)
        self._full = predictions[0].dx
        window = prediction_window(tangent, self._full)
        plot = self.plot = Plot.of(window, figure, theme)
        curve = plot.curve(window.samples(400))
        line = set_runs(stroke(theme, "slope", 4.5), plot.straight(tangent.at, tangent.value, tangent.slope))
        here = plot.at(tangent.at, tangent.value)
        spot = Spot(theme, "input").in_front().at(here)
        #: What stands still, from the back to the front.
        self.still = [
            plot,
            curve,
            plot.breaks(breaks),
            line,
            plot.guides(stroke(theme, "input", 2.5), tangent.at, tangent.value),
            spot,
        ]
        guess = live(mn.Dot(radius=0.06, color=theme.color("slope")), lambda m: m.move_to(self._places()[1]))
        truth = live(mn.Dot(radius=0.06, color=theme.color("output")), lambda m: m.move_to(self._places()[2]))
        gap = live(stroke(theme, "error", 7), lambda m: set_runs(m, self._places()[1:]))
        leg = live(stroke(theme, "input", 3), lambda m: set_dashes(m, here, self._places()[0]))
        climb = live(stroke(theme, "slope", 3), lambda m: set_dashes(m, *self._places()[:2]))
        self.figure = mn.VGroup(leg, climb, guess, truth, gap)
        step = f"dif {symbol_source(tangent.function.variables[0])}"
        step_name = plated(Formula(part(step, "input"), theme, size=LABEL + 4), theme)
        below = mn.DOWN if tangent.slope >= 0 else mn.UP
        live(step_name, lambda m: kept_in(m.next_to((here + self._places()[0]) / 2, below, 0.1), plot.area))
        gap_name = plated(Words("error", theme, size=LABEL + 4, role="error"), theme)
        lines = np.concatenate([_dense(curve), _dense(line)])
        live(gap_name, lambda m: self._name_gap(m, lines))
        self.names = mn.VGroup(step_name, gap_name)
        rule = Formula(linear_rule(tangent.function), theme)
        meaning = Words("#error[error]: the value, less what was foretold", theme, size=LABEL + 4, role="muted")
        if meaning.width > panel.width:
            meaning = Words("#error[error]: value less foretold", theme, size=LABEL + 4, role="muted")
        between = 0.4 * theme.type_scale
        fit(rule, panel.width)
        taken = rule.height + meaning.height + 2 * between
        self.table = _error_table(step, predictions, exact, panel.inset(top=taken), theme)
        stack(panel, rule, meaning, self.table, gap=between, middle=panel.width > panel.height)
        self.rule = mn.VGroup(rule, meaning)

    def _places(self) -> np.ndarray:
        """Return the end of the step, the guess and the truth over it on the stage, shape (3, 3)."""
        now = self.tangent.predict(self._full * self.share.get_value())
        heights = now.predicted, now.actual if np.isfinite(now.actual) else now.predicted
        return self.plot.points_at(
            [self.tangent.at + now.dx] * 3, [self.tangent.value, *(self.plot.inside(y) for y in heights)]
        )

    def _name_gap(self, name: mn.Mobject, lines: np.ndarray) -> mn.Mobject:
        """Put the name beside the middle of the error where no line goes, or else off the tangent at the guess."""
        _, guess, truth = self._places()
        middle, outwards = (guess + truth) / 2, mn.RIGHT if self._full > 0 else mn.LEFT
        above = guess[1] > truth[1]
        free = (mn.UP if above else mn.DOWN) + (mn.RIGHT if above == (self.tangent.slope < 0) else mn.LEFT)
        for point, direction in ((middle, outwards), (middle, -outwards), (guess, free)):
            kept_in(name.next_to(point, direction, 0.12), self.plot.area)
            aside = np.abs(lines - name.get_center())[:, :2] - (name.width / 2, name.height / 2)
            if (aside > 0).any(axis=1).all():
                break
        return name


def _dense(line: mn.VMobject) -> np.ndarray:
    """Return points along a drawn line, near to one another, shape (n, 3)."""
    starts, ends = line.points[::4], line.points[3::4]
    shares = np.linspace(0, 1, 2 if len(starts) > 1 else 200)[:, None, None]
    return (starts + shares * (ends - starts)).reshape(-1, 3)


def _error_table(step: str, predictions: Sequence[Prediction], exact: bool, room: Region, theme: Theme) -> Table:
    steps = [p.dx for p in predictions]
    errors = [0.0 if exact else p.error for p in predictions]
    columns = [
        typst_column(steps, 1, 3, zeros=False),
        typst_column(errors, 2, 2),
        typst_column([error / dx / dx for error, dx in zip(errors, steps, strict=True)], 2),
    ]
    error = '{{ upright("error") : error }}'
    names = (part(step, "input"), error, f"{error} / {part(f'({step})^2', 'input')}")
    heads = [
        f"{name} \\ times 10^({power})" if power else name for name, (_, power) in zip(names, columns, strict=True)
    ]
    rows = list(zip(*(cells for cells, _ in columns), strict=True))
    return Table(heads, rows, theme, right=(False, True, True), room=room)
