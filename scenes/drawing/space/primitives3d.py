"""What stands in a space: lines, points and arrows, live, each drawn where the surface leaves it in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.painted_mobject import Pane
from scenes.drawing.canvas.primitives import Pointer, Spot, set_runs, stroke
from scenes.drawing.space.projection import Space
from scenes.drawing.space.visibility import disc, panes, ribbon, visible_parts

#: How much wider than a line its casing is, in hundredths of a unit.
CASING = 4.5
#: Spots along an arrow.
_ALONG = 25


def line(space: Space, role: str, points: Callable[[], np.ndarray], width: float = 5, shine: float = 0.0) -> mn.VGroup:
    """Return a live curve through data points, shape (n, 3), NaN where it is broken: hidden where the surface is.

    A casing in the background's colour keeps it apart from the surface, whatever the shade there. With `shine` it
    shines through the surface as if that were glass: for what touches the surface from below.
    """
    bright, faint = stroke(space.theme, role, width), stroke(space.theme, role, width * 0.6, shine)
    casing = stroke(space.theme, "background", width + CASING, 0.75)
    group = mn.VGroup(faint, casing, bright) if shine else mn.VGroup(casing, bright)
    last: list[object] = [None]

    def update(_: mn.Mobject) -> None:
        data = points()
        if last[0] != (key := (space.state, data.tobytes())):
            last[0] = key
            runs = [space.cube(run) for run in unbroken(data)]
            half = (width + CASING) / 200
            through, columns = visible_parts(space, [ribbon(space, run, half) for run in runs])
            placed = [space.place(run) for run in runs]
            set_runs(faint, *placed)
            # No more than what is in sight: what is hidden may pass behind, and must not show in the same panes.
            set_runs(
                bright, *(part for run, seen in zip(placed, columns, strict=True) for part in stretches(run, seen))
            )
            casing.points = bright.points
            bright.panes = casing.panes = through

    return live(group, update)


def lines(space: Space, role: str, curves: Sequence[np.ndarray], width: float, opacity: float) -> mn.VMobject:
    """Return fixed thin curves of data points, shape (n, 3) each, as one live line: only what is in sight is drawn."""
    thin = stroke(space.theme, role, width, opacity)
    runs = [run for curve in curves for run in unbroken(curve)]
    if not runs:
        return thin
    points = np.concatenate(runs)
    # The gap after each point: within a run, or to the next one.
    joined = np.ones(len(points) - 1, bool)
    joined[np.cumsum([len(run) for run in runs])[:-1] - 1] = False
    last: list[object] = [None]

    def update(m: mn.VMobject) -> None:
        if last[0] != space.state:
            last[0] = space.state
            stage, seen = space.project(points), space.visible(points)
            pairs = joined & seen[:-1] & seen[1:]
            starts = np.flatnonzero(pairs & ~np.append(False, pairs[:-1]))
            ends = np.flatnonzero(pairs & ~np.append(pairs[1:], False))
            set_runs(m, *(stage[a : b + 2] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)))

    return live(thin, update)


def spot(space: Space, role: str, radius: float, place: Callable[[], np.ndarray]) -> Spot:
    """Return a live point at the data point, shape (3,), that `place` returns."""
    mark = Spot(space.theme, role, radius)
    last: list[object] = [None]

    def update(m: mn.Mobject) -> None:
        here = place()
        if last[0] != (key := (space.state, here.tobytes())):
            last[0] = key
            cube = space.cube(here)
            mark.at(space.place(cube))
            see_through(mark, panes(space, [disc(space, cube, 1.5 * radius)]))

    return live(mark, update)


def pointer(
    space: Space, role: str, ends: Callable[[], np.ndarray], width: float = 5, tip: float = 0.24, shine: float = 0.0
) -> mn.VGroup:
    """Return a live arrow between two data points, shape (2, 3), straight in space; `shine` as for a line."""
    arrow, faint = Pointer(space.theme, role, width, tip), Pointer(space.theme, role, 0.6 * width, 0.8 * tip)
    faint.shaft.set_stroke(opacity=shine)
    faint.head.set_fill(opacity=shine)
    group = mn.VGroup(faint, arrow) if shine else mn.VGroup(arrow)
    last: list[object] = [None]

    def update(_: mn.Mobject) -> None:
        data = ends()
        if last[0] != (key := (space.state, data.tobytes())):
            last[0] = key
            start, end = space.cube(data)
            for each in (faint, arrow):
                each.span(*space.place(np.array([start, end])))
            spots = start + np.linspace(0, 1, _ALONG)[:, None] * (end - start)
            see_through(arrow, panes(space, [ribbon(space, spots, max(width / 200, 0.42 * tip))]))

    return live(group, update)


def unbroken(data: np.ndarray) -> list[np.ndarray]:
    """Return the runs of points, shape (n, 3), between those that have no height."""
    return stretches(data, np.isfinite(data[:, 2]))


def stretches(points: np.ndarray, there: np.ndarray) -> list[np.ndarray]:
    """Return the runs of two points or more, of shape (n, 3), that are `there`."""
    if there.all():
        return [points] if len(points) > 1 else []
    cuts = np.flatnonzero(np.diff(there.astype(int))) + 1
    parts = zip(np.split(points, cuts), np.split(there, cuts), strict=True)
    return [run for run, on in parts if len(run) > 1 and on[0]]


def see_through(mobject: mn.Mobject, through: tuple[Pane, ...] | None) -> None:
    """Draw a mobject and all its parts through these panes, or simply if there are none."""
    for part in mobject.get_family():
        part.panes = through
