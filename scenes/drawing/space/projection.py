"""Three dimensions on a flat stage: a box of data, a camera that circles it, and what the surface hides.

Everything that is not the surface itself (curves, points, arrows, labels) is an ordinary mobject of the stage, put
where the camera sees it and cut where the surface stands before it. Cube coordinates: x and y in −1…1, z in −H…H.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

import manim as mn
import numpy as np

from mathkit import Function, Gradient, SurfaceWindow
from scenes.drawing.canvas.stage import Region
from scenes.drawing.space.surface_mesh import CELLS, Sheet
from scenes.drawing.theme.theme import Theme

HALF_HEIGHT = 0.58
#: Where the camera stands if nothing speaks for another place: in front, a little to the left (degrees).
AZIMUTH = -118.0
#: A camera that orbits from there stays between these; from the other corners likewise.
AZIMUTHS = (-142.0, -100.0)
#: On its way from a box (0) to a map (1) it is framed at each of these, and between them evenly.
FLATS = np.linspace(0, 1, 9)
#: The camera's distance from the middle of the box: far enough for a mild perspective.
DISTANCE = 7.0
#: A point this near to the surface (cube units) lies on it.
ON_SURFACE = 1e-9


class Opening(Protocol):
    """A plane across `axis` through which one looks into the surface: what stands before it has stepped back."""

    @property
    def axis(self) -> int:
        """Return 0 for a plane of constant x, 1 for one of constant y."""

    @property
    def place(self) -> float:
        """Return the plane's x or y."""

    @property
    def share(self) -> float:
        """Return how far what stands before it has stepped back, 0…1."""


#: Spots as the camera sees them (cube units), and how far what stands there reaches down left and up right (units).
Reach: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Framing:
    """How large what the camera sees stands on the stage (units per cube unit), and where its middle is, shape (2,)."""

    scale: float
    center: np.ndarray

    @property
    def numbers(self) -> tuple[float, float, float]:
        """Return scale, x and y."""
        return self.scale, float(self.center[0]), float(self.center[1])

    @classmethod
    def of(cls, region: Region, spots: np.ndarray, low: np.ndarray, high: np.ndarray) -> Framing:
        """Fill a region with spots as the camera sees them, in cube units, shape (n, 2).

        From each of them something of a fixed size reaches from `low` to `high`, shape (n, 2), in units: all of it
        stays inside.
        """
        room = np.array([region.width, region.height])

        def ends(scale: float) -> tuple[np.ndarray, np.ndarray]:
            return (scale * spots + low).min(axis=0), (scale * spots + high).max(axis=0)

        small, large = 0.05, float(max(room))
        for _ in range(30):
            scale = (small + large) / 2
            start, end = ends(scale)
            small, large = (scale, large) if np.all(end - start <= room) else (small, scale)
        start, end = ends(small)
        return cls(small, region.center[:2] - (start + end) / 2)


