"""The store believes its files only while they are what was written."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from studio.store.atomic_write import draft_path
from studio.store.clip_store import DRAFT_AGE, Move, Store

KEY = "ab" * 32
MOVES = (Move("", 5), Move("line", 7))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    moving = [path for move in (0, 1) for path in (store.motion_path(KEY, move), store.still_path(KEY, move))]
    for path in (*moving, store.hold_path(KEY, 1, 9)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"some bytes")
    store.add_clip(KEY, MOVES, 1.5)
    store.add_hold(KEY, 1, 9)
    return store


def test_what_was_added_is_found(store: Store) -> None:
    clip = store.clip(KEY)
    assert clip is not None
    assert (clip.moves, clip.frames, clip.seconds) == (MOVES, 12, 1.5)
    assert store.hold(KEY, 1, 9) == store.hold_path(KEY, 1, 9)
    assert store.clip("cd" * 32) is None
    assert store.hold(KEY, 1, 10) is None
    assert store.hold(KEY, 0, 9) is None


@pytest.mark.parametrize("damage", [b"some byte", b"same bytes", b"", None])
@pytest.mark.parametrize("name", ["motion", "still", "record"])
def test_damage_counts_as_absence(store: Store, name: str, damage: bytes | None) -> None:
    motion = store.motion_path(KEY, 1)
    path = {"motion": motion, "still": store.still_path(KEY, 0), "record": motion.with_name(f"{KEY}.json")}[name]
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert store.clip(KEY) is None


def test_a_damaged_hold_counts_as_absent(store: Store) -> None:
    store.hold_path(KEY, 1, 9).write_bytes(b"same bytes")
    assert store.hold(KEY, 1, 9) is None
    assert store.clip(KEY) is not None


def test_old_drafts_are_swept_and_new_ones_kept(store: Store) -> None:
    old, new = (draft_path(store.motion_path(KEY, 0)) for _ in range(2))
    for draft in (old, new):
        draft.write_bytes(b"half")
    os.utime(old, (time.time() - 2 * DRAFT_AGE,) * 2)
    store.sweep()
    assert not old.exists()
    assert new.exists()
    assert store.clip(KEY) is not None
