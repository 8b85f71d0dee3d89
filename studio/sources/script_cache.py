"""Resolved scripts, remembered: params read and checked, and the outline that follows from them.

To resolve a lesson takes manim's import and the facts' computation. Both depend only on the lesson's code (sentences
included) and on what was typed, so the answer is kept, and a run that changes nothing never imports manim.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.script.outline import Outline
from studio.sources import digests
from studio.sources.lesson_lookup import LessonRef
from studio.store.atomic_write import publish_text
from studio.store.file_digest import digest


@dataclass(frozen=True, slots=True)
class Script:
    """A lesson resolved for what was typed: its params in canonical form (JSON values) and its outline.

    `read_as` are sentences about what could have been meant otherwise.
    """

    params: Mapping[str, Any]
    outline: Outline
    read_as: tuple[str, ...] = ()


def resolve_script(
    lesson: LessonRef, settings: Mapping[str, str], say: Mapping[str, str], remembered: Path | None
) -> Script:
    """Return the script of `lesson` for `settings`, from the folder `remembered` if it is there.

    Nothing is written; `remember_script` does that once the whole request is known to be right.

    Raises:
        NablaError: the lesson cannot take a param, or cannot be told for it.
    """
    if remembered is not None:
        script = _read(_path(lesson, settings, say, remembered))
        if script is not None:
            return script
    with contextlib.redirect_stdout(sys.stderr):  # manim logs to stdout, where only results belong
        cls = lesson.load()
        params = cls.read_params(settings)
        return Script(params.model_dump(mode="json"), cls.outline(params, say), params.said_back())


def remember_script(
    lesson: LessonRef, settings: Mapping[str, str], say: Mapping[str, str], script: Script, folder: Path
) -> None:
    """Keep a script for later runs."""
    path = _path(lesson, settings, say, folder)
    if not path.exists():
        outline = script.outline.model_dump(mode="json")
        kept = {"params": script.params, "outline": outline, "read_as": script.read_as}
        publish_text(path, json.dumps(kept))


def _path(lesson: LessonRef, settings: Mapping[str, str], say: Mapping[str, str], folder: Path) -> Path:
    code = digests.code_digest(lesson.module, sentences=True)
    key = digest(
        [lesson.target, code, digests.narration_digest(), digests.versions(), dict(settings), dict(say)],
    )
    return folder / f"{key}.json"


def _read(path: Path) -> Script | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(path.read_bytes())
        return Script(dict(kept["params"]), Outline.model_validate(kept["outline"]), tuple(kept["read_as"]))
    return None
