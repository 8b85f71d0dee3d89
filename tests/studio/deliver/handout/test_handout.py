"""The handout: what it says, where it points, and that nothing in it is a picture that could be an outline."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from mathkit import Function, Gradient
from mathkit.exercises.exercise_sets import drawn
from scenes.drawing.theme.theme_file import load_theme
from studio.deliver.episode_films import EpisodeFilm
from studio.deliver.handout.content import Handout, coloured
from studio.deliver.handout.figures import settled_pictures
from studio.deliver.handout.package import make_handouts, watched_at
from studio.deliver.handout.typeset import Book, make_handout
from studio.errors import DrawingError
from studio.films.film import Film
from studio.manifest import Manifest
from studio.profile import Profile, preset
from studio.requests.film_request import Order
from studio.requests.series import Episode, Series
from studio.sources.lesson_lookup import LessonRef, find_lesson
from tests.studio.manifests import manifest

PAPER = preset("draft").for_theme(load_theme("light"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ x : input }}^2", "roleinput(x)^2"),
        ("{{ {{ x : input }} y : output_2 }}", "roleoutput(roleinput(x) y)"),
        ("{{ 0.5 : slope2_2 }}", "roleslopec(0.5)"),
        ("{{ z : z }} = {{ w : w }} {{ x : x }}", "rolenet(z) = roleweight(w) roleinput(x)"),
        ("{{ (partial L) / (partial a) : loss-a }}", "roleloss((partial L) / (partial a))"),
        ("f(x)", "f(x)"),
    ],
)
def test_labelled_parts_are_coloured_by_role(source: str, shown: str) -> None:
    assert coloured(source) == shown


@pytest.mark.parametrize(
    ("address", "pointed"),
    [
        ("https://youtu.be/abc", "https://youtu.be/abc?t={seconds}s"),
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t={seconds}s"),
        ("https://uni.example/film.mp4", "https://uni.example/film.mp4#t={seconds}"),
        ("https://notyoutu.be/abc", "https://notyoutu.be/abc#t={seconds}"),
    ],
)
def test_a_film_on_the_web_is_pointed_into_as_its_host_takes_it(address: str, pointed: str) -> None:
    assert watched_at(address) == pointed


def of_lesson(lesson: str, title: str = 'A "title" #strong[of one]') -> Manifest:
    """Return the manifest of a lesson's film with beats 3 s long."""
    cls = find_lesson(lesson).load()
    beats = cls.outline(cls.read_params({})).beats
    return manifest(*({**beat.model_dump(), "frames": 30} for beat in beats), title=title)


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    folder = tmp_path_factory.mktemp("handout")
    cls = find_lesson("tangent-line").load()
    notes = cls.notes_of(cls.read_params({}))
    assert notes is not None
    pictures = {}
    for name, picture in settled_pictures(cls, {}, PAPER).items():
        pictures[name] = f"{name}.svg"
        (folder / pictures[name]).write_bytes(picture)
    one = Handout(of_lesson("tangent-line"), notes, drawn("tangent", 7), pictures, "films/one.mp4#t={seconds}")
    book = Book("A book", "", "en", (one,))
    return PdfReader(make_handout(book, folder, load_theme("light"), folder / "one.pdf"))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.slow
