"""Drawn whole or beat by beat, a lesson gives the same frames."""

from __future__ import annotations

import pytest

from studio.profile import Profile
from studio.sources.lesson_lookup import LessonRef


@pytest.mark.slow
def test_the_whole_equals_its_parts(walking_dot: LessonRef, tiny: Profile) -> None:
    from studio.render.worker import digests, settled_frames

    cls = walking_dot.load()
    params = cls.read_params({})
    whole = digests(cls, params, tiny, range(4))
    parts = {index: digests(cls, params, tiny, range(index, index + 1))[index] for index in range(4)}
    assert parts == whole
    assert len(set(whole.values())) == 4
    stills = settled_frames(cls, params, tiny, range(4))
    assert list(stills) == [0, 1, 2, 3]
    assert (stills[1] == stills[2]).all()
    assert (stills[0] != stills[1]).any()
