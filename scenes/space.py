"""Three dimensions on a flat stage: a box of data, a camera that circles it, and what the surface hides.

Everything that is not the surface itself (curves, points, arrows, labels) is an ordinary mobject of the stage, put
where the camera sees it and cut where the surface stands before it. Cube coordinates: x and y in −1…1, z in −H…H.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import manim as mn
import numpy as np

from mathkit import Function, Gradient, SurfaceWindow
from scenes.marks import set_runs, stroke
from scenes.stage import Region
from scenes.theme import LABEL, Theme
from scenes.typesetting import Formula, tick_label

HALF_HEIGHT = 0.58
#: Where the camera stands if nothing speaks for another place: in front, a little to the left (degrees).
AZIMUTH = -118.0
#: The camera's distance from the middle of the box: far enough for a mild perspective.
DISTANCE = 7.0
#: Samples along each line of sight when looking for what is hidden, and how far it must be below to be so.
SIGHT_STEPS, SIGHT_BIAS = 48, 0.012


class Space:
    """A box of data seen by a camera: `azimuth` and `elevation` in degrees, `flat` from 0 (a box) to 1 (a map)."""

    def __init__(
        self, f: Function, window: SurfaceWindow, region: Region, theme: Theme, azimuth: float = AZIMUTH
    ) -> None:
        self.f, self.window, self.region, self.theme = f, window, region, theme
        self.azimuth = mn.ValueTracker(azimuth)
        self.elevation = mn.ValueTracker(30.0)
        self.flat = mn.ValueTracker(0.0)
        lo, hi = np.array([window.x_range, window.y_range, window.z_range], float).T
        self.middle, self.half = (lo + hi) / 2, (hi - lo) / 2
        self._scales = self._fit()

    # -- camera -------------------------------------------------------------------------------------------------

    @property
    def pose(self) -> tuple[float, float, float]:
        """Return azimuth, elevation (radians) and flatness, as they stand in this frame."""
        flat = float(self.flat.get_value())
        azimuth = (1 - flat) * self.azimuth.get_value() + flat * -90.0
        elevation = (1 - flat) * self.elevation.get_value() + flat * 90.0
        return float(np.radians(azimuth)), float(np.radians(elevation)), flat

    @property
    def eye(self) -> np.ndarray:
        """Return the camera's place in cube coordinates, shape (3,)."""
        azimuth, elevation, _ = self.pose
        level = np.cos(elevation)
        return DISTANCE * np.array([level * np.cos(azimuth), level * np.sin(azimuth), np.sin(elevation)])

    def _fit(self) -> tuple[float, float]:
        """Return the scales (units per cube unit) at which the box and the map fill the region."""
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-HALF_HEIGHT, HALF_HEIGHT)])
        box = self._seen(corners, np.radians(AZIMUTH), np.radians(30))
        extent = np.ptp(box, axis=0)
        room = self.region.inset(0.5, 0.05, 0.4, 0.0)
        solid = min(room.width / extent[0], room.height / extent[1])
        plain = self.region.inset(0.75, 0.1, 0.75, 0.0)
        return float(solid), float(min(plain.width, plain.height) / 2)

    @staticmethod
    def _seen(cube: np.ndarray, azimuth: float, elevation: float) -> np.ndarray:
        """Return perspective coordinates right and up, shape (…, 2), in cube units."""
        right = np.array([-np.sin(azimuth), np.cos(azimuth), 0])
        towards = np.array(
            [np.cos(elevation) * np.cos(azimuth), np.cos(elevation) * np.sin(azimuth), np.sin(elevation)]
        )
        up = np.cross(towards, right)
        depth = DISTANCE / (DISTANCE - cube @ towards)
        return np.stack([cube @ right * depth, cube @ up * depth], axis=-1)

    # -- from data to the stage ---------------------------------------------------------------------------------

    def cube(self, points: np.ndarray) -> np.ndarray:
        """Return data points, shape (…, 3), in cube coordinates."""
        scaled = (np.asarray(points, float) - self.middle) / self.half
        scaled[..., 2] *= HALF_HEIGHT * (1 - self.pose[2])
        return scaled

    def place(self, cube: np.ndarray) -> np.ndarray:
        """Return where points given in cube coordinates, shape (…, 3), stand on the stage, shape (…, 3)."""
        azimuth, elevation, flat = self.pose
        solid, plain = self._scales
        flat_view = self._seen(cube, azimuth, elevation) * ((1 - flat) * solid + flat * plain)
        center = self.region.center + np.array([0.2, 0.3 * flat + 0.12 * (1 - flat), 0])
        return np.concatenate([flat_view, np.zeros((*flat_view.shape[:-1], 1))], axis=-1) + center

    def project(self, points: np.ndarray) -> np.ndarray:
        """Return where data points (x, y, z), shape (…, 3), stand on the stage."""
        return self.place(self.cube(points))

    def heights(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the drawn height over (x, y): f cut to the window, its bottom where f has no value."""
        low, high = self.window.z_range
        z = np.asarray(self.f(x, y), float)
        return np.clip(np.where(np.isnan(z), low, z), low, high)

    def on_surface(self, x: float | np.ndarray, y: float | np.ndarray) -> np.ndarray:
        """Return the points of the surface over (x, y), shape (…, 3)."""
        x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        return np.stack([x, y, self.heights(x, y)], axis=-1)

    def visible(self, points: np.ndarray) -> np.ndarray:
        """Tell for each data point, shape (n, 3), whether the surface leaves it in sight.

        Walks from the point towards the camera and looks for a place where the surface is higher than the line.
        """
        if self.pose[2] > 0.98:
            return np.ones(len(points), bool)
        start = self.cube(points)
        sight = self.eye - start
        sight /= np.linalg.norm(sight, axis=1, keepdims=True)
        # A line of sight leaves the box by its lid or through a side, after this length.
        steep = np.maximum(sight[:, 2], 1e-6)
        length = np.minimum((HALF_HEIGHT - start[:, 2]) / steep, 3.0)
        steps = np.linspace(0.0, 1.0, SIGHT_STEPS + 1)[1:]
        path = start[:, None] + sight[:, None] * (length[:, None] * steps)[..., None]
        inside = np.all(np.abs(path[..., :2]) <= 1.0, axis=-1)
        data = path[..., :2] * self.half[:2] + self.middle[:2]
        scale = HALF_HEIGHT * (1 - self.pose[2]) / self.half[2]
        surface = (self.heights(data[..., 0], data[..., 1]) - self.middle[2]) * scale
        return ~np.any(inside & (surface > path[..., 2] + SIGHT_BIAS), axis=1)

    def facing(self, gradient: Gradient) -> float:
        """Return the azimuth, of four around the box, from which the surface at a point is seen best (degrees)."""
        slope = np.array(gradient.components) * self.half[:2] / self.half[2] * HALF_HEIGHT
        normal = np.array([-slope[0], -slope[1], 1.0])
        elevation = np.radians(self.elevation.get_value())

        def exposure(azimuth: float) -> float:
            level = np.radians(azimuth)
            towards = [np.cos(elevation) * np.cos(level), np.cos(elevation) * np.sin(level), np.sin(elevation)]
            self.azimuth.set_value(azimuth)
            seen = bool(self.visible(np.array([[*gradient.at, gradient.value]]))[0])
            # The usual place wins unless another shows clearly more.
            return seen + float(normal @ towards) / float(np.linalg.norm(normal)) + 0.25 * (azimuth == AZIMUTH)

        usual = self.azimuth.get_value()
        best = max((AZIMUTH, -180.0 - AZIMUTH, 180.0 + AZIMUTH, -AZIMUTH), key=exposure)
        self.azimuth.set_value(usual)
        return best

    # -- lines in space -----------------------------------------------------------------------------------------

    def line(self, role: str, points: Callable[[], np.ndarray], width: float = 5, ghost: float = 0.22) -> mn.VGroup:
        """Return a live curve through data points, shape (n, 3): bright in sight, faint where the surface hides it.

        A casing in the background's colour keeps it apart from the surface, whatever the shade there.
        """
        bright, faint = stroke(self.theme, role, width), stroke(self.theme, role, width * 0.6, ghost)
        casing = stroke(self.theme, "background", width + 4.5, 0.75)
        group = mn.VGroup(faint, casing, bright)

        def update(_: mn.Mobject) -> None:
            data = points()
            if len(data) < 2:
                for part in group:
                    set_runs(part)
                return
            seen, stage = self.visible(data), self.project(data)
            breaks = np.flatnonzero(np.diff(seen.astype(int))) + 1
            runs = np.split(np.arange(len(data)), breaks)
            # Each run reaches to the first point of the next: no gap where a curve goes behind the hill.
            joined = [(seen[run[0]], stage[run[0] : run[-1] + 2]) for run in runs]
            set_runs(bright, *(run for shown, run in joined if shown))
            casing.points = bright.points
            set_runs(faint, *(run for shown, run in joined if not shown))

        group.add_updater(update, call_updater=True)
        return group

    def lines(self, role: str, curves: Sequence[np.ndarray], width: float, opacity: float) -> mn.VMobject:
        """Return fixed curves of data points, shape (n, 3) each, as one live line: only what is in sight is drawn."""
        line = stroke(self.theme, role, width, opacity)
        if not curves:
            return line
        points = np.concatenate(curves)
        ends = np.cumsum([len(curve) for curve in curves])[:-1]

        def update(m: mn.VMobject) -> None:
            seen, stage = self.visible(points), self.project(points)
            runs = []
            for shown, place in zip(np.split(seen, ends), np.split(stage, ends), strict=True):
                breaks = np.flatnonzero(np.diff(shown.astype(int))) + 1
                runs += [run for run, on in zip(np.split(place, breaks), np.split(shown, breaks), strict=True) if on[0]]
            set_runs(m, *runs)

        line.add_updater(update, call_updater=True)
        return line


class SpaceAxes(mn.VGroup):
    """The box's three axes with ticks and names: x and y along the edges next to the camera, z at the left of the box.

    The camera may circle within the quarter in which it stands when the axes are made.
    """

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.pose: tuple[float, float, float] | None = None
        theme, window = space.theme, space.window
        self.lines = stroke(theme, "muted", 2.2, 0.85)
        self.z_line = stroke(theme, "muted", 2.2, 0.85)
        self.add(self.lines, self.z_line)
        (x0, x1), (y0, y1), (z0, z1) = window.x_range, window.y_range, window.z_range
        self.marks: list[tuple[mn.Mobject, np.ndarray, np.ndarray]] = []
        self.z_marks: list[mn.Mobject] = []
        self.ticks: list[tuple[np.ndarray, np.ndarray]] = []
        # Which side of the box the camera is on, along x and along y; from there z stands at the left end.
        across, along = (1.0 if space.eye[axis] > 0 else -1.0 for axis in (0, 1))
        near_x, near_y = (x1 if across > 0 else x0), (y1 if along > 0 else y0)
        far_x, far_y = x0 + x1 - near_x, y0 + y1 - near_y
        left = np.array([near_x, far_y] if across * along > 0 else [far_x, near_y])
        lean = [0.75, 0.4] if left[0] == near_x else [0.4, 0.75]
        outward = {
            "x": np.array([0, along, 0]),
            "y": np.array([across, 0, 0]),
            "z": np.array([*(np.sign(left - space.middle[:2]) * lean), 0]),
        }
        self.near, self.left = (near_x, near_y), left
        for x in window.x_ticks:
            self._tick(np.array([x, near_y, z0]), outward["x"], float(x))
        for y in window.y_ticks:
            # In the corner the number of x stands already.
            if abs(y - near_y) < 0.06 * (y1 - y0) and np.abs(window.x_ticks - near_x).min() < 0.06 * (x1 - x0):
                continue
            self._tick(np.array([near_x, y, z0]), outward["y"], float(y))
        flat_ticks = len(self.ticks)
        for z in window.z_ticks:
            if z > z0 + 0.08 * (z1 - z0):
                self.z_marks.append(self._tick(np.array([*left, z]), outward["z"], float(z)))
        self.z_ticks = len(self.ticks) - flat_ticks
        self._name("{{ x : input }}", np.array([(x0 + x1) / 2, near_y, z0]), outward["x"] * 2.6)
        self._name("{{ y : input2 }}", np.array([near_x, (y0 + y1) / 2, z0]), outward["y"] * 2.5)
        self.z_marks.append(
            self._name("{{ f(x, y) : output }}", np.array([*left, z1]), np.array([0.0, 0.0, 1.5]), LABEL + 2)
        )
        self.add_updater(lambda m: m.refresh(), call_updater=True)

    def _tick(self, point: np.ndarray, outward: np.ndarray, value: float) -> mn.Mobject:
        label = tick_label(value, self.space.theme)
        self.ticks.append((point, outward))
        return self._mark(label, point, outward)

    def _name(self, code: str, point: np.ndarray, outward: np.ndarray, size: float = LABEL + 5) -> mn.Mobject:
        return self._mark(Formula(code, self.space.theme, size=size), point, outward)

    def _mark(self, label: mn.Mobject, point: np.ndarray, outward: np.ndarray) -> mn.Mobject:
        self.marks.append((label, point, outward))
        self.add(label)
        return label

    def refresh(self) -> SpaceAxes:
        """Stand where the camera sees the box now."""
        space, window = self.space, self.space.window
        if space.pose == self.pose:
            return self
        self.pose = space.pose
        near_x, near_y = self.near
        (x0, x1), (y0, y1), (z0, z1) = window.x_range, window.y_range, window.z_range
        x_axis = space.project(np.array([[x0, near_y, z0], [x1, near_y, z0]]))
        y_axis = space.project(np.array([[near_x, y0, z0], [near_x, y1, z0]]))
        ticks = []
        for point, outward in self.ticks:
            base = space.cube(point)
            ticks.append(space.place(np.array([base, base + outward * 0.04])))
        fading = max(0.0, 1 - 3 * space.pose[2])
        flat_ticks = ticks if fading > 0 else ticks[: len(ticks) - self.z_ticks]
        set_runs(self.lines, x_axis, y_axis, *flat_ticks)
        set_runs(self.z_line, space.project(np.array([[*self.left, z0], [*self.left, z1]])))
        self.z_line.set_stroke(opacity=0.85 * fading)
        for label, point, outward in self.marks:
            base = space.cube(point)
            label.move_to(space.place(base + outward * 0.13))
        for label in self.z_marks:
            label.set_opacity(fading)
        return self
