"""Points, lines and arrows that are set from arrays, frame by frame, without making new mobjects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import manim as mn
import numpy as np

from scenes.drawing.canvas.stage import Region
from scenes.drawing.theme.theme import Theme

M = TypeVar("M", bound=mn.Mobject)


def polyline_points(runs: Sequence[np.ndarray]) -> np.ndarray:
    """Return manim's Bézier points, shape (4·segments, 3), for straight runs of shape (k, 3) each."""
    pieces = []
    for run in runs:
        if len(run) < 2:
            continue
        start, end = run[:-1], run[1:]
        thirds = np.linspace(0, 1, 4)[None, :, None]
        pieces.append((start[:, None] * (1 - thirds) + end[:, None] * thirds).reshape(-1, 3))
    return np.concatenate(pieces) if pieces else np.zeros((0, 3))


def stroke(theme: Theme, role: str, width: float = 4, opacity: float = 1) -> mn.VMobject:
    """Return an empty line in a role's colour; `width` is in hundredths of a unit."""
    line = mn.VMobject(stroke_color=theme.color(role), stroke_width=width, stroke_opacity=opacity, fill_opacity=0)
    line.joint_type = mn.LineJointType.ROUND
    return line


def set_runs(line: mn.VMobject, *runs: np.ndarray) -> mn.VMobject:
    """Give `line` these runs, each of shape (k, 3)."""
    line.points = polyline_points(runs)
    return line


def set_dashes(line: mn.VMobject, start: np.ndarray, end: np.ndarray, dash: float = 0.09) -> mn.VMobject:
    """Give `line` dashes from start to end; they keep their length (units) as the ends move."""
    length = float(np.linalg.norm(end - start))
    count = int(length / (2 * dash))
    if count == 0:
        return set_runs(line, np.array([start, end]))
    direction = (end - start) / length
    starts = start + direction * (2 * dash * np.arange(count + 1))[:, None]
    ends = start + direction * np.minimum(2 * dash * np.arange(count + 1) + dash, length)[:, None]
    return set_runs(line, *np.stack([starts, ends], axis=1))


def cut_to(lo: np.ndarray, hi: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the part of a segment inside the box lo–hi, shape (2, 3), or an empty array (Liang–Barsky)."""
    step = end - start
    first, last = 0.0, 1.0
    for axis in (0, 1):
        for sign, limit in ((1, hi[axis]), (-1, -lo[axis])):
            slope, room = sign * step[axis], limit - sign * start[axis]
            if abs(slope) < 1e-12:
                if room < 0:
                    return np.zeros((0, 3))
            elif slope > 0:
                last = min(last, room / slope)
            else:
                first = max(first, room / slope)
    if first >= last:
        return np.zeros((0, 3))
    return np.array([start + first * step, start + last * step])


class Spot(mn.VGroup):
    """A point: a disc with a rim in the background's colour, so that it stands off the lines that it lies on."""

    def __init__(self, theme: Theme, role: str, radius: float = 0.09) -> None:
        # A wide rim would cut a curve between two near points into dashes.
        rim = mn.Dot(radius=radius * 1.3, color=theme.background, stroke_width=0)
        disc = mn.Dot(radius=radius, color=theme.color(role), stroke_width=0)
        super().__init__(rim, disc)

    def in_front(self, order: int = 1) -> Spot:
        """Stand in front of all lines, those that are drawn later too; of two points, that of the higher order."""
        self.set_z_index(order)
        return self

    def at(self, point: np.ndarray) -> Spot:
        """Stand at `point`, shape (3,)."""
        self.shift(point - self.submobjects[1].get_center())
        return self


class BreakSpot(mn.VGroup):
    """A point where a curve breaks: a disc where it belongs to the curve, else a ring in whose middle nothing is."""

    def __init__(self, theme: Theme, role: str, filled: bool, radius: float = 0.085) -> None:
        disc = mn.Dot(radius=radius, color=theme.color(role), stroke_width=0)
        super().__init__(disc)
        if not filled:
            self.add(mn.Dot(radius=0.58 * radius, color=theme.background, stroke_width=0))
        self.set_z_index(1)  # no line through it that is drawn later makes an open circle a filled one


class Pointer(mn.VGroup):
    """An arrow from a point to another: a shaft and a tip that shrinks with short arrows."""

    def __init__(self, theme: Theme, role: str, width: float = 5, tip: float = 0.24) -> None:
        self.tip_length = tip
        self.shaft = stroke(theme, role, width)
        self.head = mn.VMobject(fill_color=theme.color(role), fill_opacity=1, stroke_width=0)
        self.reach = 0.0
        super().__init__(self.shaft, self.head)

    def span(self, start: np.ndarray, end: np.ndarray) -> Pointer:
        """Reach from `start` to `end`, shape (3,) each."""
        reach = end - start
        length = self.reach = float(np.linalg.norm(reach))
        if length < 1e-6:
            self.shaft.points = self.head.points = np.zeros((0, 3))
            return self
        along = reach / length
        across = np.array([-along[1], along[0], 0.0])
        tip = min(self.tip_length, 0.5 * length)
        neck = end - along * tip
        self.shaft.points = polyline_points([np.array([start, neck + along * tip * 0.2])])
        corners = [end, neck + across * tip * 0.42, neck + along * tip * 0.15, neck - across * tip * 0.42, end]
        self.head.points = polyline_points([np.array(corners)])
        return self

    def along(self, points: np.ndarray) -> Pointer:
        """Reach from the first of these points through all others to the last, shape (n, 3)."""
        self.span(points[-2], points[-1])
        self.shaft.points = np.concatenate([polyline_points([points[:-1]]), self.shaft.points])
        return self


def beside(label: M, point: np.ndarray, direction: np.ndarray, area: Region, gap: float = 0.1) -> M:
    """Put a label beside a point, on its other side where it would leave `area` to the left or to the right."""
    label.next_to(point, direction, gap)
    if label.get_right()[0] > area.right or label.get_left()[0] < area.left:
        label.next_to(point, -direction, gap)
    return label


def kept_in(label: M, area: Region) -> M:
    """Move a label into an area, where it stands out of it."""
    x, y = label.get_center()[:2]
    half = label.width / 2, label.height / 2
    inside = np.clip((x, y), (area.left + half[0], area.bottom + half[1]), (area.right - half[0], area.top - half[1]))
    return label.move_to([*inside, 0])


def plated(label: mn.Mobject, theme: Theme, pad: float = 0.05) -> mn.VGroup:
    """Return a label on a plate in the background's colour: it can stand on a busy figure."""
    plate = mn.RoundedRectangle(
        width=label.width + 2 * pad,
        height=label.height + 2 * pad,
        corner_radius=pad,
        stroke_width=0,
        fill_color=theme.background,
        fill_opacity=1,
    )
    return mn.VGroup(plate.move_to(label), label)
