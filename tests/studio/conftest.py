"""The stand-in lesson, known by name, and a profile small enough for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenes
from studio.profile import Profile
from studio.sources.lesson_lookup import LessonRef, find_theme

THEME = Path(__file__).with_name("theme.toml")
TINY = Profile("tiny", 160, 90, 10, crf=18, x264_preset="veryfast", theme=find_theme(str(THEME)))
WALKING_DOT = LessonRef("walking-dot", "tests.studio.standin:WalkingDot")
PASSING_WORDS = LessonRef("passing-words", "tests.studio.standin:PassingWords")


@pytest.fixture
def tiny() -> Profile:
    return TINY


@pytest.fixture
def walking_dot(monkeypatch: pytest.MonkeyPatch) -> LessonRef:
    monkeypatch.setitem(scenes.LESSONS, WALKING_DOT.name, WALKING_DOT.target)
    return WALKING_DOT


@pytest.fixture
def passing_words(monkeypatch: pytest.MonkeyPatch) -> LessonRef:
    monkeypatch.setitem(scenes.LESSONS, PASSING_WORDS.name, PASSING_WORDS.target)
    return PASSING_WORDS
