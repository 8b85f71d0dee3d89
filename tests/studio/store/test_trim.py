"""What leaves the store is what was used longest ago; what films are made of stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from studio.errors import RequestError
from studio.manifest import clip_keys_below
from studio.store.clip_store import Move, Store
from studio.store.trim import kept, trim
from tests.studio.manifests import manifest

KEYS = tuple(letter * 64 for letter in "abcd")
SIZE = 1000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Four clips, the first of them unused for the longest time, the last with a hold besides."""
    store = Store(tmp_path / ".store")
    for age, key in zip((4, 3, 2, 1), KEYS, strict=True):
        for path in (store.motion_path(key, 0), store.still_path(key, 0)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes(SIZE))
        store.add_clip(key, (Move("", 3),), 1.0, lesson="walking-dot")
        for path in store.motion_path(key, 0).parent.iterdir():
            os.utime(path, (time.time() - age * 3600,) * 2)
    store.hold_path(KEYS[3], 0, 9).write_bytes(bytes(SIZE))
    store.add_hold(KEYS[3], 0, 9)
    return store


def test_what_is_there_is_told(store: Store) -> None:
    there = kept(store)
    assert [one.key for one in there] == list(KEYS)
    assert {one.lesson for one in there} == {"walking-dot"}
    assert [len(one.files) for one in there] == [3, 3, 3, 5]
    assert all(one.size == sum(path.stat().st_size for path in one.files) for one in there)


def test_the_longest_unused_leaves_first(store: Store) -> None:
    room = sum(one.size for one in kept(store)) - SIZE
    assert [one.key for one in trim(store, room, ())] == [KEYS[0]]
    assert [one.key for one in kept(store)] == list(KEYS[1:])
    assert sum(one.size for one in kept(store)) <= room


def test_a_clip_that_is_found_counts_as_used(store: Store) -> None:
    assert store.clip(KEYS[0]) is not None
    assert trim(store, 3 * SIZE, ())[0].key == KEYS[1]


def test_what_films_are_made_of_stays(store: Store, tmp_path: Path) -> None:
    manifest({"clip": KEYS[0]}, {"clip": KEYS[2]}).write(tmp_path / "series" / "01-dot.json")
    (tmp_path / "other.json").write_text("[]")
    trim(store, 0, clip_keys_below(tmp_path))
    assert [one.key for one in kept(store)] == [KEYS[0], KEYS[2]]


def test_what_is_being_written_stays(store: Store) -> None:
    writing = store.motion_path("e" * 64, 0)
    writing.parent.mkdir(parents=True)
    writing.write_bytes(b"a motion whose record comes later")
    trim(store, 0, ())
    assert [one.key for one in kept(store)] == ["e" * 64]


def test_a_store_in_use_is_not_trimmed(store: Store) -> None:
    with store.in_use(), store.in_use(), pytest.raises(RequestError, match="in use by a run"):
        trim(store, 0, ())
    assert len(kept(store)) == 4
    trim(store, 0, ())
    assert kept(store) == ()
