"""The pages of a site as data: what the templates are filled with. No file is read or written here but films' own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from markupsafe import Markup

from scenes.script.notes import Notes, Reference
from studio.captions.clock import clock, duration
from studio.deliver.episode_films import EpisodeFilm
from studio.deliver.site.mathml import mathml
from studio.deliver.site.timeline import chapters
from studio.manifest import Chapter, FilmedBeat


@dataclass(frozen=True, slots=True)
class Written:
    """The written side of a lesson, in MathML: (name, formula) of each fact, (why, line) of each step."""

    formula: Markup
    facts: tuple[tuple[str, Markup], ...]
    derivation: tuple[tuple[str, Markup], ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of an episode. Files are named relative to the page's own folder, which is called `id`."""

    id: str
    number: int
    title: str
    description: str
    length: str
    duration: str
    width: int
    height: int
    fps: int
    chapters: tuple[Chapter, ...]
    beats: tuple[FilmedBeat, ...]
    written: Written | None

    @property
    def video(self) -> str:
        """Return the name of the film's file."""
        return f"{self.id}.mp4"

    @property
    def downloads(self) -> tuple[tuple[str, str, str], ...]:
        """Return what can be taken away, as (file, what it is, its kind)."""
        return (
            (self.video, "The film", "MP4"),
            (f"{self.id}.srt", "Captions for players and editors", "SRT"),
            (f"{self.id}.vtt", "Captions for web pages", "WebVTT"),
            ("chapters.vtt", "Chapters for web pages", "WebVTT"),
            ("poster-dark.png", "Poster, dark", "PNG"),
            ("poster-light.png", "Poster, light", "PNG"),
        )

    def narrated_beats(self, chapter: Chapter) -> tuple[FilmedBeat, ...]:
        """Return the beats of a chapter over which something is said."""
        return tuple(beat for beat in self.beats if beat.say and chapter.start <= beat.start < chapter.stop)

    def clock(self, frame: int) -> str:
        """Return when a frame is shown as people write it, 1:05."""
        return clock(frame / self.fps)

    def inside(self, frame: int) -> float:
        """Return the middle of a frame (s): a player sent there shows this frame, however it rounds."""
        return round((frame + 0.5) / self.fps, 4)

    def codes(self, url: str) -> tuple[tuple[str, str], ...]:
        """Return what shows the film on another page, as (name, code); the site is at `url`, or "" if not known."""
        place, title, size = f"{url}{self.id}", escape(self.title), f'width="{self.width}" height="{self.height}"'
        return (
            ("A frame", f'<iframe src="{place}/embed.html" {size} title="{title}" allow="fullscreen"></iframe>'),
            (
                "A video element",
                f'<video src="{place}/{self.video}" poster="{place}/poster-dark.png" {size} controls playsinline '
                f'preload="none" aria-label="{title}"></video>',
            ),
            ("Markdown", f"[![{self.title}]({place}/poster-dark.png)]({place}/index.html)"),
        )


def page(film: EpisodeFilm, notes: Notes | None, roles: Collection[str]) -> tuple[Page, str]:
    """Return the page of a film with what is written about its lesson, and the style sheet of its mathematics."""
    manifest = film.manifest
    written, style = (None, "") if notes is None else _written(notes, roles)
    made = Page(
        id=film.episode.id,
        number=film.number,
        title=manifest.title,
        description=manifest.description,
        length=clock(manifest.seconds),
        duration=duration(manifest.seconds),
        width=manifest.width,
        height=manifest.height,
        fps=manifest.fps,
        chapters=chapters(manifest),
        beats=manifest.beats,
        written=written,
    )
    return made, style


def neighbours(pages: Sequence[Page]) -> dict[str, tuple[Page | None, Page | None]]:
    """Return the pages before and after each, by id."""
    around = [None, *pages, None]
    return {one.id: (before, after) for (before, one), (_, after) in pairwise(pairwise(around)) if one is not None}


def _written(notes: Notes, roles: Collection[str]) -> tuple[Written, str]:
    sources = [notes.formula, *(typst for _, typst in notes.facts), *(line.typst for line in notes.derivation)]
    set_ = mathml(sources, roles)
    formula, *rest = set_.formulas
    facts = tuple(zip((_begun(name) for name, _ in notes.facts), rest, strict=False))
    derivation = tuple(zip((_begun(line.why) for line in notes.derivation), rest[len(facts) :], strict=True))
    return Written(formula, facts, derivation, notes.references), set_.style


def _begun(words: str) -> str:
    """Return words with a capital at their beginning, unless that is a symbol: w after one step."""
    return words if words[1:2] in ("", " ") else words[0].upper() + words[1:]
