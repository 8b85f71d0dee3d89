"""Where the nodes of a layer stand: columns along the flow, to the right or downward, in one room after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import manim as mn
import numpy as np

from scenes.live_layers import COLUMNS
from scenes.motion import EASE
from scenes.stage import Region, Stage

#: Nodes stand this far apart at most, along the flow and across it, in units.
LONGEST, WIDEST = 3.4, 1.65
#: A node's largest radius, and the room of a column's name beside it, in units.
RADIUS, NAME = 0.45, 0.5

Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Room:
    """A region with its columns of nodes; `downward`: they are rows, and the flow goes down."""

    region: Region
    columns: tuple[str, ...]
    downward: bool = False

    def spacing(self, counts: Mapping[str, int]) -> tuple[float, float]:
        """Return how far apart nodes are along the flow and across it, if they had no size."""
        along, across = self.region.width, self.region.height
        if self.downward:
            along, across = across, along
        most = max(counts[name] for name in self.columns)
        return along / len(self.columns), (across - NAME) / most

    def place(self, column: str, place: float, counts: Mapping[str, int], radius: float) -> np.ndarray:
        """Return where a node stands. One whose column is not shown waits where the last column is."""
        name = column if column in self.columns else self.columns[-1]
        along, across = self.spacing(counts)
        length = (along * len(self.columns) - 2 * radius - 0.1) / (len(self.columns) - 1)
        forward = (self.columns.index(name) - (len(self.columns) - 1) / 2) * min(length, LONGEST)
        most = max(counts[name] for name in self.columns)
        room = (across * most - 2 * radius) / max(most - 1, 1)
        sideways = (place - (counts[name] - 1) / 2) * min(room, WIDEST)
        shift = NAME / 2
        here = [sideways + shift, -forward, 0] if self.downward else [forward, -sideways - shift, 0]
        return self.region.center + np.array(here)


class Places:
    """The places of all nodes in this frame, on their way from one room to the next with `room` from 0 to n − 1."""

    def __init__(self, rooms: Sequence[Room], counts: Mapping[str, int]) -> None:
        self.rooms, self.counts = tuple(rooms), counts
        self.room = mn.ValueTracker(0.0)
        self.radius = min(RADIUS, *(0.42 * each for room in rooms for each in room.spacing(counts)))
        self._tables = [
            {
                (column, i): room.place(column, i, counts, self.radius)
                for column in COLUMNS
                for i in range(counts[column])
            }
            for room in rooms
        ]
        self._names = [{column: self._beside(room, column) for column in COLUMNS} for room in rooms]

    def node(self, node: Node) -> np.ndarray:
        """Return the middle of a node, shape (3,)."""
        return self._between(*(table[node] for table in self._around(self._tables)))

    def name(self, column: str) -> np.ndarray:
        """Return the middle of a column's name, shape (3,)."""
        return self._between(*(table[column] for table in self._around(self._names)))

    def move_to(self, room: int, run_time: float = 1.4) -> mn.Animation:
        """Return the animation that moves all nodes to a room."""
        return self.room.animate(rate_func=EASE, run_time=run_time).set_value(float(room))

    def turns_to(self, room: int) -> bool:
        """Tell whether the flow takes another direction in a room: nodes would run through one another on the way."""
        return self.rooms[int(self.room.get_value())].downward != self.rooms[room].downward

    def _around(self, tables: Sequence[dict]) -> tuple[dict, dict]:  # type: ignore[type-arg]
        before = min(int(self.room.get_value()), len(tables) - 1)
        return tables[before], tables[min(before + 1, len(tables) - 1)]

    def _between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        share = float(self.room.get_value()) % 1
        return start + share * (end - start)

    def _beside(self, room: Room, column: str) -> np.ndarray:
        first = room.place(column, 0, self.counts, self.radius)
        reach = self.radius + NAME / 2
        return first + (np.array([-reach - 0.05, 0, 0]) if room.downward else np.array([0, reach, 0]))


def rooms_on(stage: Stage) -> tuple[list[Room], Region, Region]:
    """Return the rooms of one layer alone, of one layer beside a panel, of two layers; and the panels of the last two.

    A square frame is too narrow for a panel beside two layers: it stands below them.
    """
    one, two = ("x", "z1", "a1", "L"), COLUMNS
    if stage.portrait:
        rooms = [Room(stage.body, one, downward=True), Room(stage.figure, one), Room(stage.figure, two)]
        return rooms, stage.panel, stage.panel
    if stage.body.width < 1.5 * stage.body.height:
        upper, lower = stage.body.rows(2.3, 1, gap=0.3)
        figure, panel = stage.body.columns(1, 1, gap=0.25)
        return [Room(stage.body, one), Room(figure, one, downward=True), Room(upper, two)], panel, lower
    return [Room(stage.body, one), Room(stage.figure, one), Room(stage.figure, two)], stage.panel, stage.panel
