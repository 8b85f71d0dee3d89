"""Captions and chapters: what is said, when, and whether it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.check.films.captions import agreement, caption_findings
from studio.check.films.chapters import agreement as chapter_agreement
from studio.check.films.chapters import chapter_findings, read_chapters
from tests.studio.check.sample_films import failed, unseen

GOOD = [("00:00:00,000", "00:00:02,500", "Here is a curve."), ("00:00:02,500", "00:00:06,000", "And here\nis a point.")]


def captions(path: Path, cues: list[tuple[str, str, str]]) -> Path:
    """Write cues (start, end, text) as the path's ending says."""
    blocks = [f"{number}\n{start} --> {end}\n{text}\n" for number, (start, end, text) in enumerate(cues, 1)]
    text = "\n".join(blocks)
    path.write_text("WEBVTT\n\n" + text.replace(",", ".") if path.suffix == ".vtt" else text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["srt", "vtt"])
@pytest.mark.parametrize(
    ("cues", "names"),
    [
        (GOOD, set()),
        ([], {"captions-readable"}),
        ([("00:00:00,000", "00:00:0x,000", "Here.")], {"captions-readable"}),
        ([*GOOD, ("soon", "later", "Here.")], {"captions-readable"}),
        ([("00:00:00,000", "00:00:03,000", "a\nb\nc")], {"captions-lines"}),
        ([("00:00:00,000", "00:00:05,000", "x" * 43)], {"captions-line-length"}),
        ([("00:00:00,000", "00:00:02,000", "x" * 41)], {"captions-speed"}),
        ([("00:00:00,000", "00:00:00,900", "Yes.")], {"captions-duration"}),
        ([("00:00:00,000", "00:00:07,100", "Yes.")], {"captions-duration"}),
        ([GOOD[0], ("00:00:02,400", "00:00:06,000", "No.")], {"captions-overlap"}),
        ([GOOD[1], GOOD[0]], {"captions-overlap"}),
        ([GOOD[0], ("00:00:07,000", "00:00:10,500", "Late.")], {"captions-end"}),
    ],
)
def test_a_fault_of_captions_is_found(tmp_path: Path, ending: str, cues: list, names: set[str]) -> None:
    assert failed(caption_findings(captions(tmp_path / f"film.{ending}", cues), 10.0)) == names


def test_what_is_escaped_counts_as_it_is_read(tmp_path: Path) -> None:
    path = captions(tmp_path / "film.vtt", [("00:00:00,000", "00:00:05,000", "&lt;" * 42)])
    assert failed(caption_findings(path, 10.0)) == set()


def test_captions_without_their_film(tmp_path: Path) -> None:
    assert unseen(caption_findings(captions(tmp_path / "film.srt", GOOD), None)) == {"captions-end"}


def test_both_files_say_the_same(tmp_path: Path) -> None:
    srt, vtt = captions(tmp_path / "film.srt", GOOD), captions(tmp_path / "film.vtt", GOOD)
    assert agreement(srt, vtt).held
    captions(vtt, [GOOD[0], ("00:00:02,500", "00:00:06,000", "And here\nis a pint.")])
    assert not agreement(srt, vtt).held


WRITTEN = "What a slope is.\n\n00:00 The question\n00:12 Closer\n1:01 The slope\n\nRendered at 10:30 o'clock\n"


def test_chapters_are_read_from_a_description() -> None:
    assert read_chapters(WRITTEN) == [(0, "The question"), (12, "Closer"), (61, "The slope")]
    assert read_chapters("1:02:03 – Later") == [(3723, "Later")]


@pytest.mark.parametrize(
    ("chapters", "names"),
    [
        ([(0, "a"), (10, "b"), (20, "c")], set()),
        ([], {"chapters-count"}),
        ([(0, "a"), (10, "b")], {"chapters-count"}),
        ([(1, "a"), (11, "b"), (21, "c")], {"chapters-first"}),
        ([(0, "a"), (20, "b"), (10, "c"), (30, "d")], {"chapters-ascending", "chapters-length"}),
        ([(0, "a"), (9, "b"), (20, "c")], {"chapters-length"}),
        ([(0, "a"), (10, "b"), (31, "c")], {"chapters-length"}),
        ([(0, "a"), (10, "b"), (20, "c" * 50)], {"chapters-titles"}),
    ],
)
def test_a_fault_of_chapters_is_found(chapters: list, names: set[str]) -> None:
    assert failed(chapter_findings(chapters, 40.0)) == names


@pytest.mark.parametrize(("chapters", "names"), [([], set()), ([(0, "a"), (10, "b")], {"chapters-count"})])
def test_a_video_that_is_too_short_has_none(chapters: list, names: set[str]) -> None:
    assert failed(chapter_findings(chapters, 29.0)) == names


@pytest.mark.parametrize(
    ("film", "held"),
    [
        ([(0, "a"), (10.4, "b")], True),
        ([(0, "a"), (11.2, "b")], False),
        ([(0, "a"), (10, "c")], False),
        ([(0, "a")], False),
    ],
)
def test_the_films_chapters_are_those_of_the_description(film: list, held: bool) -> None:
    assert chapter_agreement([(0, "a"), (10, "b")], film).held is held
