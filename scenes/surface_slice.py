"""One slice of a surface: the curve in the cut, its tangent in space, and both again on a plot in the panel."""

from __future__ import annotations

from collections.abc import Callable

import manim as mn
import numpy as np

from mathkit import CurveWindow, Slice, typst, typst_number
from scenes.marks import Spot, set_runs, stroke
from scenes.panel import fit, stack
from scenes.plot import Plot
from scenes.space import Space
from scenes.space_marks import line
from scenes.stage import Region
from scenes.typesetting import Formula

#: The roles of a slice's own variable and of the slope along it.
VARIABLE_ROLES = {"x": "input", "y": "input2"}
SLOPE_ROLES = {"x": "slope", "y": "slope2"}


class SurfaceSlice:
    """The slice `cut` of a space's surface.

    Its curve runs where the other variable is `held` (a tracker: the plane that cuts may still be on its way); its
    tangent touches the surface over the point (x, y) that `place` returns. The plot stands in `upper`, formulas in
    `lower`.
    """

    def __init__(
        self,
        cut: Slice,
        space: Space,
        held: mn.ValueTracker,
        place: Callable[[], tuple[float, float]],
        upper: Region,
        lower: Region,
    ) -> None:
        self.cut, self.space, self._held, self._place = cut, space, held, place
        self.axis = "xy".index(cut.along)
        self.span = (space.window.x_range, space.window.y_range)[self.axis]
        self._along = np.linspace(*self.span, 289)
        self.curve = line(space, "output", self._curve_points, 5.5)
        self.tangent = line(space, SLOPE_ROLES[cut.along], self._tangent_points, 6, shine=0.3)
        self._draw_plot(upper)
        self.held, self.partial = self._held_formulas(), self._partial_formulas()
        stack(lower, *self.held, *self.partial, gap=0.2)
        fit(mn.VGroup(self.held, self.partial), lower.width, lower.height)

    @property
    def panel(self) -> list[mn.Mobject]:
        """Return all that stands in the panel."""
        return [self.plot, self.plot_curve, self.plot_tangent, self.plot_spot, self.held, self.partial]

    def _curve_points(self) -> np.ndarray:
        held = self._held.get_value()
        x, y = (self._along, held) if self.axis == 0 else (held, self._along)
        return self.space.on_surface(x, y)

    def _tangent_points(self) -> np.ndarray:
        """Return the tangent as far as it stays in the box, shape (n, 3)."""
        place, window = self._place(), self.space.window
        reach = 0.3 * (self.span[1] - self.span[0]) * np.linspace(-1, 1, 41)
        step = np.zeros((len(reach), 3))
        step[:, self.axis] = reach
        step[:, 2] = reach * np.nan_to_num(float(self.cut.partial(*place)))
        points = self.space.on_surface(*place) + step
        low, high = np.array([window.x_range, window.y_range, window.z_range], float).T
        return points[np.all((points >= low) & (points <= high), axis=1)]

    def _draw_plot(self, region: Region) -> None:
        cut, theme, along = self.cut, self.space.theme, self.cut.along
        at, value = cut.tangent.at, cut.tangent.value
        arguments = [f"{{{{ {typst_number(cut.fixed_value)} : {VARIABLE_ROLES[cut.fixed_name]} }}}}"]
        own = f"{{{{ {along} : {VARIABLE_ROLES[along]} }}}}"
        arguments.insert(self.axis, own)
        window = CurveWindow.over(cut.function, self.span, at)
        head = f"{{{{ f({', '.join(arguments)}) : output }}}}"
        self.plot = Plot.of(window, region, theme, x_name=own, y_name=head)
        self.plot_curve = self.plot.curve(window.samples(300), width=5)
        self.plot_tangent = set_runs(stroke(theme, SLOPE_ROLES[along], 5), self.plot.straight(at, value, cut.slope))
        self.plot_spot = Spot(theme, "ink", 0.08).at(self.plot.at(at, value))

    def _held_formulas(self) -> mn.VGroup:
        """Return f with the held variable greyed out, and the constant that it is."""
        cut, theme = self.cut, self.space.theme
        named = typst(self.space.f, VARIABLE_ROLES | {cut.fixed_name: "muted"})
        constant = f"{cut.fixed_name} = {typst_number(cut.fixed_value)} : {VARIABLE_ROLES[cut.fixed_name]}"
        return mn.VGroup(
            Formula(f"f(x, y) = {named}", theme),
            Formula(f'{{{{ {constant} }}}} quad upright("constant")', theme),
        )

    def _partial_formulas(self) -> mn.VGroup:
        """Return the partial derivative in symbols, and its value at the point."""
        return mn.VGroup(*(Formula(code, self.space.theme) for code in (self.cut.typst_partial, self.cut.typst_at)))
