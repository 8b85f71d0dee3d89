"""Where the nodes of a layer stand: columns along the flow, to the right or downward, in one room after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import manim as mn
import numpy as np

from scenes.drawing.canvas.animations import EASE
from scenes.drawing.canvas.stage import Region, Stage

#: Nodes stand this far apart at most, along the flow and across it, in units.
LONGEST, WIDEST = 4.0, 2.2
#: A node's largest radius and the room of a column's name beside it, in units.
RADIUS, NAME = 0.72, 0.5
#: A node's radius in shares of the way to the next one along the flow, and across it: edges need the rest.
ALONG, ACROSS = 0.27, 0.43

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Room:
    """A region with its columns of nodes; `downward`: they are rows, and the flow goes down."""

    region: Region
    columns: tuple[str, ...]
    counts: Mapping[str, int]
    downward: bool = False

    @property
    def most(self) -> int:
        """Return how many nodes stand beside one another at most."""
        return max(self.counts[name] for name in self.columns)

    @property
    def spacing(self) -> tuple[float, float]:
        """Return how far apart nodes are along the flow and across it, if they had no size."""
        along, across = self.region.width, self.region.height
        if self.downward:
            along, across = across, along
        return along / len(self.columns), (across - NAME) / self.most

    @property
    def radius(self) -> float:
        """Return how large nodes are here."""
        along, across = self.spacing
        return min(RADIUS, ALONG * along, ACROSS * across)

    def place(self, column: str, place: float) -> np.ndarray:
        """Return where a node stands. One whose column is not shown waits where the last column is."""
        name = column if column in self.columns else self.columns[-1]
        along, across = self.spacing
        length = (along * len(self.columns) - 2 * self.radius - 0.1) / (len(self.columns) - 1)
        forward = (self.columns.index(name) - (len(self.columns) - 1) / 2) * min(length, LONGEST)
        room = (across * self.most - 2 * self.radius) / max(self.most - 1, 1)
        sideways = (place - (self.counts[name] - 1) / 2) * min(room, WIDEST)
        shift = NAME / 2
        here = [sideways + shift, -forward, 0] if self.downward else [forward, -sideways - shift, 0]
        return self.region.center + np.array(here)

    def beside(self, column: str) -> np.ndarray:
        """Return the middle of a column's name."""
        reach = self.radius + NAME / 2
        return self.place(column, 0) + (np.array([-reach - 0.05, 0, 0]) if self.downward else np.array([0, reach, 0]))


class Places:
    """The places of all nodes in this frame, on their way from one room to the next with `room` from 0 to n − 1."""

    def __init__(self, rooms: Sequence[Room]) -> None:
        self.rooms = tuple(rooms)
        self.room = mn.ValueTracker(0.0)
        self._tables = [
            {(column, i): room.place(column, i) for column, count in room.counts.items() for i in range(count)}
            for room in rooms
        ]
        self._names = [{column: room.beside(column) for column in room.counts} for room in rooms]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are shown in this frame's room."""
        return self.rooms[int(self.room.get_value())].columns

    @property
    def radius(self) -> float:
        """Return how large nodes are in this frame."""
        return float(self._between(*(np.array(room.radius) for room in self._around(self.rooms))))

    def node(self, node: tuple[str, int]) -> np.ndarray:
        """Return the middle of a node, shape (3,)."""
        return self._between(*(table[node] for table in self._around(self._tables)))

    def name(self, column: str) -> np.ndarray:
        """Return the middle of a column's name, shape (3,)."""
        return self._between(*(table[column] for table in self._around(self._names)))

    def move_to(self, room: int, run_time: float = 1.4) -> mn.Animation:
        """Return the animation that moves all nodes to a room."""
        return self.room.animate(rate_func=EASE, run_time=run_time).set_value(float(room))

    def stays_in(self, room: int) -> bool:
        """Return whether a room is the one where the nodes stand already."""
        return self.rooms[int(self.room.get_value())] == self.rooms[room]

    def turns_to(self, room: int) -> bool:
        """Return whether the flow takes another direction in a room: nodes would run through one another on the way."""
        return self.rooms[int(self.room.get_value())].downward != self.rooms[room].downward

    def _around(self, tables: Sequence[T]) -> tuple[T, T]:
        before = min(int(self.room.get_value()), len(tables) - 1)
        return tables[before], tables[min(before + 1, len(tables) - 1)]

    def _between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        share = float(self.room.get_value()) % 1
        return start + share * (end - start)


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of one layer alone, of one beside `panel`, of two layers alone, and of two with `flow` beside them."""

    rooms: tuple[Room, Room, Room, Room]
    panel: Region
    flow: Region


def rooms_on(stage: Stage, counts: Mapping[str, int], *, short: bool = False) -> Rooms:
    """Lay the rooms out for a stage: two layers run across a wide frame and down a tall one, their formulas beside.

    In a Short a layer stands from the first where its panel has room: it is not seen alone there.
    """
    one, two, body = ("x", "z1", "a1", "L"), tuple(counts), stage.body
    if stage.portrait:
        left, flow = body.columns(1.12, 1, gap=0.2)
        rooms = (
            Room(stage.figure, one, counts) if short else Room(body, one, counts, downward=True),
            Room(stage.figure, one, counts),
            Room(body, two, counts, downward=True),
            Room(left, two, counts, downward=True),
        )
        return Rooms(rooms, stage.panel, flow)
    square = body.width < 1.5 * body.height
    upper, flow = body.rows(2.3 if square else 1.8, 1, gap=0.3)
    figure, panel = body.columns(1, 1, gap=0.25) if square else (stage.figure, stage.panel)
    rooms = (
        Room(body, one, counts),
        Room(figure, one, counts, downward=square),
        Room(body, two, counts),
        Room(upper, two, counts),
    )
    return Rooms(rooms, panel, flow)
