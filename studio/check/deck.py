"""A reveal.js deck: one file, opened in a real browser with no network, led forward and back by its arrow keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree, html

from studio.check import browser
from studio.check.finding import Findings, found, unseen
from studio.errors import RequestError

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Attributes that make a browser fetch something; an address in `<a href>` waits for a click.
_FETCHED = ("src", "poster", "data-src", "data-background-video", "data-background-image", "data-background-iframe")

_SLIDE = "() => { const at = Reveal.getIndices(); return [at.h, at.v, at.f ?? -1].join('/') }"
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
    """Tell whether an HTML file is made of reveal.js' slides."""
    return bool(_page(path).xpath("//*[contains(concat(' ', @class, ' '), ' reveal ')]//section"))


def deck_findings(path: Path) -> Findings:
    """Tell whether a deck is one file, works without a network, pauses, loops where it says so, and goes back."""
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
        told = dict(_led(page, path))
    for name, limit in limits.items():
        figure, held = told.get(name, ("no deck started", False))
        yield found(name, figure, limit, held)


def _led(page: Page, path: Path) -> list[tuple[str, tuple[str, bool]]]:
    """Lead a deck from its first slide to the last and back; return what was seen, by check."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(True)
    page.goto(path.resolve().as_uri(), wait_until="load")
    if not page.evaluate("() => typeof Reveal === 'object' || typeof Reveal === 'function'"):
        return []
    page.wait_for_function("() => Reveal.isReady()")
    total = int(page.evaluate("() => Reveal.getTotalSlides()"))
    visited, moved_on, looped, marked = [page.evaluate(_SLIDE)], 0, 0, 0
    for _ in range(2 * total):
        film = page.evaluate_handle(_FILM).as_element()
        if film is not None:
            ending, loops = film.evaluate(_AT_END), film.evaluate("film => film.loop")
            marked += loops
            looped += loops and ending == "again"
            moved_on += (ending != "ended" and not loops) or page.evaluate(_SLIDE) != visited[-1]
            visited.append(page.evaluate(_SLIDE))
        page.keyboard.press("ArrowRight")
        now = page.evaluate(_SLIDE)
        if now == visited[-1]:
            break
        visited.append(now)
    for _ in range(2 * total):
        page.keyboard.press("ArrowLeft")
    back = page.evaluate(_SLIDE)
    outside = [url for url in requests[1:] if not url.startswith(("data:", "blob:"))]
    return [
        ("deck-offline", (f"{len(outside)} requests", not outside)),
        ("deck-forward", (f"{len(set(visited))} of {total} slides", len(set(visited)) >= total > 0)),
        ("deck-pauses", (f"{moved_on} slides do not", moved_on == 0)),
        ("deck-loops", (f"{looped} of {marked}", looped == marked)),
        ("deck-back", (back, back == visited[0])),
    ]


def _fetched(page: html.HtmlElement) -> list[str]:
    """Return the addresses of what a page fetches from outside its own file."""
    addresses = [value for name in _FETCHED for value in page.xpath(f"//@{name}")]
    addresses += page.xpath("//link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href")
    return [address for address in addresses if address.strip() and not address.startswith(("data:", "#", "blob:"))]


def _page(path: Path) -> html.HtmlElement:
    try:
        return html.document_fromstring(path.read_bytes())
    except etree.ParserError as error:
        raise RequestError(f"{path} cannot be read as HTML ({error}).") from None
