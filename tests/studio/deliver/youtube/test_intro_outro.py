"""What stands around a film: cards, or films of somebody's own, made like ours."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.deliver.youtube.conform import conformed
from studio.deliver.youtube.intro_outro import around, as_one, check_own_films
from studio.deliver.youtube.package import make_package
from studio.deliver.youtube.upload import write_upload
from studio.errors import RequestError
from studio.media.join import join
from studio.media.sound_samples import RATE
from studio.profile import Profile
from studio.requests.film_request import FilmRequest, read_request
from studio.sources.lesson_lookup import LessonRef
from studio.store.clip_store import Store
from tests.studio.deliver.made_films import flat_clip, here, long_film

SERIES = """
title = "Walks"
{intro}
[[episode]]
id = "walk"
lesson = "walking-dot"
title = "A walk: with a dot"
[[episode]]
id = "other"
lesson = "walking-dot"
title = "Another walk"
"""


def asked(folder: Path, profile: Profile, intro: str = "") -> FilmRequest:
    path = folder / "walks.toml"
    path.write_text(SERIES.format(intro=intro))
    return read_request(str(path), profile, only=["walk"], out=folder)


def foreign(path: Path, *, size: tuple[int, int], rate: int, frames: int, sound: bool = False) -> Path:
    """Write a film that is none of ours: MPEG-4, untagged, green, another rate."""
    with av.open(str(path), "w") as film:
        video = film.add_stream("mpeg4", rate=rate)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.bit_rate = 2_000_000
        audio = film.add_stream("aac", rate=44100, layout="stereo") if sound else None
        picture = np.zeros((size[1], size[0], 3), np.uint8)
        picture[..., 1] = 200
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            film.mux(video.encode(frame))
        film.mux(video.encode())
        if audio is not None:
            tone = 0.3 * np.sin(np.arange(44100 * frames // rate) / 10).astype(np.float32)
            heard = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
            heard.sample_rate, heard.time_base, heard.pts = 44100, Fraction(1, 44100), 0
            film.mux(audio.encode(heard))
            film.mux(audio.encode())
    return path


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "frames", "wanted"), [(25, 50, 20), (10, 20, 20), (5, 10, 20), (30, 45, 15)])
def test_a_foreign_film_is_conformed_once(tmp_path: Path, tiny: Profile, rate: int, frames: int, wanted: int) -> None:
    source = foreign(tmp_path / "mine.mp4", size=(120, 120), rate=rate, frames=frames)
    made, count = conformed(source, tiny, "#101418", tmp_path / "kept")
    shown = pictures(made)
    assert count == len(shown) == wanted
    assert shown[0].shape == (tiny.height, tiny.width, 3)
    assert abs(shown[5][45, 80].astype(int) - [0, 200, 0]).max() <= 6
    assert abs(shown[5][45, 10].astype(int) - [0x10, 0x14, 0x18]).max() <= 4
    with av.open(str(made)) as film:
        video = film.streams.video[0]
        assert (video.codec_context.name, video.average_rate, video.codec_context.color_primaries) == ("h264", 10, 1)
    before = made.stat().st_mtime_ns
    assert conformed(source, tiny, "#101418", tmp_path / "kept") == (made, count)
    assert made.stat().st_mtime_ns == before
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [made.name]


@pytest.mark.parametrize("what", ["text", "nothing", "cut", "short"])
def test_what_is_no_film_is_named_and_leaves_nothing(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile, what: str
) -> None:
    path = tmp_path / "mine.mp4"
    if what in ("cut", "short"):
        foreign(path, size=(64, 64), rate=10, frames=1 if what == "short" else 20)
    if what == "cut":
        path.write_bytes(path.read_bytes()[:400])
    if what in ("text", "nothing"):
        path.write_text("not a film" * (what == "text"))
    with pytest.raises(RequestError, match=r"mine.mp4 (cannot be read as a video|has 1 frames)"):
        conformed(path, tiny, "#000000", tmp_path / "kept")
    assert not any((tmp_path / "kept").glob("*"))
    if what != "short":
        with pytest.raises(RequestError, match=r"mine.mp4 cannot be read as a video"):
            check_own_films(asked(tmp_path, tiny, 'intro = "mine.mp4"'))


@pytest.mark.slow
def test_cards_stand_around_a_film_and_move_all_that_follows(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile
) -> None:
    request, store = asked(tmp_path, tiny), Store(tmp_path / ".store")
    film = long_film(tmp_path, request, tiny)
    sides = around(request, [film], here)
    pieces = sides.pieces(film)
    folder = make_package(film, pieces, None, request.series, tiny, store, tmp_path / "package")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert [beat["name"] for beat in manifest["beats"]] == ["intro", "first", "second", "third", "end"]
    intro = manifest["beats"][0]["frames"]
    assert 1.5 * tiny.fps <= intro <= 3 * tiny.fps
    assert [beat["start"] for beat in manifest["beats"]][1:4] == [intro, intro + 120, intro + 240]
    assert manifest["beats"][-1]["hold"] >= 5 * tiny.fps
    shown = pictures(folder / "video.mp4")
    assert len(shown) == manifest["frames"] == sum(beat["frames"] for beat in manifest["beats"])
    assert [round(seconds, 1) for seconds in (manifest["seconds"], len(shown) / tiny.fps)] == [manifest["seconds"]] * 2
    assert abs(shown[intro + 3][45, 80].astype(int) - [200, 30, 30]).max() <= 6
    assert manifest["chapters"][0]["start"] == 0
    assert manifest["chapters"][1]["start"] == intro + 120
    assert "-->" in (folder / "captions.srt").read_text().splitlines()[1]
    assert (folder / "captions.srt").read_text().splitlines()[1] >= f"00:00:0{intro // tiny.fps}"
    # The end screen's five seconds stand still.
    assert max(float(abs(shown[-1].astype(int) - other).mean()) for other in shown[-5 * tiny.fps :]) < 1


@pytest.mark.slow
def test_an_own_intro_takes_the_cards_place_and_its_sound_goes_in(
    tmp_path: Path, walking_dot: LessonRef, tiny: Profile
) -> None:
    foreign(tmp_path / "mine.mp4", size=(160, 90), rate=25, frames=50, sound=True)
    request = asked(tmp_path, tiny, 'intro = "mine.mp4"')
    film = long_film(tmp_path, request, tiny)
    pieces = around(request, [film], here).pieces(film)
    assert [piece.frames for piece in pieces[:2]] == [20, 360]
    write_upload([(piece.path, piece.frames) for piece in pieces], tmp_path / "whole.mp4", tiny.fps, "Whole", ())
    with av.open(str(tmp_path / "whole.mp4")) as whole:
        audio = whole.streams.audio[0]
        loud = np.concatenate([abs(frame.to_ndarray()).max(axis=0) for frame in whole.decode(audio)])
    assert (audio.rate, audio.layout.name, audio.codec_context.name) == (RATE, "stereo", "aac")
    assert loud[: int(1.9 * RATE)].max() > 0.2
    assert loud[int(2.1 * RATE) :].max() < 0.01
    assert len(loud) / RATE == pytest.approx(as_one(pieces, film.manifest).frames / tiny.fps, abs=0.1)


@pytest.mark.slow
def test_sound_stays_with_the_picture_behind_a_silent_card(tmp_path: Path, tiny: Profile) -> None:
    silent, plain = flat_clip(tmp_path / "silent.mp4", tiny, 20), flat_clip(tmp_path / "plain.mp4", tiny, 30)
    tone = np.zeros(3 * RATE, np.float32)
    tone[RATE : RATE + RATE // 10] = 0.5
    join([(plain, 30)], tmp_path / "spoken.mp4", tiny.fps, tone)
    write_upload([(silent, 20), (tmp_path / "spoken.mp4", 30)], tmp_path / "whole.mp4", tiny.fps, "Whole", ())
    with av.open(str(tmp_path / "whole.mp4")) as whole:
        times = [
            float(frame.time) + float(np.argmax(loud > 0.2)) / RATE
            for frame in whole.decode(audio=0)
            if frame.time is not None and (loud := abs(frame.to_ndarray()).max(axis=0)).max() > 0.2
        ]
    assert times[0] == pytest.approx(3.0, abs=0.03)
