"""Every check of a film: it holds for a film as it should be, and fails for one with that fault, and no other does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.frame import PictureType

from studio.check import Target, check
from studio.check.films.calibration import CHART, chart_findings, draw_chart
from studio.check.films.mp4_boxes import boxes
from studio.check.report.finding import Finding
from studio.errors import RequestError
from studio.media.encode import MP4_OPTIONS
from studio.media.track_info import read_track
from studio.profile import MIN_FRAMES, Profile
from tests.studio.check.sample_films import FPS, UNTAGGED, Sound, failed, film, noise, unseen
from tests.studio.manifests import manifest

OLD = (6, 6, 6, 2)
COLOURS = {"colour-primaries", "colour-transfer", "colour-matrix", "colour-range"}


def findings(path: Path, target: Target | None = None) -> list[Finding]:
    return [finding for _, finding in check([path], target)]


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ({}, set()),
        ({"profile": "Main", "x264": "8x8dct=0"}, {"codec"}),
        ({"codec": "mpeg4"}, {"codec", "b-frames"}),
        ({"pixels": "yuv444p", "profile": "High444"}, {"codec", "pixel-format"}),
        ({"x264": "interlaced=1", "size": (160, 96)}, {"progressive"}),
        ({"times": lambda number: number + (number > 60)}, {"constant-frame-rate"}),
        ({"mp4": {"movflags": "+faststart", "use_editlist": "0"}}, {"first-timestamp"}),
        ({"gop": 60}, {"gop-length"}),
        ({"x264": "open-gop=1"}, {"gop-closed"}),
        ({"x264": "bframes=0"}, {"b-frames"}),
        ({"x264": "bframes=4"}, {"b-frames"}),
        ({"mp4": {**MP4_OPTIONS, "movflags": "+negative_cts_offsets"}}, {"fast-start"}),
        ({"mp4": {"movflags": "+faststart", "use_editlist": "1"}}, {"edit-list"}),
        ({"tags": UNTAGGED}, COLOURS),
        ({"tags": OLD}, COLOURS | {"pixel-format"}),
        ({"kind": "matroska", "fps": 25, "gop": 12}, {"container", "fast-start"}),
    ],
)  # fmt: skip
def test_a_fault_is_found(tmp_path: Path, fault: dict[str, Any], names: set[str]) -> None:
    assert failed(findings(film(tmp_path / "film.mp4", **fault))) == names


def write_manifest(path: Path, frames: int = 200, **more: Any) -> None:
    """Write the manifest of a film of two beats beside it."""
    manifest({"frames": 80}, {"frames": frames - 80}, fps=FPS, **more).write(path.with_suffix(".json"))


def test_without_a_manifest_nobody_counts_clips_nor_knows_colours(tmp_path: Path) -> None:
    told = findings(film(tmp_path / "film.mp4"))
    assert unseen(told) == {"frame-count", *(f"colour-{colour}" for colour in CHART)}
    assert all(
        finding.figure == "not looked at: there is no manifest beside it" for finding in told if finding.held is None
    )


@pytest.mark.parametrize(("frames", "names"), [(200, set()), (199, {"frame-count"}), (230, {"frame-count"})])
def test_every_clips_frames_are_there(tmp_path: Path, frames: int, names: set[str]) -> None:
    made = film(tmp_path / "film.mp4")
    write_manifest(made, frames)
    told = findings(made)
    assert (failed(told), unseen(told)) == (names, set())


@pytest.mark.parametrize("tags", [UNTAGGED, OLD])
def test_a_film_without_the_right_tags_shows_other_colours_than_were_drawn(tmp_path: Path, tags: Any) -> None:
    made = film(tmp_path / "film.mp4", tags=tags)
    write_manifest(made)
    assert failed(findings(made)) >= {*COLOURS, "colour-red", "colour-green"}


def test_colours_that_were_converted_by_another_matrix_are_off(tmp_path: Path) -> None:
    def chart(number: int, height: int, width: int) -> np.ndarray:
        return np.full((height, width, 3), list(CHART.values())[number // MIN_FRAMES], np.uint8)

    # PyAV converts by BT.601 unless told otherwise; the tags say BT.709.
    wrong = film(tmp_path / "wrong.mp4", frames=12, draw=chart, crf=1)
    assert failed(chart_findings(wrong)) == {"colour-red", "colour-green", "colour-blue"}
    profile = Profile("tiny", 160, 90, FPS, crf=18, x264_preset="veryfast")
    assert failed(chart_findings(draw_chart(tmp_path / "right.mp4", profile))) == set()


def test_youtube_asks_for_chapters_captions_and_a_quiet_end(tmp_path: Path) -> None:
    bare = film(tmp_path / "bare.mp4", frames=60, fps=2, gop=1, draw=noise, crf=50)
    told = failed(findings(bare, Target.YOUTUBE))
    assert told >= {"chapters-count", "captions-files", "end-static"}
    brief = film(tmp_path / "brief.mp4", frames=60)
    told = failed(findings(brief, Target.YOUTUBE))
    assert told == {"captions-files", "end-length", "end-static"}


CHAPTERS = ((0, 10, "The question"), (10, 20, "The way"), (20, 30, "The answer"))


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ({}, set()),
        ({"sound": Sound()}, set()),
        ({"sound": Sound(rate=44_100)}, {"sound-rate"}),
        ({"sound": Sound(layout="mono")}, {"sound-channels"}),
        ({"sound": Sound(codec="libmp3lame")}, {"sound-codec"}),
        ({"draw": noise, "crf": 1, "frames": 80}, {"bit-rate", "end-static", "chapters-count"}),
        ({"draw": lambda number, height, width: noise(number // 40, height, width)}, {"end-static"}),
        ({"chapters": CHAPTERS[:2]}, {"chapters-count"}),
        ({"chapters": (*CHAPTERS[:2], (20, 25, "Short"), (25, 30, "Shorter"))}, {"chapters-length"}),
        ({"chapters": (*CHAPTERS[:2], (20, 30, "x" * 50))}, {"chapters-titles"}),
    ],
)
def test_a_fault_for_youtube_is_found(tmp_path: Path, fault: dict[str, Any], names: set[str]) -> None:
    made = film(tmp_path / "film.mp4", **{"chapters": CHAPTERS, "fps": 10, "gop": 5, "frames": 300, **fault})
    told = failed(findings(made, Target.YOUTUBE)) - {"captions-files"}
    assert told - ({"chapters-length"} if "frames" in fault else set()) == names


def shorts(path: Path, **fault: Any) -> Path:
    return film(path, **{"size": (1080, 1920), "fps": 2, "gop": 1, "frames": 3, "x264": "keyint=1", **fault})


@pytest.mark.parametrize(
    ("fault", "texts", "names"),
    [
        ({}, [(0.1, 0.2, 0.9, 0.8)], set()),
        ({"size": (720, 1280)}, [(0.1, 0.2, 0.9, 0.8)], {"shorts-size"}),
        ({"size": (36, 64), "frames": 122}, [(0.1, 0.2, 0.9, 0.8)], {"shorts-size", "shorts-length"}),
        ({"size": (36, 64)}, [(0.1, 0.2, 0.9, 0.8), (0.1, 0.12, 0.9, 0.2)], {"shorts-size", "shorts-text"}),
        ({"size": (36, 64)}, [(0.1, 0.2, 0.9, 0.86)], {"shorts-size", "shorts-text"}),
    ],
)
def test_a_fault_of_a_short_is_found(tmp_path: Path, fault: dict[str, Any], texts: Any, names: set[str]) -> None:
    made = shorts(tmp_path / "short.mp4", **fault)
    written = [{"beat": "one", "box": box, "words": "f(x)"} for box in texts]
    write_manifest(made, fault.get("frames", 3), texts=written)
    told = failed(findings(made, Target.YOUTUBE))
    assert {name for name in told if name.startswith("shorts")} == names


def test_where_a_shorts_text_is_must_be_known(tmp_path: Path) -> None:
    made = shorts(tmp_path / "short.mp4", size=(36, 64))
    write_manifest(made, 3)
    assert "shorts-text" in unseen(findings(made, Target.YOUTUBE))


def test_a_large_box_has_its_size_after_its_name(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    path.write_bytes(b"\0\0\0\x08ftyp" + b"\0\0\0\x01mdat" + (20).to_bytes(8, "big") + b"data" + b"\0\0\0\0free....")
    assert [(box.kind, box.start) for box in boxes(path)] == [("ftyp", 0), ("mdat", 8), ("free", 28)]


@pytest.mark.parametrize("cut", [0, 30, 2000])
def test_a_damaged_film_is_refused(tmp_path: Path, cut: int) -> None:
    made = film(tmp_path / "film.mp4")
    made.write_bytes(made.read_bytes()[:cut])
    with pytest.raises(RequestError, match=r"film\.mp4 cannot be read as a film"):
        check([made])


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    path = tmp_path / "voice.mp4"
    with av.open(str(path), "w") as made:
        voice = made.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        made.mux(voice.encode(frame))
        made.mux(voice.encode(None))
    with pytest.raises(RequestError, match="no pictures in it"):
        check([path])


def test_picture_types_are_those_that_a_decoder_sees(tmp_path: Path) -> None:
    made = film(tmp_path / "film.mp4", frames=40)
    with av.open(str(made)) as shown:
        decoded = [PictureType(frame.pict_type).name for frame in shown.decode(video=0)]
    packets = sorted(read_track(made).packets, key=lambda packet: packet.pts)
    assert [packet.picture for packet in packets] == decoded
    assert set(decoded) == {"I", "P", "B"}
