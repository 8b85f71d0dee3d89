"""Publishing by atomic rename: a file is there whole, or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.errors import RequestError


@contextmanager
def published(target: Path) -> Iterator[Path]:
    """Yield a temporary path beside `target`; at the end sync it and rename it to `target`.

    If the body raises, the temporary file is removed and `target` stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_path(target)
    try:
        yield draft
        commit(draft, target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def published_folder(target: Path) -> Iterator[Path]:
    """Yield a new temporary folder beside `target`; at the end rename it to `target`, in place of what was there.

    If the body raises, the temporary folder is removed and `target` stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft, old = draft_path(target), draft_path(target)
    draft.mkdir()
    try:
        yield draft
        if target.exists():
            target.replace(old)
        draft.replace(target)
    finally:
        for folder in (draft, old):
            shutil.rmtree(folder, ignore_errors=True)


def draft_path(target: Path) -> Path:
    """Return a temporary name beside `target` that no other process uses."""
    return target.with_name(f".{target.stem}-{os.getpid()}-{secrets.token_hex(4)}.part{target.suffix}")


def commit(draft: Path, target: Path) -> None:
    """Sync the finished `draft` and rename it to `target`."""
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.replace(target)


def publish_text(target: Path, text: str) -> None:
    """Write `text` to `target` as UTF-8, whole or not at all."""
    with published(target) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def check_target(target: Path, suffix: str) -> Path:
    """Return `target` if a file of that kind can be published there; nothing is written.

    Raises:
        RequestError: the ending is another, a folder is in the way, or the place cannot be written to.
    """
    if target.suffix.lower() != suffix:
        raise RequestError(f"{target} does not end in {suffix}: type {target.with_suffix(suffix)}.")
    if target.is_dir():
        raise RequestError(f"{target} is a folder: type the name of a file in it.")
    check_folder(target.parent)
    return target


def check_folder(folder: Path) -> Path:
    """Return `folder` if files can be put there once it has been made; nothing is written.

    Raises:
        RequestError: a file is in the way, or the place cannot be written to.
    """
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise RequestError(f"{folder} cannot be a folder: {there} is a file. Type another place.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise RequestError(f"{folder} cannot be written to. Type another place.")
    return folder