class Space:
    """A box of data seen by a camera: `azimuth` and `elevation` in degrees, `flat` from 0 (a box) to 1 (a map).

    The box stands in `region`, or as far as `stretch` is 1 in the larger region `wide`.
    """

    def __init__(
        self,
        f: Function,
        window: SurfaceWindow,
        region: Region,
        theme: Theme,
        azimuth: float = AZIMUTH,
        cells: int = CELLS,
        wide: Region | None = None,
    ) -> None:
        self.f, self.window, self.region, self.theme, self.cells = f, window, region, theme, cells
        self.wide = wide or region
        self.opening: Opening | None = None
        self.azimuth = mn.ValueTracker(azimuth)
        self.elevation = mn.ValueTracker(30.0)
        self.flat = mn.ValueTracker(0.0)
        self.stretch = mn.ValueTracker(0.0)
        lo, hi = np.array([window.x_range, window.y_range, window.z_range], float).T
        self.middle, self.half = (lo + hi) / 2, (hi - lo) / 2
        self.frame(self.corners_seen)

    # -- camera -------------------------------------------------------------------------------------------------

    @property
    def pose(self) -> tuple[float, float, float]:
        """Return azimuth, elevation (radians) and flatness, as they stand in this frame."""
        flat = float(self.flat.get_value())
        azimuth = (1 - flat) * self.azimuth.get_value() + flat * -90.0
        elevation = (1 - flat) * self.elevation.get_value() + flat * 90.0
        return float(np.radians(azimuth)), float(np.radians(elevation)), flat

    @property
    def view(self) -> tuple[object, ...]:
        """Return all that the places of things on the stage depend on."""
        return self.pose, float(self.stretch.get_value())

    @property
    def eye(self) -> np.ndarray:
        """Return the camera's place in cube coordinates, shape (3,)."""
        azimuth, elevation, _ = self.pose
        level = np.cos(elevation)
        return DISTANCE * np.array([level * np.cos(azimuth), level * np.sin(azimuth), np.sin(elevation)])

    @property
    def squash(self) -> float:
        """Return the share of its height that the box has, on its way to a map."""
        return 1 - float(self.flat.get_value())

    @cached_property
    def sheet(self) -> Sheet:
        """Return the surface as it is drawn."""
        return Sheet.of(self._height_of, self.cells)

    @property
    def axes(self) -> np.ndarray:
        """Return the directions right, up and towards the camera in cube coordinates, shape (3, 3)."""
        azimuth, elevation, _ = self.pose
        return _axes(azimuth, elevation)

    def frame(self, reach: Callable[[float], Reach]) -> None:
        """Frame the box on all of its way to a map: `reach(flat)` is what must be inside, as in `Framing.of`."""
        self._framings = [[Framing.of(region, *reach(flat)) for flat in FLATS] for region in (self.region, self.wide)]

    @property
    def framing(self) -> Framing:
        """Return how what the camera sees stands on the stage in this frame."""
        stretch, flat = float(self.stretch.get_value()), self.pose[2]
        place = flat * (len(FLATS) - 1)
        left = min(int(place), len(FLATS) - 2)
        one, other = (
            [(1 - stretch) * a + stretch * b for a, b in zip(*(f[k].numbers for f in self._framings), strict=True)]
            for k in (left, left + 1)
        )
        scale, x, y = ((1 - place + left) * a + (place - left) * b for a, b in zip(one, other, strict=True))
        return Framing(scale, np.array([x, y]))

    def scale_of(self, flat: float) -> float:
        """Return how many units a cube unit has in the region, as a box (0), as a map (1) or between."""
        return float(np.interp(flat, FLATS, [framing.scale for framing in self._framings[0]]))

    def poses(self, flat: float) -> list[tuple[float, float]]:
        """Return azimuths and elevations (radians) over which the camera looks around."""
        across, along = np.where(self.eye[:2] > 0, 1.0, -1.0)
        elevation = (1 - flat) * float(self.elevation.get_value()) + flat * 90.0
        found = []
        for home in np.linspace(*AZIMUTHS, 1 if flat == 1 else 8):
            turned = np.radians(home)
            azimuth = np.degrees(np.arctan2(-along * np.sin(turned), -across * np.cos(turned)))
            found.append((float(np.radians((1 - flat) * azimuth + flat * -90.0)), float(np.radians(elevation))))
        return found

    def corners_seen(self, flat: float) -> Reach:
        """Return the corners of the box from all sides that the camera looks from; nothing reaches out of them."""
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-HALF_HEIGHT, HALF_HEIGHT)])
        corners[:, 2] *= 1 - flat
        spots = np.concatenate([self.seen(corners, *pose) for pose in self.poses(flat)])
        return spots, np.full_like(spots, -0.05), np.full_like(spots, 0.05)

    @staticmethod
    def seen(cube: np.ndarray, azimuth: float, elevation: float) -> np.ndarray:
        """Return perspective coordinates right and up, shape (…, 2), in cube units."""
        right, up, towards = _axes(azimuth, elevation)
        depth = DISTANCE / (DISTANCE - cube @ towards)
        return np.stack([cube @ right * depth, cube @ up * depth], axis=-1)

    # -- from data to the stage ---------------------------------------------------------------------------------

    def cube(self, points: np.ndarray) -> np.ndarray:
        """Return data points, shape (…, 3), in cube coordinates."""
        scaled = (np.asarray(points, float) - self.middle) / self.half
        # What has no height stands on the ground: a place on the map it has all the same.
        scaled[..., 2] = np.nan_to_num(scaled[..., 2], nan=-1.0) * HALF_HEIGHT * self.squash
        return scaled

    def place(self, cube: np.ndarray) -> np.ndarray:
        """Return where points given in cube coordinates, shape (…, 3), stand on the stage, shape (…, 3)."""
        azimuth, elevation, _ = self.pose
        framing = self.framing
        flat_view = self.seen(cube, azimuth, elevation) * framing.scale + framing.center
        return np.concatenate([flat_view, np.zeros((*flat_view.shape[:-1], 1))], axis=-1)

    def magnification(self, cube: np.ndarray) -> np.ndarray:
        """Return how many units of the stage a cube unit has at these places, shape (…,)."""
        return np.asarray(self.framing.scale * DISTANCE / (DISTANCE - cube @ self.axes[2]))

    def project(self, points: np.ndarray) -> np.ndarray:
        """Return where data points (x, y, z), shape (…, 3), stand on the stage."""
        return self.place(self.cube(points))

    def on_surface(self, x: float | np.ndarray, y: float | np.ndarray) -> np.ndarray:
        """Return the points of the drawn surface over (x, y), shape (…, 3); their z is NaN where there is none."""
        x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        u, v = ((each - self.middle[axis]) / self.half[axis] for axis, each in enumerate((x, y)))
        w = self.sheet.at(u, v)
        beside = np.isnan(w)
        if beside.any():
            w = np.where(beside, self._height_of(u, v), w)
        return np.stack([x, y, self.middle[2] + w / HALF_HEIGHT * self.half[2]], axis=-1)

    def _height_of(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return f in cube coordinates, NaN where it has no value or leaves the box."""
        x, y = u * self.half[0] + self.middle[0], v * self.half[1] + self.middle[1]
        z = np.broadcast_to(np.asarray(self.f(x, y), float), np.shape(x))
        low, high = self.window.z_range
        inside = (z >= low) & (z <= high)
        return np.where(inside, (np.where(inside, z, 0.0) - self.middle[2]) / self.half[2] * HALF_HEIGHT, np.nan)

    # -- what the surface hides ---------------------------------------------------------------------------------

    @property
    def state(self) -> tuple[object, ...]:
        """Return all that sight depends on: while it stays, what is hidden stays hidden."""
        opening = self.opening
        return self.view, opening and (opening.axis, opening.place, opening.share)

    def visible(self, points: np.ndarray) -> np.ndarray:
        """Return for each data point, shape (n, 3), whether the drawn surface leaves it in sight.

        A point that lies on the surface is seen from both of its sides.
        """
        spots = self.cube(points)
        side = spots[:, 2] - self.squash * self.sheet.at(spots[:, 0], spots[:, 1])
        return self.sees(spots, np.where(np.abs(side) < ON_SURFACE, 0.0, np.nan_to_num(side)))

    def sees(self, spots: np.ndarray, side: np.ndarray, *, opened: bool = False) -> np.ndarray:
        """Return which spots in cube coordinates are in sight, past what stands before the opening if it is `opened`.

        `side`: how far each stands above the surface, as in `Sheet.leaves_visible`.
        """
        if self.pose[2] > 0.98:
            return np.ones(len(spots), bool)
        cut = None
        if opened and self.opening is not None:
            axis = self.opening.axis
            cut = axis, float((self.opening.place - self.middle[axis]) / self.half[axis])
        return self.sheet.leaves_visible(spots, side, self.eye, self.squash, cut)

    def facing(self, gradient: Gradient) -> float:
        """Return the azimuth, of four around the box, from which the surface at a point is seen best (degrees)."""
        slope = np.array(gradient.components) * self.half[:2] / self.half[2] * HALF_HEIGHT
        normal = np.array([-slope[0], -slope[1], 1.0])
        elevation = np.radians(self.elevation.get_value())

        def exposure(azimuth: float) -> float:
            level = np.radians(azimuth)
            towards = [np.cos(elevation) * np.cos(level), np.cos(elevation) * np.sin(level), np.sin(elevation)]
            self.azimuth.set_value(azimuth)
            seen = bool(self.visible(self.on_surface(*gradient.at)[None])[0])
            # The usual place wins unless another shows clearly more.
            return seen + float(normal @ towards) / float(np.linalg.norm(normal)) + 0.25 * (azimuth == AZIMUTH)

        usual = self.azimuth.get_value()
        best = max((AZIMUTH, -180.0 - AZIMUTH, 180.0 + AZIMUTH, -AZIMUTH), key=exposure)
        self.azimuth.set_value(usual)
        return best


def _axes(azimuth: float, elevation: float) -> np.ndarray:
    """Return the camera's right, up and backward directions, shape (3, 3)."""
    level, height = np.cos(elevation), np.sin(elevation)
    east, north = np.cos(azimuth), np.sin(azimuth)
    return np.array(
        [[-north, east, 0], [-height * east, -height * north, level], [level * east, level * north, height]]
    )
