"""Chapters: what YouTube takes, whatever the beats are called and however long they are."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenes
from studio.captions.chapters import FEWEST, SHORTEST_SECONDS, TITLE, chapters
from studio.captions.clock import clock
from studio.manifest import Manifest
from studio.sources.lesson_lookup import find_lesson
from tests.studio.manifests import manifest

FPS = 15


def film(*beats: tuple[str | None, float]) -> Manifest:
    """Return the manifest of a film with beats of these chapters and lengths (seconds)."""
    return manifest(*({"chapter": title, "frames": round(seconds * FPS)} for title, seconds in beats), fps=FPS)


@pytest.mark.parametrize(
    ("beats", "told"),
    [
        ([("A", 12), ("B", 12), ("C", 12)], ["00:00 A", "00:12 B", "00:24 C"]),
        ([(None, 5), ("A", 12), (None, 9), ("B", 12), ("C", 12)], ["00:00 A", "00:26 B", "00:38 C"]),
        ([("A", 8), ("A", 8), ("B", 12), ("C", 12)], ["00:00 A", "00:16 B", "00:28 C"]),
        ([("A", 4), ("B", 12), ("C", 12), ("D", 12)], ["00:00 A · B", "00:16 C", "00:28 D"]),
        ([("A", 12), ("B", 20), ("C", 4), ("D", 12), ("E", 12)], ["00:00 A", "00:12 B", "00:32 C · D", "00:48 E"]),
        ([("A", 12), ("B", 12), ("C", 12), ("D", 9.9)], ["00:00 A", "00:12 B", "00:24 C · D"]),
        ([("A" * 30, 4), ("B" * 30, 12), ("C", 12), ("D", 12)], ["00:00 " + "B" * 30, "00:16 C", "00:28 D"]),
        ([("word " * 20, 12), ("B", 12), ("C", 12)], ["00:00 " + "word " * 8 + "word…", "00:12 B", "00:24 C"]),
        ([("x" * 60, 12), ("B", 12), ("C", 12)], ["00:00 " + "x" * 48 + "…", "00:12 B", "00:24 C"]),
        ([("A", 12), ("B", 12)], []),
        ([("A", 12), ("B", 9), ("C", 12)], []),
        ([(None, 40)], []),
    ],
)
def test_chapters(beats: list[tuple[str | None, float]], told: list[str]) -> None:
    assert [f"{clock(one.start // FPS, padded=True)} {one.title}" for one in chapters(film(*beats))] == told


@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | st.text(max_size=70), st.floats(0.2, 40)), min_size=1, max_size=14))
def test_whatever_the_beats_the_chapters_are_legal(beats: list[tuple[str | None, float]]) -> None:
    made = film(*beats)
    found = chapters(made)
    assert not found or len(found) >= FEWEST
    if found:
        assert (found[0].start, found[-1].stop) == (0, made.frames)
    assert all(one.stop == other.start for one, other in itertools.pairwise(found))
    for one in found:
        assert one.stop // FPS - one.start // FPS >= SHORTEST_SECONDS
        assert 0 < len(one.title) <= TITLE


@pytest.mark.parametrize("name", scenes.LESSONS)
def test_each_lesson_has_chapters_even_where_nothing_waits(name: str) -> None:
    cls = find_lesson(name).load()
    beats = cls.outline(cls.Params()).beats
    assert len(chapters(film(*((beat.chapter, math.ceil(beat.spoken_seconds)) for beat in beats)))) >= FEWEST
