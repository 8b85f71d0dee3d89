"""The encoder's colours and layout, and joins that lose no frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from studio.media.encode import ClipEncoder
from studio.media.join import join
from studio.profile import Profile


def encoded(path: Path, profile: Profile, frames: int, seed: int = 0) -> tuple[Path, int]:
    """Encode a square that wanders over a dark ground."""
    encoder = ClipEncoder(path, profile)
    level = np.random.default_rng(seed).integers(60, 255, size=3)
    for number in range(frames):
        pixels = np.full((profile.height, profile.width, 4), 20, np.uint8)
        pixels[10 + number : 40 + number, 3 * number : 3 * number + 40, :3] = level
        encoder.write(pixels)
    return path, encoder.close()


def decoded(path: Path) -> list[bytes]:
    with av.open(str(path)) as clip:
        return [frame.to_ndarray(format="yuv420p").tobytes() for frame in clip.decode(video=0)]


@pytest.mark.parametrize("colour", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (93, 40, 171)])
def test_a_flat_colour_comes_back(tmp_path: Path, tiny: Profile, colour: tuple[int, int, int]) -> None:
    encoder = ClipEncoder(tmp_path / "flat.mp4", tiny)
    encoder.write(np.full((90, 160, 4), (*colour, 255), np.uint8), repeat=5)
    encoder.close()
    with av.open(str(tmp_path / "flat.mp4")) as clip:
        frame = next(clip.decode(video=0))
        context = clip.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert (context.profile, context.pix_fmt) == ("High", "yuv420p")
    shown = bt709_to_rgb(frame.to_ndarray(format="yuv420p"), 90, 160)
    assert np.abs(shown - np.array(colour)).max() <= 4


def bt709_to_rgb(planes: np.ndarray, height: int, width: int) -> np.ndarray:
    """Decode by ITU-R BT.709-6, table 3, rather than by the library under test; returns the middle pixel."""
    y = float(planes[height // 2, width // 2])
    chroma = planes[height:].reshape(2, -1)
    cb, cr = (float(plane[chroma.shape[1] // 2]) for plane in chroma)
    luma, blue, red = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    g = (luma - 0.2126 * r - 0.0722 * b) / 0.7152
    return 255 * np.clip([r, g, b], 0, 1)


@pytest.mark.parametrize("lengths", [[3, 3, 3, 3], [3, 17, 5, 23], [12]])
def test_a_join_keeps_every_frame(tmp_path: Path, tiny: Profile, lengths: list[int]) -> None:
    clips = [encoded(tmp_path / f"{n}.mp4", tiny, length, seed=n) for n, length in enumerate(lengths)]
    target = tmp_path / "film.mp4"
    assert join(clips, target, tiny.fps) == sum(lengths)
    assert decoded(target) == [frame for path, _ in clips for frame in decoded(path)]
    with av.open(str(target)) as film:
        times = [frame.pts * frame.time_base * tiny.fps for frame in film.decode(video=0)]
    assert times == list(range(sum(lengths)))


def test_a_film_streams_and_has_no_edit_list(tmp_path: Path, tiny: Profile) -> None:
    join([encoded(tmp_path / "a.mp4", tiny, 20)], tmp_path / "film.mp4", tiny.fps)
    raw = (tmp_path / "film.mp4").read_bytes()
    assert 0 < raw.index(b"moov") < raw.index(b"mdat")
    assert b"elst" not in raw


def test_key_frames_come_twice_a_second(tmp_path: Path, tiny: Profile) -> None:
    path, _ = encoded(tmp_path / "a.mp4", tiny, 25)
    with av.open(str(path)) as clip:
        keys = [number for number, frame in enumerate(clip.decode(video=0)) if frame.key_frame]
    assert max(b - a for a, b in zip(keys, [*keys[1:], 25], strict=True)) <= tiny.gop


@pytest.mark.parametrize("frames", [1, 4, 5, 6, 13, 25, 67])
def test_a_hold_is_timed_as_frames_written_one_by_one(tmp_path: Path, tiny: Profile, frames: int) -> None:
    """A hold repeats a group of pictures: its packets come when those of as many equal frames would."""
    pixels = np.random.default_rng(1).integers(0, 256, size=(90, 160, 4), dtype=np.uint8)
    held, written = ClipEncoder(tmp_path / "held.mp4", tiny), ClipEncoder(tmp_path / "written.mp4", tiny)
    assert held.hold(pixels, frames) == frames
    written.write(pixels, frames)
    written.close()
    assert timing(tmp_path / "held.mp4") == timing(tmp_path / "written.mp4")
    shown = [np.frombuffer(frame, np.uint8).astype(int) for frame in decoded(tmp_path / "held.mp4")]
    like = np.frombuffer(decoded(tmp_path / "written.mp4")[0], np.uint8).astype(int)
    assert len(shown) == frames
    assert max(np.abs(frame - like).mean() for frame in shown) < 4


def timing(path: Path) -> list[tuple[int | None, int | None, int | None, bool]]:
    with av.open(str(path)) as clip:
        packets = [packet for packet in clip.demux(video=0) if packet.size]
        return [(packet.pts, packet.dts, packet.duration, packet.is_keyframe) for packet in packets]


def test_an_abandoned_clip_leaves_nothing(tmp_path: Path, tiny: Profile) -> None:
    encoder = ClipEncoder(tmp_path / "a.mp4", tiny)
    encoder.write(np.zeros((90, 160, 4), np.uint8))
    encoder.abort()
    assert list(tmp_path.iterdir()) == []


def test_a_join_that_fails_leaves_the_old_film(tmp_path: Path, tiny: Profile) -> None:
    film = tmp_path / "film.mp4"
    film.write_text("old")
    path, frames = encoded(tmp_path / "a.mp4", tiny, 5)
    with pytest.raises(ValueError, match="5 frames where 6 were expected"):
        join([(path, frames + 1)], film, tiny.fps)
    assert film.read_text() == "old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.mp4", "film.mp4"]


@pytest.mark.parametrize(
    "box", [(0, 0, 3, 3), (51, 33, 52, 34), (70, 40, 131, 77), (157, 87, 160, 90), (0, 20, 160, 21)]
)
def test_colours_converted_in_a_box_are_those_of_the_whole_frame(
    tmp_path: Path, tiny: Profile, box: tuple[int, int, int, int]
) -> None:
    """Noise: every pixel's colour runs into its neighbours'."""
    large = replace(tiny, width=480, height=270, crf=1)
    rng = np.random.default_rng(1)
    left, top, right, bottom = (3 * place for place in box)
    before, after = rng.integers(0, 256, size=(2, 270, 480, 4), dtype=np.uint8)
    after[:top], after[bottom:], after[:, :left], after[:, right:] = (
        before[:top], before[bottom:], before[:, :left], before[:, right:],
    )  # fmt: skip
    for name, changed in (("whole", None), ("boxes", [(left, top, right, bottom)])):
        encoder = ClipEncoder(tmp_path / f"{name}.mp4", large)
        encoder.write(before, 2)
        encoder.write(after, 2, changed)
        encoder.close()
    assert decoded(tmp_path / "whole.mp4") == decoded(tmp_path / "boxes.mp4")
