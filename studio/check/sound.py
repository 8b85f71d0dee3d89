"""Sound, where there is any: what YouTube takes without converting it."""

from __future__ import annotations

from studio.check.finding import Findings, found, same
from studio.check.track import Track


def sound_findings(track: Track) -> Findings:
    """Tell of the sound's codec, channels and sampling rate; a silent film is as it should be."""
    sound = track.sound
    if sound is None:
        yield found("sound", "silent", "AAC-LC stereo 48 kHz, or none", True)
        return
    yield same("sound-codec", f"{sound.codec} {sound.profile}", "aac LC")
    yield found("sound-channels", sound.channels, "2", sound.channels == 2)
    yield found("sound-rate", f"{sound.rate} Hz", "48000 Hz", sound.rate == 48_000)
