"""What every film must be, wherever it goes: H.264 that any player shows, and clips can be joined to."""

from __future__ import annotations

from itertools import groupby, pairwise

from studio.check.report.finding import Finding, Findings, found, same, unseen
from studio.manifest import Manifest
from studio.media.track_info import Track

#: How many pictures in a row are coded from both sides.
B_FRAMES = 2


def video_findings(track: Track, manifest: Manifest | None) -> Findings:
    """Check the codec, the frames and their times, and the colour tags."""
    yield same("codec", f"{track.codec} {track.profile}", "h264 High")
    yield same("pixel-format", track.pixel_format, "yuv420p")
    yield found(
        "progressive", f"{track.interlaced} interlaced of {track.key_frames_read} key frames", "0", not track.interlaced
    )
    yield from _time_findings(track)
    yield from _gop_findings(track)
    yield _frame_count(track, manifest)
    yield same("colour-primaries", track.primaries, "bt709")
    yield same("colour-transfer", track.transfer, "bt709")
    yield same("colour-matrix", track.matrix, "bt709")
    yield same("colour-range", track.range, "tv")


def _time_findings(track: Track) -> Findings:
    times = track.shown
    steps = {after - before for before, after in pairwise(times)}
    figure = f"{track.fps:g} frames/s" if len(steps) <= 1 else f"{len(steps)} different steps between frames"
    yield found("constant-frame-rate", figure, "one step between frames", len(steps) <= 1)
    first = float(times[0] * track.tick) if times else None
    yield found("first-timestamp", "no frames" if first is None else f"{first:g} s", "0 s", first == 0)


def _gop_findings(track: Track) -> Findings:
    order = {pts: number for number, pts in enumerate(track.shown)}
    keys = [order[packet.pts] for packet in track.packets if packet.key]
    longest = max((after - before for before, after in zip(keys, [*keys[1:], len(order)], strict=True)), default=0)
    most = max(1, int(track.fps / 2))
    yield found("gop-length", f"{longest} frames", f"≤ {most} (half a second)", 0 < longest <= most)
    leading = _leading_pictures(track)
    yield found("gop-closed", f"{leading} pictures before their key frame", "0", leading == 0 and bool(keys))
    pictures = {packet.pts: packet.picture for packet in track.packets}
    runs = [len(list(run)) for kind, run in groupby(pictures[pts] for pts in track.shown) if kind == "B"]
    yield found("b-frames", f"{max(runs, default=0)} in a row", str(B_FRAMES), max(runs, default=0) == B_FRAMES)


def _leading_pictures(track: Track) -> int:
    """Count pictures that are decoded after a key frame and shown before it: they look back into the GOP before."""
    leading, key = 0, track.packets[0].pts if track.packets else 0
    for packet in track.packets:
        if packet.key:
            key = packet.pts
        leading += packet.pts < key
    return leading


def _frame_count(track: Track, manifest: Manifest | None) -> Finding:
    limit = "the sum of its clips'"
    if manifest is None:
        return unseen("frame-count", Manifest.MISSING, limit, "manifest")
    clips = sum(beat.frames for beat in manifest.beats)
    held = len(track.packets) == manifest.frames == clips
    return found(
        "frame-count", f"{len(track.packets)} frames", f"{clips} of {len(manifest.beats)} clips", held, "manifest"
    )


def sound_findings(track: Track) -> Findings:
    """Check the sound's codec, channels and sampling rate; a silent film is as it should be."""
    sound = track.sound
    if sound is None:
        yield found("sound", "silent", "AAC-LC stereo 48 kHz, or none", True)
        return
    yield same("sound-codec", f"{sound.codec} {sound.profile}", "aac LC")
    yield found("sound-channels", sound.channels, "2", sound.channels == 2)
    yield found("sound-rate", f"{sound.rate} Hz", "48000 Hz", sound.rate == 48_000)
