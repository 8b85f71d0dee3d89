"""A reveal.js deck: one file, opened in a real browser with no network, led forward and back by its arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree, html

from studio.check.packages import browser
from studio.check.report.finding import Findings, found, unseen
from studio.errors import RequestError

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Attributes that make a browser fetch something; an address in `<a href>` waits for a click.
_FETCHED = ("src", "poster", "data-src", "data-background-video", "data-background-image", "data-background-iframe")

#: At most so many steps are on a slide; where a deck is: slide across, slide down, step (-1 before the first).
_STEPS = 50
_PLACE = "() => { const at = Reveal.getIndices(); return [at.h, at.v, at.f ?? -1] }"
#: The film of the slide that is shown: in it, or behind it.
_FILM = """() => Reveal.getCurrentSlide().querySelector('video')
    ?? document.querySelector('.slide-background.present video')"""
#: Play a film's end, and tell whether it "ended", began "again", or got "stuck".
_AT_END = """film => new Promise(done => {
    let reached = false
    const watch = () => {
        if (film.currentTime > film.duration - 0.2) reached = true
        else if (reached && film.currentTime < film.duration / 2) return done('again')
        requestAnimationFrame(watch) }
    const begin = () => { film.currentTime = Math.max(0, film.duration - 0.15); film.play().catch(() => 0); watch() }
    film.addEventListener('ended', () => setTimeout(() => done('ended'), 200), {once: true})
    film.readyState ? begin() : film.addEventListener('loadedmetadata', begin, {once: true})
    setTimeout(() => done('stuck'), 3000) })"""


def is_deck(path: Path) -> bool:
    """Return whether an HTML file is made of reveal.js' slides."""
    return bool(_page(path).xpath("//*[contains(concat(' ', @class, ' '), ' reveal ')]//section"))


def deck_findings(path: Path) -> Findings:
    """Check whether a deck is one file, works without a network, pauses, loops where it says so, and goes back."""
    elsewhere = _fetched(_page(path))
    figure = f"{len(elsewhere)} other files" + (f", {elsewhere[0][:60]}" if elsewhere else "")
    yield found("deck-one-file", figure, "0", not elsewhere)
    limits = {
        "deck-offline": "0 requests",
        "deck-forward": "every slide by →",
        "deck-pauses": "stays until a key is pressed",
        "deck-loops": "every slide that is marked to",
        "deck-back": "the first slide by ←",
    }
    missing = browser.lacking()
    if missing:
        yield from (unseen(name, missing, limit) for name, limit in limits.items())
        return
    with browser.opened_page() as page:
        results = _led(page, path)
    for name, limit in limits.items():
        figure, held = results.get(name, ("no deck started", False))
        yield found(name, figure, limit, held)


@dataclass(slots=True)
class _Walk:
    """What was seen on the way through a deck: slides, and how many went on by themselves, should loop, and do."""

    visited: set[tuple[int, int]] = field(default_factory=set)
    moved_on: int = 0
    marked: int = 0
    looped: int = 0


def _led(page: Page, path: Path) -> dict[str, tuple[str, bool]]:
    """Lead a deck from its first slide to the last and back; return what was seen, by check."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(True)
    page.goto(path.resolve().as_uri(), wait_until="load")
    if not page.evaluate("() => typeof Reveal === 'object' || typeof Reveal === 'function'"):
        return {}
    page.wait_for_function("() => Reveal.isReady()")
    total = int(page.evaluate("() => Reveal.getTotalSlides()"))
    first = page.evaluate(_PLACE)
    walk = _Walk()
    for _ in range(total * _STEPS):
        before = _stay(page, walk)
        page.keyboard.press("ArrowRight")
        if page.evaluate(_PLACE) == before:
            break
    for _ in range(total * _STEPS):
        before = page.evaluate(_PLACE)
        page.keyboard.press("ArrowLeft")
        if page.evaluate(_PLACE) == before:
            break
    last = page.evaluate(_PLACE)
    outside = [url for url in requests[1:] if not url.startswith(("data:", "blob:"))]
    return {
        "deck-offline": (f"{len(outside)} requests", not outside),
        "deck-forward": (f"{len(walk.visited)} of {total} slides", len(walk.visited) >= total > 0),
        "deck-pauses": (f"{walk.moved_on} slides do not", walk.moved_on == 0),
        "deck-loops": (f"{walk.looped} of {walk.marked}", walk.looped == walk.marked),
        "deck-back": (f"slide {last[0] + 1}", last == first),
    }


def _stay(page: Page, walk: _Walk) -> object:
    """Play the film of a slide that is new to its end, and return where the deck is then."""
    place = page.evaluate(_PLACE)
    if _slide(place) in walk.visited:
        return place
    walk.visited.add(_slide(place))
    film = page.evaluate_handle(_FILM).as_element()
    if film is None:
        return place
    ending, loops = film.evaluate(_AT_END), film.evaluate("film => film.loop")
    after = page.evaluate(_PLACE)
    walk.visited.add(_slide(after))
    walk.marked += loops
    walk.looped += loops and ending == "again"
    walk.moved_on += (ending != "ended" and not loops) or after != place
    return after


def _slide(place: Sequence[int]) -> tuple[int, int]:
    return place[0], place[1]


def _fetched(page: html.HtmlElement) -> list[str]:
    """Return the addresses of what a page fetches from outside its own file."""
    addresses = [value for name in _FETCHED for value in page.xpath(f"//@{name}")]
    addresses += page.xpath("//link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href")
    return [address for address in addresses if address.strip() and not address.startswith(("data:", "#", "blob:"))]


def _page(path: Path) -> html.HtmlElement:
    try:
        # A film of 10 MB in an attribute is more than libxml2 takes unless it is told to.
        return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(huge_tree=True, encoding="utf-8"))
    except etree.ParserError as error:
        raise RequestError(f"{path} cannot be read as HTML ({error}).") from None
