"""Planes that a surface is seen through: a cut that stands upright in it, and a patch that leans on it.

They are painted by the height field, between its cells, so that each hides the other where it should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cairo
import manim as mn
import numpy as np

from scenes.camera import Context, rgb
from scenes.space import Space

Rgba: TypeAlias = tuple[float, float, float, float]


@dataclass(slots=True)
class Cut:
    """A translucent plane x = value (`axis` 0) or y = value (1) through the surface; what stands before it fades."""

    axis: int
    value: mn.ValueTracker
    role: str
    opacity: mn.ValueTracker

    @property
    def state(self) -> tuple[object, ...]:
        """Return all that its picture depends on, beside the camera."""
        return self.axis, self.role, self.value.get_value(), self.opacity.get_value()

    def beyond(self, middles: np.ndarray, space: Space) -> np.ndarray:
        """Tell for each of these places along the axis whether it lies behind the plane, seen from the camera."""
        towards = 1.0 if space.eye[self.axis] > 0 else -1.0
        return (middles - self.value.get_value()) * towards < 0

    def paint(self, context: Context, space: Space) -> None:
        """Fill the plane where it runs through the box, and draw its border."""
        window, opacity, value = space.window, self.opacity.get_value(), self.value.get_value()
        (u0, u1), (z0, z1) = (window.x_range, window.y_range)[1 - self.axis], window.z_range
        corners = [(u0, z0), (u1, z0), (u1, z1), (u0, z1)]
        data = np.array([[value, u, z] if self.axis == 0 else [u, value, z] for u, z in corners])
        color = rgb(space.theme.color(self.role))
        _trace(context, space.project(data)[:, :2].tolist())
        context.set_source_rgba(*color, 0.2 * opacity)
        context.fill_preserve()
        context.set_source_rgba(*color, 0.8 * opacity)
        context.set_line_width(0.018)
        context.stroke()


@dataclass(frozen=True, slots=True)
class Piece:
    """What a cell cuts out of a patch: a polygon on the stage, shape (n, 2), below the surface or above it."""

    below: bool
    polygon: np.ndarray
    color: Rgba

    def paint(self, context: Context) -> None:
        """Fill the piece."""
        _trace(context, self.polygon.tolist())
        context.set_source_rgba(*self.color)
        # Neighbouring pieces must share their pixels out, or the seams between them would show.
        context.set_antialias(cairo.Antialias.NONE)
        context.fill()
        context.set_antialias(cairo.Antialias.DEFAULT)


@dataclass(slots=True)
class Patch:
    """A translucent piece of a plane z = value + slopes · (p − at), of `radius` (cube units) around `at`."""

    at: np.ndarray
    value: float
    slopes: np.ndarray
    radius: float
    role: str
    opacity: mn.ValueTracker

    @property
    def state(self) -> tuple[object, ...]:
        """Return all that its picture depends on, beside the camera."""
        return tuple(self.at), self.value, tuple(self.slopes), self.radius, self.opacity.get_value()

    def paint_outline(self, context: Context, space: Space) -> None:
        """Hint at the whole patch, the part under the surface too: it is one plane, not scraps of one."""
        opacity = self.opacity.get_value()
        reach = self.radius * space.half[:2]
        corners = self.at + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * reach
        heights = self.value + (corners - self.at) @ self.slopes
        _trace(context, space.project(np.column_stack([corners, heights]))[:, :2].tolist())
        color = rgb(space.theme.color(self.role))
        context.set_source_rgba(*color, 0.13 * opacity)
        context.fill_preserve()
        context.set_source_rgba(*color, 0.85 * opacity)
        context.set_line_width(0.02)
        context.stroke()

    def pieces(self, x: np.ndarray, y: np.ndarray, z: np.ndarray, space: Space) -> dict[tuple[int, int], list[Piece]]:
        """Return the patch by cells (i, j) of the grid x × y, cut where it dives under the heights z there."""
        opacity = self.opacity.get_value()
        if opacity <= 0:
            return {}
        color = (*rgb(space.theme.color(self.role)), 0.42 * opacity)
        reach = self.radius * space.half[:2]
        (left, front), (right, back) = self.at - reach, self.at + reach
        pieces: dict[tuple[int, int], list[Piece]] = {}
        for i in np.flatnonzero((x[1:] > left) & (x[:-1] < right)).tolist():
            for j in np.flatnonzero((y[1:] > front) & (y[:-1] < back)).tolist():
                u = np.clip([x[i], x[i + 1], x[i + 1], x[i]], left, right)
                v = np.clip([y[j], y[j], y[j + 1], y[j + 1]], front, back)
                plane = self.value + (np.stack([u, v], -1) - self.at) @ self.slopes
                s, t = (u - x[i]) / (x[i + 1] - x[i]), (v - y[j]) / (y[j + 1] - y[j])
                surface = (
                    z[i, j] * (1 - s) * (1 - t)
                    + z[i + 1, j] * s * (1 - t)
                    + z[i + 1, j + 1] * s * t
                    + z[i, j + 1] * (1 - s) * t
                )
                corners = np.stack([u, v, plane], axis=-1)
                pieces[i, j] = [
                    Piece(below, space.project(side)[:, :2], color)
                    for below in (True, False)
                    for side in _side(corners, plane - surface, below)
                ]
        return pieces


def _trace(context: Context, polygon: list[list[float]]) -> None:
    context.move_to(*polygon[0])
    for point in polygon[1:]:
        context.line_to(*point)
    context.close_path()


def _side(corners: np.ndarray, height: np.ndarray, below: bool) -> Iterator[np.ndarray]:
    """Yield the part of a polygon, shape (n, 3), where `height` is negative (`below`) or not (Sutherland–Hodgman)."""
    sign = -1.0 if below else 1.0
    kept: list[np.ndarray] = []
    for k in range(len(corners)):
        here, there = sign * height[k], sign * height[(k + 1) % len(corners)]
        if here >= 0:
            kept.append(corners[k])
        if here * there < 0:
            kept.append(corners[k] + (corners[(k + 1) % len(corners)] - corners[k]) * (here / (here - there)))
    if len(kept) >= 3:
        yield np.array(kept)
