"""One slice of a surface: the curve in the cut, its tangent in space, and both again on a plot in the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import manim as mn
import numpy as np

from mathkit import CurveWindow, Slice, SurfaceWindow, symbol_source, typst
from mathkit.notation.number_format import typst_place
from mathkit.notation.typst_parts import axis_role, part, variable_roles
from scenes.drawing.canvas.arrange import fit
from scenes.drawing.canvas.layout import Layout
from scenes.drawing.canvas.primitives import Spot, set_runs, stroke
from scenes.drawing.canvas.stage import Region
from scenes.drawing.plots.plot import Plot
from scenes.drawing.space.primitives3d import line
from scenes.drawing.space.projection import Space
from scenes.drawing.text.fitted_formula import SIZES, legible, on_lines
from scenes.drawing.text.function_names import value_name
from scenes.drawing.text.typesetting import Formula

#: Between the rows of what is written (units): as it should be, and the least.
GAPS = (0.22, 0.11)
#: A plot may be made this many times as high as its curve needs, for the scale of the other.
MOST_STRETCH = 3.0


def slice_windows(slices: Mapping[str, Slice], surface: SurfaceWindow) -> dict[str, CurveWindow]:
    """Return the window of each slice's plot: of one scale, so that slopes compare, where both curves can stand it."""
    windows = {
        along: CurveWindow.over(cut.function, span, cut.tangent.at)
        for (along, cut), span in zip(slices.items(), (surface.x_range, surface.y_range), strict=True)
    }
    least, most = sorted(window.ratio for window in windows.values())
    if most > MOST_STRETCH * least:
        return windows
    return {along: window.at_ratio(most) for along, window in windows.items()}


class SurfaceSlice:
    """The slice `cut` of a space's surface.

    Its curve runs where the other variable is `held` (a tracker: the plane that cuts may still be on its way); its
    tangent touches the surface over the point (x, y) that `place` returns. The plot, which shows `window`, and the
    formulas stand in `layout`.
    """

    def __init__(
        self,
        cut: Slice,
        space: Space,
        held: mn.ValueTracker,
        place: Callable[[], tuple[float, float]],
        layout: Layout,
        window: CurveWindow,
    ) -> None:
        self.cut, self.space, self._held, self._place = cut, space, held, place
        self.axis = space.f.variables.index(cut.along)
        self.span = (space.window.x_range, space.window.y_range)[self.axis]
        self._along = np.linspace(*self.span, 289)
        self.curve = line(space, "output", self._curve_points, 5.5)
        self.tangent = line(space, axis_role("slope", self.axis), self._tangent_points, 6, shine=0.5)
        self._draw_plot(window, layout["plot"])
        self._write(layout)

    @property
    def roles(self) -> dict[str, str]:
        """Return the roles of the surface's variables, by name."""
        return variable_roles(self.space.f.variables)

    @property
    def _constant(self) -> tuple[str, str, str]:
        """Return what the held variable is called, its value, and its role."""
        name = self.cut.fixed_name
        return symbol_source(name), typst_place(self.cut.fixed_value), self.roles[name]

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

    def _draw_plot(self, window: CurveWindow, region: Region) -> None:
        cut, theme, along = self.cut, self.space.theme, self.cut.along
        at, value = cut.tangent.at, cut.tangent.value
        own, held = part(symbol_source(along), self.roles[along]), part(*self._constant[1:])
        head = part(f"{self.space.f.letter}({', '.join((own, held) if self.axis == 0 else (held, own))})", "output")
        self.plot = Plot.of(window, region, theme, x_name=own, y_name=head)
        self.plot_curve = self.plot.curve(window.samples(300), width=5)
        self.plot_tangent = set_runs(
            stroke(theme, axis_role("slope", self.axis), 5), self.plot.straight(at, value, cut.slope)
        )
        self.plot_spot = Spot(theme, "ink", 0.08).at(self.plot.at(at, value))

    def _write(self, layout: Layout) -> None:
        """Write f with the held variable greyed out, the constant that it is, and the slope in symbols and numbers.

        Symbols that are too long to be read, on however many lines, are left out: the number is not.
        """
        cut, theme = self.cut, self.space.theme
        named = typst(self.space.f, self.roles | {cut.fixed_name: "muted"})
        name, number, role = self._constant
        held = f"{value_name(self.space.f, count=2)} = {named}"
        least = [f'{part(f"{name} = {number}", role)} quad upright("constant")'], [cut.typst_at]
        room, other = layout["words"].columns(1, 1) if layout.across else (layout["words"], layout["words"])
        for symbols in ([*on_lines(cut.typst_partial)], []):
            for size, gap in product(SIZES, GAPS):
                rows = [[*on_lines(held)], least[0], symbols, least[1]]
                made = [legible(codes, theme, room.width, sizes=[size]) if codes else mn.VGroup() for codes in rows]
                if None not in made and self._lay(made, layout, room, other, gap):
                    return
        made = [Formula(codes[0], theme, size=SIZES[-1]) if codes else mn.VGroup() for codes in rows]
        for item in made:
            fit(item, room.width)
        self._lay(made, layout, room, other, GAPS[-1])

    def _lay(self, rows: list[mn.VMobject], layout: Layout, room: Region, other: Region, gap: float) -> bool:
        """Lay four rows under one another, or two beside two; tell whether they fit as they are."""
        self.held, self.partial = mn.VGroup(*rows[:2]), mn.VGroup(*rows[2:])
        groups = [(self.held, room), (self.partial, other)] if layout.across else [(mn.VGroup(*rows), room)]
        fits = True
        for group, region in groups:
            there = mn.VGroup(*(row for row in group if len(row.submobjects)))
            there.arrange(mn.DOWN, buff=gap, aligned_edge=mn.LEFT)
            fits &= there.height <= region.height
            there.move_to(
                region.point(0, 0.5) if layout.across else region.point(0, 1),
                aligned_edge=mn.LEFT + (not layout.across) * mn.UP,
            )
        return fits
