"""The voice that every machine has."""

from __future__ import annotations

import pytest

from tests.studio.voice.whistle import Whistle


@pytest.fixture
def whistle() -> Whistle:
    return Whistle()
