"""The axes of a box in space: three edges of its outline, and numbers and names beside them, outside the box."""

from __future__ import annotations

from dataclasses import dataclass

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import live
from scenes.drawing.canvas.primitives import set_runs, stroke
from scenes.drawing.plots.plot import power_of_ten, times_power
from scenes.drawing.space.primitives3d import see_through
from scenes.drawing.space.projection import FLATS, Reach, Space
from scenes.drawing.space.visibility import board, panes, ribbon
from scenes.drawing.text.function_names import value_name, variable_name
from scenes.drawing.text.live_number import tick_labels
from scenes.drawing.text.typesetting import Formula
from scenes.drawing.theme.theme import LABEL

#: Free between an edge and its numbers, and between these and the edge's name (units).
GAP = 0.13
#: The upright axis has faded this far on the way to a map.
FADED = 1 / 8
#: Labels stay apart by this much (units).
APART = 0.07
#: Where the name of the upright axis stands from its upper end: up, and away from the box.
ABOVE = np.array([-0.4, 1.0]) / np.hypot(0.4, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A label at a place on an edge (data): its half width and height, and how far from the edge it starts (units)."""

    label: mn.Mobject
    axis: int
    point: np.ndarray
    half: np.ndarray
    gap: float
    is_name: bool


class SpaceAxes(mn.VGroup):
    """The box's three axes with ticks and names: x and y along the edges next to the camera, z at the left of the box.

    Next to the camera is told by where it stands when the axes are made: as long as it does not leave that corner, all
    three belong to the outline of the box, so that labels stand clear of whatever is in it. From another side the
    surface may hide them. The box is framed so that the labels are inside its region, however the camera looks around.
    The axes are named after the function's variables, and the upright one after the function, which is called `name`.
    """

    def __init__(self, space: Space, name: str = "") -> None:
        super().__init__()
        self.space, self._name = space, name
        self.view: object = None
        self.fading = 1.0
        self.lines = stroke(space.theme, "muted", 2.2, 0.85)
        self.z_line = stroke(space.theme, "muted", 2.2, 0.85)
        self._find_edges()
        self.marks = [*self._ticks(), *self._names()]
        space.frame(self._reach)
        self._thin_out()
        space.frame(self._reach)
        self.add(self.lines, self.z_line, *(mark.label for mark in self.marks))
        live(self, lambda m: m.refresh())

    # -- edges and what stands on them ----------------------------------------------------------------------------

    def _find_edges(self) -> None:
        """Find the corner next to the camera and the one at the left, and which way is out of the box at each edge."""
        space, window = self.space, self.space.window
        # Which side of the box the camera is on, along x and along y; from there z stands at the left end.
        across, along = (1.0 if space.eye[axis] > 0 else -1.0 for axis in (0, 1))
        (x0, x1), (y0, y1), (z0, _) = window.x_range, window.y_range, window.z_range
        near_x, near_y = (x1 if across > 0 else x0), (y1 if along > 0 else y0)
        far_x, far_y = x0 + x1 - near_x, y0 + y1 - near_y
        left = [near_x, far_y] if across * along > 0 else [far_x, near_y]
        self.quarter = np.array([across, along])
        self.feet = np.array([[x0, near_y, z0], [near_x, y0, z0], [*left, z0]])
        self.ends = np.array([[x1, near_y, z0], [near_x, y1, z0], [*left, window.z_range[1]]])
        outward = np.sign(np.array(left) - space.middle[:2])
        self.outward = np.array([[0, along, 0], [across, 0, 0], [*outward, 0]])

    def _ticks(self) -> list[Mark]:
        marks, window = [], self.space.window
        self.powers = []
        for axis, values in enumerate((window.x_ticks, window.y_ticks, window.z_ticks)):
            power = power_of_ten(values)
            self.powers.append(power)
            for value, number in zip(values, tick_labels(values / 10.0**power, self.space.theme), strict=True):
                point = self.feet[axis].copy()
                point[axis] = value
                marks.append(self._mark(number, axis, point, GAP))
        return marks

    def _names(self) -> list[Mark]:
        names, theme = [], self.space.theme
        f = self.space.f
        codes = (variable_name(f, 0), variable_name(f, 1), value_name(f, self._name, count=2))
        for axis, (code, power) in enumerate(zip(codes, self.powers, strict=True)):
            name = Formula(code + times_power(power), theme, size=LABEL + (5 if axis < 2 else 2))
            point = (self.feet[axis] + self.ends[axis]) / 2 if axis < 2 else self.ends[axis]
            names.append(self._mark(name, axis, point, GAP, is_name=True))
        return names

    @staticmethod
    def _mark(label: mn.Mobject, axis: int, point: np.ndarray, gap: float, *, is_name: bool = False) -> Mark:
        return Mark(label, axis, point, np.array([label.width, label.height]) / 2, gap, is_name)

    # -- where labels go -------------------------------------------------------------------------------------------

    def _reaches(self, azimuth: float, elevation: float, squash: float) -> tuple[np.ndarray, np.ndarray]:
        """Return for each mark its foot as the camera sees it, and where its middle stands from there (units)."""
        space = self.space
        points = space.cube(np.array([*self.feet, *self.ends, *(mark.point for mark in self.marks)]))
        points[:, 2] *= squash / max(space.squash, 1e-9)
        seen = space.seen(points, azimuth, elevation)
        out = space.seen(points[:3] + 0.01 * self.outward, azimuth, elevation) - seen[:3]
        along = seen[3:6] - seen[:3]
        normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
        normal *= np.where(np.einsum("ij,ij->i", normal, out) < 0, -1.0, 1.0)[:, None]
        steps = np.array([self._step(mark, normal[mark.axis]) for mark in self.marks])
        return seen[6:], steps

    def _step(self, mark: Mark, normal: np.ndarray) -> np.ndarray:
        """Return how far a label goes off its edge: its nearest corner stands a gap away."""
        if mark.is_name and mark.axis == 2:
            normal = ABOVE * [-np.sign(normal[0]) or 1.0, 1.0]
        reach = mark.gap + float(np.abs(normal) @ mark.half)
        if mark.is_name and mark.axis < 2:
            numbers = [float(np.abs(normal) @ m.half) for m in self.marks if m.axis == mark.axis and not m.is_name]
            reach += 2 * max(numbers, default=0.0) + 0.6 * GAP
        return normal * reach

    def _reach(self, flat: float) -> Reach:
        """Return where the box and its labels reach, from wherever the camera looks."""
        parts = [self.space.corners_seen(flat)]
        there, halves = self._there(flat), np.array([mark.half for mark in self.marks])
        for pose in self.space.poses(flat):
            feet, steps = self._reaches(*pose, 1 - flat)
            parts.append((feet[there], (steps - halves)[there], (steps + halves)[there]))
        spots, low, high = (np.concatenate(part) for part in zip(*parts, strict=True))
        return spots, low, high

    def _there(self, flat: float) -> np.ndarray:
        """Return which labels have room: those of the upright axis until they have faded, on the way to a map."""
        return np.array([mark.axis < 2 or flat <= FADED for mark in self.marks])

    def _thin_out(self) -> None:
        """Leave numbers out until none is near another label, from wherever the camera looks."""
        space, meets = self.space, np.zeros((len(self.marks),) * 2, bool)
        halves = np.array([mark.half for mark in self.marks])
        room = halves[:, None] + halves[None] + APART
        for flat in FLATS.tolist():
            there = self._there(flat)
            for pose in space.poses(flat):
                feet, steps = self._reaches(*pose, 1 - flat)
                middles = feet * space.scale_of(flat) + steps
                near = np.all(np.abs(middles[:, None] - middles[None]) < room, axis=-1)
                meets |= near & there[:, None] & there[None]
        np.fill_diagonal(meets, False)
        kept = [index for index, mark in enumerate(self.marks) if mark.is_name]
        for axis in range(3):
            kept += _clear(meets, kept, self._evenly(axis))
        self.marks = [self.marks[index] for index in sorted(kept)]

    def _evenly(self, axis: int) -> list[list[int]]:
        """Return which numbers of an axis may be left: all, every second, every third …; zero always, if there."""
        own = [index for index, mark in enumerate(self.marks) if mark.axis == axis and not mark.is_name]
        values = np.array([self.marks[index].point[axis] for index in own])
        if len(own) < 2:
            return [own]
        # The lowest z is the ground of the box, where the y axis ends.
        step = values[1] - values[0]
        numbers = np.round(values / step).astype(int)
        return [[i for i, n in zip(own, numbers, strict=True) if n % every == 0] for every in range(1, len(own) + 1)]

    # -- frame by frame ---------------------------------------------------------------------------------------------

    def refresh(self) -> SpaceAxes:
        """Stand where the camera sees the box now."""
        space = self.space
        if space.view == self.view:
            return self
        self.view = space.view
        azimuth, elevation, flat = space.pose
        fading = _fading(flat)
        edges, ticks = space.cube(np.linspace(self.feet, self.ends, 49, axis=1)), self._tick_ends(fading)
        for lines, runs in ((self.lines, (edges[:2], ticks)), (self.z_line, (edges[2:],))):
            set_runs(lines, *(run for each in runs for run in space.place(each)))
            lines.panes = (
                None if self._in_front else panes(space, [ribbon(space, run, 0.02) for each in runs for run in each])
            )
        feet, steps = self._reaches(azimuth, elevation, space.squash)
        places = feet * space.framing.scale + space.framing.center + steps
        for mark, place in zip(self.marks, places, strict=True):
            mark.label.move_to([*place, 0.0])
            self._hide(mark)
        if fading != self.fading:
            self.fading = fading
            self.z_line.set_stroke(opacity=0.85 * fading)
            for mark in self.marks:
                if mark.axis == 2:
                    mark.label.set_opacity(fading)
        return self

    def _tick_ends(self, fading: float) -> np.ndarray:
        """Return where the ticks start and end in the cube, shape (ticks, 2, 3)."""
        marks = [mark for mark in self.marks if not mark.is_name and (mark.axis < 2 or fading > 0)]
        base = self.space.cube(np.array([mark.point for mark in marks]).reshape(-1, 3))
        leans = [self.outward[mark.axis] * (0.04 if mark.axis < 2 else 0.028) for mark in marks]
        return np.stack([base, base + np.reshape(leans, (-1, 3))], axis=1)

    def _hide(self, mark: Mark) -> None:
        """Draw a label as far as the surface leaves it in sight."""
        if self._in_front:
            see_through(mark.label, None)
            return
        anchor = self.space.cube(mark.point) + 0.13 * self.outward[mark.axis]
        corners = mark.label.get_corner(mn.DL), mark.label.get_corner(mn.UR)
        see_through(mark.label, panes(self.space, [board(self.space, anchor, *corners)]))

    @property
    def _in_front(self) -> bool:
        """Return whether the camera is where it was when the axes were made: they stand on the sides that face it."""
        eye = self.space.eye[:2]
        home = bool(np.all(eye * self.quarter > 1))
        return home or self.space.pose[2] > 0


def _fading(flat: float) -> float:
    """Return how much of the upright axis is seen on the way to a map."""
    return max(0.0, 1 - flat / FADED)


def _clear(meets: np.ndarray, kept: list[int], choices: list[list[int]]) -> list[int]:
    """Return the first choice in which no two meet, without those that meet what is kept already."""
    for choice in choices:
        own = [index for index in choice if not meets[index, kept].any()]
        if not meets[np.ix_(own, own)].any():
            return own
    return []