def test_every_sentence_can_be_selected_and_points_to_its_second(handout: PdfReader) -> None:
    text, made = words(handout), of_lesson("tangent-line")
    for beat in made.beats:
        assert beat.say in text, beat.name
    targets = [
        link.get_object()["/A"].get("/URI")
        for page in handout.pages
        for link in page.get("/Annots", ())
        if "/A" in link.get_object()
    ]
    seconds = [beat.start // made.fps for beat in made.beats]
    assert list(dict.fromkeys(filter(None, targets))) == [f"films/one.mp4#t={second}" for second in seconds]


@pytest.mark.slow
def test_what_a_person_typed_is_text_and_no_markup(handout: PdfReader) -> None:
    assert 'A "title" #strong[of one]' in words(handout).replace("“", '"').replace("”", '"')


@pytest.mark.slow
def test_formulas_and_curves_are_outlines(handout: PdfReader) -> None:
    assert [image.name for page in handout.pages for image in page.images] == []


@pytest.mark.slow
def test_derivation_exercises_and_solutions_are_there(handout: PdfReader) -> None:
    text = words(handout)
    for heading in ("The derivation, step by step", "The facts", "Exercises", "To read on", "Solutions"):
        assert heading in text
    assert "Mathematics for Machine Learning" in text


@pytest.mark.slow
def test_an_image_cannot_be_drawn_on_paper(tmp_path: Path) -> None:
    (tmp_path / "picture.py").write_text(
        "import manim as mn\nimport numpy as np\nfrom scenes.lesson import Lesson, beat\n\n"
        "class Picture(Lesson):\n    name = 'picture'\n    title = 'A picture'\n\n    @beat('Look.')\n"
        "    def look(self):\n        self.add(mn.ImageMobject(np.zeros((4, 4, 3), np.uint8)))\n"
    )
    cls = find_lesson(str(tmp_path / "picture.py")).load()
    with pytest.raises(DrawingError, match="ImageMobject has no outline"):
        settled_pictures(cls, {}, PAPER)


def test_a_loop_shares_the_picture_that_it_begins_and_ends_in() -> None:
    made = manifest(*({"name": name, "say": f"Say {name}.", "frames": 20, "loop": name == "b"} for name in "abc"))
    page = Handout(made, None, (), {"a": "one.svg", "b": "same.svg", "c": "two.svg"}, "film.mp4").page()
    shown = [(one["picture"], [beat["time"] for beat in one["beats"]]) for one in page["figures"]]
    assert shown == [("one.svg", ["0:00", "0:02"]), ("two.svg", ["0:04"])]


def test_a_lesson_without_notes_has_pictures_and_sentences_alone() -> None:
    page = Handout(of_lesson("tangent-line"), None, (), {"curve": "curve.svg"}, "films/one.mp4").page()
    assert page["formula"] is None
    assert (page["derivation"], page["facts"], page["exercises"], page["references"]) == ([], [], [], [])


def test_facts_of_the_notes_are_those_of_mathkit() -> None:
    cls = find_lesson("partial-slices").load()
    notes = cls.notes_of(cls.read_params({"f": "x^2*y", "at": "1,2"}))
    assert notes is not None
    assert dict(notes.facts)["gradient"] == Gradient.of(Function.parse("x^2*y"), (1.0, 2.0)).typst_at


@pytest.mark.slow
def test_a_package_holds_a_book_for_each_film_one_for_all_and_the_films(
    tmp_path: Path, tiny: Profile, walking_dot: LessonRef
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a film")
    record = of_lesson("walking-dot", "A walk")
    films = []
    for number in (1, 2):
        episode = Episode(
            id=f"walk-{number}", lesson="walking-dot", video="https://youtu.be/abc" if number == 2 else ""
        )
        order = Order(episode.id, walking_dot, path)
        films.append(EpisodeFilm(number, episode, order, Film(path, record)))
    series = Series(id="walks", title="Walks", episode=tuple(film.episode for film in films))
    made = make_handouts(series, films, tiny, 1, tmp_path / "walks")
    assert [pdf.name for pdf in made] == ["01-walk-1.pdf", "02-walk-2.pdf", "walks.pdf"]
    assert all(PdfReader(pdf).pages for pdf in made)
    assert sorted(file.name for file in (tmp_path / "walks").iterdir()) == [
        *(pdf.with_suffix(ending).name for pdf in made[:2] for ending in (".json", ".pdf")),
        "films",
        made[2].name,
    ]
    assert [film.read_bytes() for film in (tmp_path / "walks" / "films").iterdir()] == [b"a film"]
