"""Params that are read from what a person typed."""

from __future__ import annotations

import pytest

from mathkit.errors import NablaError
from mathkit.optimisation.datasets import study_hours
from scenes.script.params import Data, LessonParams


class _OfData(LessonParams):
    data: Data = study_hours()


def _read(text):
    return _OfData.read({"data": text}, "a-lesson")


def test_data_come_by_name_as_a_table_and_out_of_a_file(tmp_path):
    table = "1,4\n2,3\n3,4\n4,7\n5,8\n6,7\n7,8\n8,11"
    (tmp_path / "scores.csv").write_text(f"hours studied,points scored\n{table}\n", encoding="utf-8-sig")
    named, pasted, filed = _read("study-hours"), _read(table), _read(str(tmp_path / "scores.csv"))
    assert named == filed == _OfData()
    assert pasted.data.inputs.tolist() == named.data.inputs.tolist()


def test_data_are_written_as_their_numbers_and_not_as_the_name_of_a_file(tmp_path):
    (tmp_path / "two.csv").write_text("1,2\n3,4.5\n")
    written = _read(str(tmp_path / "two.csv")).model_dump(mode="json")
    assert written == {"data": "1,2\n3,4.5"}
    assert _OfData.read(written, "a-lesson") == _read("1,2; 3,4.5")


REFUSED_FILES = {
    "none.csv": (None, "No such file"),
    "pictures.csv": (b"\xff\xfe\x00\x80", "UTF-8"),
    "words.csv": (b"1,2\n3,four\n", "line 2: 'four' is no number"),
    "long.csv": (b"1,2\n" * 60_000, "characters"),
}


@pytest.mark.parametrize("name", REFUSED_FILES)
def test_a_file_that_is_no_table_is_refused(name, tmp_path):
    content, message = REFUSED_FILES[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(NablaError, match=message):
        _read(str(tmp_path / name))
