"""A lesson's facts: worked out once, within bounds."""

from __future__ import annotations

import pytest

from mathkit.errors import NablaError
from scenes import lesson as lessons
from scenes.lesson import Lesson
from scenes.script.params import LessonParams, Number


class _EndlessFacts:
    @classmethod
    def of(cls, params):
        while True:
            params.model_dump()


class _Endless(Lesson):
    name = "endless"
    Facts = _EndlessFacts

    class Params(LessonParams):
        at: Number = 1.5


def test_facts_that_take_too_long_end_in_one_clear_line(monkeypatch):
    monkeypatch.setattr(lessons, "_MOST_SECONDS", 0.1)
    with pytest.raises(NablaError, match=r"^endless with at = 1\.5: its mathematics takes more than 0\.1 seconds"):
        _Endless.read_params({})
