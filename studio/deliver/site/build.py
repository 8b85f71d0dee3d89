"""A site, built: pages out of templates, and beside them films, captions, chapters, posters, fonts and style sheets."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from scenes.drawing.theme.theme import ASSETS, Theme
from scenes.script.notes import Notes
from studio.deliver.episode_films import EpisodeFilm
from studio.deliver.site.contour_header import level_lines
from studio.deliver.site.pages import Page, neighbours, page
from studio.deliver.site.posters import poster
from studio.deliver.site.themes import color_schemes, colours, web_fonts
from studio.deliver.site.timeline import chapter_track
from studio.errors import RequestError
from studio.requests.series import Series
from studio.store.atomic_write import published_folder
from studio.store.clip_store import Store

#: Returns the PNG of a film's poster in a theme: `studio.deliver.site.posters.poster`.
Draw = Callable[[EpisodeFilm, Theme, Store], Path]


def make_site(
    series: Series,
    films: Sequence[EpisodeFilm],
    theme: Theme,
    store: Store,
    target: Path,
    url: str = "",
    *,
    draw: Draw = poster,
) -> Path:
    """Publish the site of a series' films as the folder `target` and return that.

    `theme` is what the films are drawn in; `url` is where the site will be, with a slash at its end, if that is known;
    `draw` returns the PNG of a film's poster in a theme.

    Raises:
        NablaError: a lesson has no notes for its params.
        DrawingError: a poster cannot be drawn.
    """
    themes = color_schemes(theme)
    made = [page(film, _notes(film), theme.roles) for film in films]
    pages = [one for one, _ in made]
    drawn = [{scheme: draw(film, one, store) for scheme, one in themes.items()} for film in films]
    written = _html(series, pages, url)
    with published_folder(target) as draft:
        for film, one, pictures in zip(films, pages, drawn, strict=True):
            _add_episode(film, one, pictures, draft / one.id)
        for name, text in written.items():
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
        for name, data in web_fonts(written.values()).items():
            (draft / name).write_bytes(data)
        for source in files(__package__).joinpath("static").iterdir():
            (draft / source.name).write_bytes(source.read_bytes())
        shutil.copyfile(ASSETS / "fonts" / "OFL.txt", draft / "nabla-sans.txt")
        (draft / "colours.css").write_text(colours(themes), encoding="utf-8", newline="\n")
        style = "\n".join(dict.fromkeys(style for _, style in made if style))
        (draft / "mathematics.css").write_text(style, encoding="utf-8", newline="\n")
    return target


def checked_url(url: str) -> str:
    """Return the address of a site with a slash at its end, or "" for none.

    Raises:
        RequestError: it is no address of a web page.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or set(url) & set(" \"'<>")
        or parts.query
        or parts.fragment
    ):
        raise RequestError(
            f"--url {url[:80]!r} is no address of a site. Type, for example, https://example.org/calculus/."
        )
    return url.rstrip("/") + "/"


def _notes(film: EpisodeFilm) -> Notes | None:
    lesson = film.order.lesson.load()
    return lesson.notes_of(lesson.read_params(film.order.settings))


def _html(series: Series, pages: Sequence[Page], url: str) -> dict[str, str]:
    """Return each page's text by its path in the site."""
    templates = Environment(
        loader=PackageLoader("studio.deliver.site"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    whole = {"series": series, "pages": pages, "url": url}
    written = {"index.html": templates.get_template("index.html").render(whole, root="", lines=level_lines())}
    for one in pages:
        before, after = neighbours(pages)[one.id]
        about = {"page": one, "before": before, "after": after, "root": "../"}
        for name in ("index.html", "embed.html"):
            template = templates.get_template("episode.html" if name == "index.html" else name)
            written[f"{one.id}/{name}"] = template.render(whole, **about)
    return written


def _add_episode(film: EpisodeFilm, one: Page, pictures: Mapping[str, Path], folder: Path) -> None:
    """Put the files of an episode into its folder."""
    folder.mkdir()
    for ending in (".mp4", ".srt", ".vtt", ".json"):
        shutil.copyfile(film.film.path.with_suffix(ending), folder / f"{one.id}{ending}")
    (folder / "chapters.vtt").write_text(chapter_track(one.chapters, one.fps), encoding="utf-8", newline="\n")
    for scheme, picture in pictures.items():
        shutil.copyfile(picture, folder / f"poster-{scheme}.png")
