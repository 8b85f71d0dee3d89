"""What redraws a clip, and what does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scenes import LESSONS
from studio.places import ROOT
from studio.sources import digests
from studio.sources.digests import code_digest, code_files, tree_digest

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
        ('"Here is {dot}."', "narration.enter", True, True),
        ('"Here is {dot}."', "say=narration.enter", False, True),
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


@dataclass(frozen=True, slots=True)
class Floors:
    """Copies of the floors, which digests are made of while a test changes a file of theirs."""

    root: Path

    def redrawn(self, file: str, old: str, new: str, *, sentences: bool = False) -> set[str]:
        """Return the lessons whose clips (with `sentences`: whose scripts) are made anew when `old` becomes `new`."""
        path = self.root / file
        text, before = path.read_text(), self.digests(sentences=sentences)
        changed = text + new if not old else text.replace(old, new)
        assert changed != text
        path.write_text(changed)
        after = self.digests(sentences=sentences)
        path.write_text(text)
        return {name for name in LESSONS if before[name] != after[name]}

    def digests(self, *, sentences: bool) -> dict[str, str]:
        digests.forget()
        modules = {name: target.partition(":")[0] for name, target in LESSONS.items()}
        return {name: code_digest(module, sentences=sentences) for name, module in modules.items()}


@pytest.fixture(scope="module")
def floors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floors]:
    root = tmp_path_factory.mktemp("floors")
    for floor in digests.FLOORS:
        shutil.copytree(ROOT / floor, root / floor, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "ROOT", root)
        yield Floors(root)
    digests.forget()


UNUSED = "\n\ndef unused():\n    return 1\n"


@pytest.mark.parametrize(
    ("module", "lessons"),
    [
        ("mathkit/optimisation/least_squares.py", set()),
        ("mathkit/taylor/taylor_polynomial.py", set()),
        ("mathkit/analysis/tangent_steps.py", {"tangent-line"}),
        ("mathkit/networks/neuron.py", {"layer-chain-rule", "neuron-chain-rule"}),
        ("mathkit/networks/layer_chain.py", {"layer-chain-rule"}),
        ("mathkit/analysis/ways_from_a_point.py", {"partial-slices"}),
        ("mathkit/notation/number_format.py", set(LESSONS)),
        ("scenes/drawing/plots/magnifying_glass.py", {"tangent-line"}),
        ("scenes/drawing/catalogue/plots.py", set()),
        ("scenes/drawing/canvas/stage.py", set(LESSONS)),
    ],
)
def test_an_unused_function_redraws_only_the_films_that_use_its_module(
    floors: Floors, module: str, lessons: set[str]
) -> None:
    assert floors.redrawn(module, "", UNUSED) == lessons


@pytest.mark.parametrize("name", ["notes", "thumbnail", "exercises"])
@pytest.mark.parametrize("lesson", sorted(LESSONS))
def test_what_is_written_beside_a_film_redraws_nothing(floors: Floors, lesson: str, name: str) -> None:
    assert floors.redrawn(f"scenes/{lesson.replace('-', '_')}/{name}.py", "", UNUSED) == set()


@pytest.mark.parametrize(
    ("old", "new", "drawn", "scripts"),
    [
        ("Take a second point,", "Now take a second point,", set(), {"tangent-line"}),
        ('straight="nothing changes:', 'straight="nothing at all changes:', set(), {"tangent-line"}),
        ('chapter="Secants"', 'chapter="The secant"', set(), {"tangent-line"}),
        ("Two points have a slope", "Two points, one slope", {"tangent-line"}, {"tangent-line"}),
        ("Secants: rise over run.", "A secant: rise over run.", {"tangent-line"}, {"tangent-line"}),
    ],
)
def test_a_sentence_redraws_no_motion_and_a_title_does(
    floors: Floors, old: str, new: str, drawn: set[str], scripts: set[str]
) -> None:
    file = "scenes/tangent_line/narration.py"
    assert floors.redrawn(file, old, new) == drawn
    assert floors.redrawn(file, old, new, sentences=True) == scripts


@pytest.mark.parametrize(
    ("lesson", "old", "new"),
    [
        ("gradient-arrows", "Here is a loss,", "Look: here is a loss,"),
        ("gradient-arrows", "All over the map, an arrow:", "An arrow all over the map:"),
        ("gradient-arrows", "almost zero.", "next to zero."),
        ("layer-chain-rule", "Write the weights of each neuron", "Put the weights of each neuron"),
        ("layer-chain-rule", "Softmax shares", "Softmax deals"),
        ("neuron-chain-rule", "adds a bias,", "adds its bias,"),
        ("neuron-chain-rule", "a little lower.", "a bit lower."),
        ("partial-slices", "How steep is a landscape? It has", "How steep is a landscape? A landscape has"),
        ("partial-slices", "the way is level here", "it is level here"),
        ("partial-slices", "a plane is equally steep", "planes are equally steep"),
        ("tangent-line", "Take a second point,", "Now take a second point,"),
    ],
)
def test_a_sentence_of_any_lesson_redraws_nothing(floors: Floors, lesson: str, old: str, new: str) -> None:
    assert floors.redrawn(f"scenes/{lesson.replace('-', '_')}/narration.py", old, new) == set()


def test_types_alone_are_not_followed() -> None:
    assert "scenes.script.notes" not in code_files("scenes.tangent_line.scene")
