"""A beat for other people's pages: as MP4, WebM with alpha, GIF and pictures, with what to paste."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from studio.check.packages.embed import MOST_BYTES
from studio.deliver.beat_clips import BeatClip, beat_clip, rest_frames
from studio.deliver.embed.animated_gif import make_gif
from studio.deliver.embed.snippets import snippets
from studio.deliver.slides.deck import Deck
from studio.deliver.slides.powerpoint import make_powerpoint
from studio.errors import RequestError
from studio.media.frames import frames
from studio.sources.lesson_lookup import LessonRef, find_lesson, split_beat
from studio.sources.script_cache import resolve_script
from studio.store.atomic_write import published_folder

if TYPE_CHECKING:
    from studio.deliver.episode_films import EpisodeFilm
    from studio.manifest import FilmedBeat, Manifest
    from studio.profile import Profile
    from studio.store.clip_store import Store


@dataclass(frozen=True, slots=True)
class LessonBeats:
    """Beats of a lesson that are to be embedded, by name."""

    lesson: LessonRef
    typed: str
    beats: tuple[str, ...]


def parse_beats(texts: Sequence[str], settings: Mapping[str, str], scripts: Path) -> tuple[LessonBeats, ...]:
    """Return the beats of each lesson that LESSON[/BEAT]… ask for; without BEAT those that loop, or all if none does.

    Raises:
        NablaError: there is no such lesson or beat, or a param is wrong.
    """
    beats: dict[LessonRef, dict[str, None]] = {}
    typed: dict[LessonRef, str] = {}
    for text in texts:
        name, slash, typed_beat = split_beat(text)
        ref = find_lesson(name)
        typed[ref] = name
        outline = resolve_script(ref, settings, {}, scripts).outline
        names = [beat.name for beat in outline.beats]
        beat = typed_beat.replace("-", "_")
        if slash and beat not in names:
            raise RequestError.unknown(f"beat of {ref.name} called", beat, names)
        wanted = [beat] if slash else [one.name for one in outline.beats if one.loop] or names
        beats.setdefault(ref, {}).update(dict.fromkeys(wanted))
    return tuple(LessonBeats(ref, typed[ref], tuple(chosen)) for ref, chosen in beats.items())


def make_embed(film: EpisodeFilm, beat: FilmedBeat, profile: Profile, store: Store, folder: Path) -> Path:
    """Publish the package of one of the film's beats as `folder` and return that.

    Raises:
        DrawingError: the lesson raised.
    """
    # Not above: it draws, and brings manim.
    from studio.deliver.embed.transparent_clip import FORMAT, clear_clip

    kept = store.root / "clear" / f"{beat.clip}-{FORMAT}.webm"
    ground = profile.theme.background
    clear = clear_clip(
        film.order.lesson.load(), film.order.settings, beat.name, profile, rest_frames(profile), ground, kept
    )
    with published_folder(folder) as draft:
        clip = beat_clip(beat, profile, store, draft / "clip.mp4")
        shutil.copyfile(clear.path, draft / "clip.webm")
        shutil.copyfile(clear.still, draft / "poster.png")
        make_gif(clip.path, profile.fps, draft / "clip.gif", loop=beat.loop, most_bytes=MOST_BYTES)
        Image.fromarray(next(frames(clip.path))).save(draft / "first.png")
        shutil.copyfile(clip.still, draft / "last.png")
        _write_manifest(film.manifest, clip, draft / "manifest.json")
        _write_snippets(film, clip, profile, draft / "snippets")
    return folder


def _write_manifest(film: Manifest, clip: BeatClip, path: Path) -> None:
    """Write what the clip was made from: the film's manifest, of this beat alone and as long as it is here."""
    rest = clip.frames - clip.moves[-1][1]
    moves = tuple(move.model_copy(update={"hold": rest}) for move in clip.beat.moves)
    # What comes before the last rest counts as motion.
    lengths = {"start": 0, "frames": clip.frames, "motion": clip.frames - rest, "hold": rest}
    beat = clip.beat.model_copy(update={**lengths, "moves": moves})
    film.model_copy(update={"frames": clip.frames, "beats": (beat,), "file": None}).write(path)


def _write_snippets(film: EpisodeFilm, clip: BeatClip, profile: Profile, folder: Path) -> None:
    folder.mkdir()
    made = snippets(clip.beat.say, profile.width, profile.height, loop=clip.beat.loop)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    make_powerpoint(Deck(film.manifest.title, "en", (clip,), profile), folder / "powerpoint.pptx")
