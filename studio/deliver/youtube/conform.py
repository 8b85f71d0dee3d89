"""A film of somebody's own, made like ours: size, frame rate and colours, once, so that it can be joined to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from studio.errors import RequestError
from studio.media.encode import ClipEncoder
from studio.media.join import join
from studio.media.sound_samples import RATE, decoded
from studio.profile import MIN_FRAMES, Profile
from studio.sources.clip_keys import FORMAT
from studio.store.atomic_write import published
from studio.store.file_digest import digest, file_digest

Pixels = np.ndarray[Any, np.dtype[np.uint8]]

#: From this height on colours that a file says nothing of are BT.709, below that BT.601 (lines).
HIGH_DEFINITION = 720
#: An intro or outro is no longer than this, in seconds.
LONGEST = 300


def conformed(path: Path, profile: Profile, background: str, folder: Path) -> tuple[Path, int]:
    """Return `path` as `profile` renders films, and its frame count.

    Beside what is narrower stands the colour `background`, #rrggbb. What was conformed once is kept in `folder`.

    Raises:
        RequestError: the file cannot be read as a video, is damaged, or is too short or too long.
    """
    how = [FORMAT, file_digest(path), profile.width, profile.height, profile.fps, profile.crf, profile.x264_preset]
    kept = folder / f"{digest([*how, background])}.mp4"
    if not kept.is_file():
        with published(kept) as draft:
            _conform(path, profile, background, draft)
    with av.open(str(kept)) as film:
        return kept, film.streams.video[0].frames


def check_film(path: Path) -> None:
    """See that a file can be read as a video; nothing is written.

    Raises:
        RequestError: it cannot.
    """
    try:
        with av.open(str(path)) as film:
            next(film.decode(video=0))
    except (OSError, ValueError, IndexError, StopIteration) as error:
        raise _unreadable(path, error) from None


def _conform(path: Path, profile: Profile, background: str, target: Path) -> None:
    picture = target.with_name(f"{target.stem}-picture.mp4")
    encoder = ClipEncoder(picture, profile)
    try:
        for pixels, repeat in _frames(path, profile, background):
            encoder.write(pixels, repeat)
        if encoder.frames < MIN_FRAMES:
            raise RequestError(f"{path} has {encoder.frames} frames: too few for a film. Give a longer one.")
        frames = encoder.close()
        with av.open(str(path)) as film:
            sound = decoded(film) if film.streams.audio else None
        if sound is not None:
            length = frames * RATE // profile.fps
            sound = np.pad(sound[:length], (0, max(0, length - len(sound))))
        join([(picture, frames)], target, profile.fps, sound)
    except RequestError:
        encoder.abort()
        raise
    except (OSError, ValueError) as error:
        encoder.abort()
        raise _unreadable(path, error) from None
    finally:
        picture.unlink(missing_ok=True)


def _frames(path: Path, profile: Profile, background: str) -> Iterator[tuple[Pixels, int]]:
    """Yield the file's pictures on whole frames: each, RGBA, and for how many frames it is shown."""
    canvas = np.full((profile.height, profile.width, 4), 255, np.uint8)
    canvas[..., :3] = [int(background[place : place + 2], 16) for place in (1, 3, 5)]
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        shape = float(stream.sample_aspect_ratio or 1)
        rate = float(stream.average_rate or profile.fps)
        shown, time, first, waiting = 0, 0.0, None, None
        for frame in film.decode(stream):
            time = float(frame.time or 0.0)
            first = time if first is None else first
            due = round((time - first) * profile.fps)
            if due > LONGEST * profile.fps:
                raise RequestError(f"{path} is longer than {LONGEST} s. Is it an intro or outro?")
            if waiting is not None and due > shown:
                yield _placed(waiting, canvas, shape), due - shown
                shown = due
            waiting = frame
        left = round((time - (first or 0.0) + 1 / rate) * profile.fps) - shown
        if waiting is not None and left > 0:
            yield _placed(waiting, canvas, shape), left


def _placed(frame: av.VideoFrame, canvas: Pixels, shape: float) -> Pixels:
    """Return a picture in the middle of the canvas, as large as fits; its pixels are `shape` times as wide as high."""
    height, width = canvas.shape[:2]
    scale = min(width / (frame.width * shape), height / frame.height)
    size = [max(2, 2 * round(side * scale / 2)) for side in (frame.width * shape, frame.height)]
    tagged = frame.colorspace in list(Colorspace)
    guess = Colorspace.ITU709 if frame.height >= HIGH_DEFINITION else Colorspace.ITU601
    small = frame.reformat(
        width=size[0],
        height=size[1],
        format="rgba",
        src_colorspace=None if tagged else guess,
        dst_color_range=ColorRange.JPEG,
        interpolation="BICUBIC",
    ).to_ndarray()
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    placed = canvas.copy()
    placed[top : top + small.shape[0], left : left + small.shape[1], :3] = small[..., :3]
    return placed


def _unreadable(path: Path, error: Exception) -> RequestError:
    reason = getattr(error, "strerror", None) or str(error) or "it holds no picture"
    return RequestError(f"{path} cannot be read as a video: {reason}. Give an MP4 that players play.")
