"""Series files: what is wrong is named by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.errors import RequestError
from studio.places import ASSETS
from studio.profile import preset
from studio.requests.film_request import read_request
from studio.requests.series import EXAMPLES, Episode, Series

GOOD = """
title = "A series"

[[episode]]
id = "one"
lesson = "tangent_line"
params = { f = "x^2", at = 0.5 }

[[episode]]
id = "two"
lesson = "gradient-arrows"
params = { at = [1, 2.5] }
say = { field = "Look." }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_orders_follow_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    one, two = read_request(path, preset("draft")).orders()
    assert one.output == Path("out/mine/01-tangent-line.mp4")
    assert one.settings == {"f": "x^2", "at": "0.5"}
    assert (two.settings, two.say) == ({"at": "1,2.5"}, {"field": "Look."})
    assert [order.id for order in read_request(path, preset("draft"), only=["two"]).orders()] == ["two"]
    with pytest.raises(RequestError, match="Did you mean 'two'"):
        read_request(path, preset("draft"), only=["tow"])


def test_the_default_series_has_five_episodes() -> None:
    series = Series.read(ASSETS / "series" / "calculus-for-ml.toml")
    assert [episode.lesson for episode in series.episode] == [
        "tangent-line",
        "partial-slices",
        "gradient-arrows",
        "neuron-chain-rule",
        "layer-chain-rule",
    ]
    assert all(episode.title and episode.description for episode in series.episode)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title =", "titel =", r"mine.toml has an unknown key 'titel'. Did you mean 'title'\? There are: title, desc"),
        (
            "params = { at",
            "parms = { at",
            r"mine.toml has an unknown key 'episode 2.parms'. Did you mean 'params'\? There are: id, ",
        ),
        ('lesson = "tangent_line"', "", r'mine.toml lacks \'episode 1.lesson\'. Add, .* lesson = "tang'),
        ("tangent_line", "tangent_lime", r"mine.toml: episode 1: lesson: .* Did you mean 'tangent-line'"),
        ('f = "x^2"', "f = { a = 1 }", r"mine.toml is wrong at episode 1.params.f = "),
        ('id = "two"', 'id = "one"', r"'one' is used twice"),
        ('id = "two"', 'id = "../two"', r"mine.toml is wrong at episode 2.id = '../two': "),
        ('"A series"', '"A series', r"mine.toml is not TOML: .*line 2"),
        ("title =", 'id = "x"\ntitle =', r"mine.toml: id: "),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        Series.read(written(tmp_path, GOOD.replace(old, new, 1)))


def test_every_key_that_must_be_there_has_an_example() -> None:
    needed = {name for model in (Series, Episode) for name, field in model.model_fields.items() if field.is_required()}
    assert needed == set(EXAMPLES)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no series file"):
        Series.read(tmp_path / "none.toml")
