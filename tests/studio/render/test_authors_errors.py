"""What authors of lessons get wrong is told with their file, line and beat, what there is, and the nearest name."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from mathkit.errors import NablaError
from scenes.errors import AuthorError
from studio.errors import DrawingError
from studio.profile import preset
from studio.render.worker import settled_frames
from studio.sources.lesson_lookup import find_lesson
from studio.watch.events import Failed
from studio.watch.redraw import View, draw_sheet

#: The sentence's line is where `@beat` stands.
PREPARED, SAID, DRAWN = 15, 18, 21
LESSON = """from __future__ import annotations

from mathkit import Function, Tangent
from scenes.drawing import Formula, Layout, Words, stroke
from scenes.lesson import Lesson, beat
from scenes.script.params import LessonParams
from scenes.script.sentence_template import BeatText, cases


class Mine(Lesson):
    name, title = "mine", "Mine"

    def prepare(self) -> None:
        self.tangent = Tangent.of(Function.parse("x**2"), 1.0)
        {prepare}


    @beat({said})
    def limit(self) -> None:
        words = Words("one", self.theme)
        {drawn}
"""


def written(folder: Path, prepare: str = "pass", said: str = '"One."', drawn: str = "pass") -> str:
    path = folder / "mine.py"
    path.write_text(LESSON.format(prepare=prepare, said=said, drawn=drawn))
    return str(path)


def failure_of(path: str) -> tuple[int, str, str]:
    """Return the line, the beat and the message of what a lesson raises while it is read, or drawn."""
    ref = find_lesson(path)
    try:
        cls = ref.load()
        params = cls.read_params({})
        cls.outline(params)
        settled_frames(cls, params, preset("draft").for_pictures(40), range(1))
    except AuthorError as error:
        return error.line if error.file == path else 0, error.beat, error.reason
    except DrawingError as error:
        return int(error.failure.place.removeprefix("mine.py:")), error.failure.beat, error.failure.message
    finally:
        ref.forget()
    raise AssertionError("nothing is wrong")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('"It is {tanget.slope}."', "no fact 'tanget', which {tanget.slope} asks for. Did you mean 'tangent'?"),
        ('"It is {tanget.slope}."', "There are: params, tangent."),
        ('"It is {tangent.slop}."', "no fact 'slop' in tangent, which {tangent.slop} asks for. Did you mean 'slope'?"),
        ('"It is.", when="tangnt"', "Did you mean 'tangent'?"),
        ('cases(flat="Flat.", otherwise="Steep.")', "There is no fact 'flat'. There are: params, tangent."),
        ('"It is {tangent.slope."', "stray brace"),
        ('"It [is."', "stray bracket"),
        ('"It is {tangent}."', "neither a number nor a word"),
        ("lambda facts: facts.slop", "AttributeError: 'Mine' object has no attribute 'slop'"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_told_with_its_place(tmp_path: Path, said: str, message: str) -> None:
    line, beat, reason = failure_of(written(tmp_path, said=said))
    assert (line, beat) == (SAID, "limit")
    assert message in reason


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("self.tangnt.slope", "AttributeError: 'Mine' object has no attribute 'tangnt'"),
        ('Tangent.of(Function.parse("x +"), 1.0)', "the formula ends too early"),
    ],
)
def test_facts_that_cannot_be_worked_out_are_told_with_their_place(tmp_path: Path, prepare: str, message: str) -> None:
    line, beat, reason = failure_of(written(tmp_path, prepare=prepare))
    assert (line, beat) == (PREPARED, "")
    assert message in reason


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "drawn", "message"),
    [
        ('"One."', 'self.theme.color("eror")', "There is no colour role 'eror'. Did you mean 'error'? There are: back"),
        ('"One."', 'stroke(self.theme, "slop", 2)', "Did you mean 'slope'?"),
        ('"One."', 'Words("#eror[x]", self.theme)', "there is no colour role 'eror'. Did you mean 'error'?"),
        ('"One."', 'Words("a $x", self.theme)', "“a $x” cannot be set: unclosed delimiter."),
        ('"One."', 'Formula("foo + 1", self.theme)', "“foo + 1” cannot be set: unknown variable: foo. Letters side"),
        ('"One."', 'Formula("a{{ x : input }}", self.theme)', "Put a space between"),
        ('"One."', 'Formula("{{ sum : slope }}_(i=1)^n", self.theme)', "the braces of 'slope' hold looks otherwise"),
        ('"One."', 'Formula("{{ x : input }}", self.theme).part("imput")', "Did you mean 'input'?"),
        ('"One."', 'Layout.of(self.stage, "figure+pannel")', "Did you mean 'figure+panel'?"),
        ('"One."', 'self.until("line")', "waits for [line], which its sentence does not have"),
        ('"One."', 'self.show(words, at="line")', "waits for [line], which its sentence does not have"),
        ('BeatText("One.", labels={"here": "x"})', 'self.label("hre")', "no label 'hre'. Did you mean 'here'?"),
        ('BeatText("One.", labels={"here": "{tanget.at}"})', 'self.label("here")', "There are: params, tangent."),
        ('BeatText("One.", title="{tanget.at}")', "self.show(words)", "Did you mean 'tangent'?"),
        ('"One."', "self.stage.figre", "AttributeError: 'Stage' object has no attribute 'figre'"),
    ],
)
def test_a_beat_that_cannot_be_drawn_is_told_with_its_place(
    tmp_path: Path, said: str, drawn: str, message: str
) -> None:
    line, beat, reason = failure_of(written(tmp_path, said=said, drawn=drawn))
    assert (line, beat) == (DRAWN, "limit")
    assert message in reason


@pytest.mark.slow
def test_a_mark_that_nothing_waits_for_is_told_where_the_beat_begins(tmp_path: Path) -> None:
    line, beat, reason = failure_of(written(tmp_path, said='"One [line] line."'))
    assert (line, beat) == (SAID, "limit")
    assert "mark [line], which no motion waits for" in reason


def test_a_file_that_cannot_be_run_is_told_with_its_line(tmp_path: Path) -> None:
    assert failure_of(written(tmp_path, said="sentence")) == (SAID, "", "NameError: name 'sentence' is not defined")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("broken", "line", "beat"),
    [
        ({"said": '"It is {tanget.slope}."'}, SAID, "limit"),
        ({"drawn": 'self.theme.color("eror")'}, DRAWN, "limit"),
        ({"prepare": "1 / 0"}, PREPARED, ""),
        ({"said": "sentence"}, SAID, ""),
    ],
)
def test_who_watches_a_lesson_reads_the_place_too(tmp_path: Path, broken: dict[str, str], line: int, beat: str) -> None:
    path, events = written(tmp_path, **broken), []
    view = View(path, {}, "dark", preset("draft"), tmp_path)
    assert draw_sheet(view, None, events.append) is None
    (failed,) = (event for event in events if isinstance(event, Failed))
    assert (failed.file, failed.line, failed.beat) == ("mine.py", line, beat)


def test_what_a_lesson_of_the_course_refuses_is_no_fault_of_its_code() -> None:
    with pytest.raises(NablaError) as refused:
        find_lesson("tangent-line").load().read_params({"f": "log(x)", "at": "-1"})
    assert not isinstance(refused.value, AuthorError)


def test_an_authors_error_travels_between_processes() -> None:
    error = AuthorError("no", "/home/me/mine.py", 3, "limit")
    travelled = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    assert str(travelled) == str(error) == "mine.py:3, beat limit: no"
