"""What redraws a clip, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.sources.digests import code_digest, tree_digest

LESSON = '''
"""A lesson."""

class Dot(Lesson):
    title = "A dot"

    @beat("Here is {dot}.", chapter="One", ask=False)
    def enter(self):
        """Come in."""
        self.play(FadeIn(self.dot), run_time=1)

    def notes(self):
        return Notes(self.dot.typst)
'''


@pytest.mark.parametrize(
    ("old", "new", "redraws", "resolves"),
    [
        ("A lesson.", "A fine lesson.", False, False),
        ("Come in.", "Do come in.", False, False),
        ("\nclass", "\n# a remark\nclass", False, False),
        ("Here is {dot}.", "Look: {dot}.", False, True),
        ('"Here is {dot}."', "lambda lesson: lesson.words", False, True),
        ('chapter="One"', 'chapter="Two"', False, True),
        ('"A dot"', '"The dot"', False, True),
        ("self.dot.typst", "self.dot.text", False, True),
        ("ask=False", "ask=True", True, True),
        ("run_time=1", "run_time=2", True, True),
        ("enter", "arrive", True, True),
    ],
)
def test_digests(tmp_path: Path, old: str, new: str, redraws: bool, resolves: bool) -> None:
    before, after = tmp_path / "before.py", tmp_path / "after.py"
    before.write_text(LESSON)
    after.write_text(LESSON.replace(old, new))
    assert before.read_text() != after.read_text()
    assert (tree_digest(before, sentences=False) != tree_digest(after, sentences=False)) == redraws
    assert (tree_digest(before, sentences=True) != tree_digest(after, sentences=True)) == resolves


def test_lessons_differ_and_none_needs_an_import() -> None:
    assert code_digest("scenes.lesson", sentences=False) != code_digest("scenes.drawing.canvas.stage", sentences=False)
