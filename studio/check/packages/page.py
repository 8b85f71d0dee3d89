"""A page of the site, opened in a real browser from a server: it plays, seeks, shows captions, and keeps to itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from studio.check.packages import browser
from studio.check.report.finding import Findings, found, unseen

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Checks of a page with a film, and what they ask for.
FILM = {
    "page-plays": "time goes on",
    "page-seeks": "the middle of the film is shown",
    "page-captions": "shown while the film is",
    "page-chapters": "a click on a chapter goes there",
    "page-keyboard": "Tab and Enter go there, too",
}
OWN_HOST = "0 requests to other hosts"
#: A frame for other people's pages holds the film alone.
FRAME, FRAMED = "embed.html", ("page-plays", "page-seeks", "page-captions")
#: How far from its beginning (s) a chapter may be found, and how often Tab is pressed to get there.
NEAR, TABS = 1.0, 200
#: How many half seconds to wait at most until a page asks for nothing more.
QUIET = 20

_SETTLED = """film => new Promise(done => { film.muted = true
    setTimeout(() => done(false), 5000)
    film.readyState > 1 ? done(true) : film.addEventListener('loadeddata', () => done(true))
    film.preload = 'auto'; if (!film.readyState) film.load() })"""
_PLAYS = """async film => { const before = film.currentTime
    await film.play().catch(() => 0)
    await new Promise(done => { setTimeout(done, 3000)
        film.addEventListener('timeupdate', () => film.currentTime > before + 0.2 && done()) })
    film.pause()
    return film.currentTime - before }"""
_SEEKS = """film => new Promise(done => { setTimeout(() => done(-1), 3000)
    film.addEventListener('seeked', () => done(film.currentTime), {once: true})
    film.currentTime = film.duration / 2 })"""
_CAPTIONS = """film => new Promise(done => {
    const track = [...film.textTracks].find(track => ['captions', 'subtitles'].includes(track.kind))
    if (!track) return done('no track of captions')
    if (track.mode !== 'showing') return done('not shown unless asked for')
    const look = () => { const cue = track.cues?.[0]; if (!cue) return
        film.addEventListener('seeked', () => setTimeout(() => done(
            track.activeCues.length ? '' : 'none at the time of the first'), 300), {once: true})
        film.currentTime = (cue.startTime + cue.endTime) / 2 }
    track.cues?.length ? look() : film.querySelector('track').addEventListener('load', look)
    setTimeout(() => done('none in the file'), 3000) })"""
_CHAPTERS = """film => new Promise(done => {
    const element = film.querySelector('track[kind=chapters]')
    if (!element) return done([])
    if (element.track.mode === 'disabled') element.track.mode = 'hidden'
    const tell = () => done([...(element.track.cues ?? [])].map(cue => [cue.text, cue.startTime]))
    element.track.cues?.length ? tell() : element.addEventListener('load', tell)
    setTimeout(tell, 3000) })"""
_BEGIN = """film => new Promise(done => { film.pause(); setTimeout(done, 3000)
    film.addEventListener('seeked', () => done(), {once: true})
    film.currentTime = 0 })"""
#: What an element says, unless it leads to another page: a lesson may be called what a chapter is called.
_NAMED = """at => !at || at === document.body || (at.href && at.href.split('#')[0] !== location.href.split('#')[0])
    ? '' : at.textContent"""


def page_findings(path: Path, root: Path | None = None) -> Findings:
    """Check a page that lies in the site `root`; the front page of a site needs no film."""
    root = root or _root(path)
    front = path == root / "index.html" and any(root.glob("*/index.html"))
    names = () if front else FRAMED if path.name == FRAME else tuple(FILM)
    missing = browser.lacking()
    if missing:
        yield from (unseen(name, missing, FILM[name]) for name in names)
        yield unseen("page-own-host", missing, OWN_HOST)
        return
    results: dict[str, tuple[str, bool]] = {}
    with browser.served(root) as address, browser.opened_page() as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address + path.relative_to(root).as_posix(), wait_until="load")
        film = page.query_selector("video")
        if film is not None and names:
            results = _played(page, film, chapters="page-chapters" in names)
        _wait_for_quiet(page, requests)
    for name in names:
        figure, held = results.get(name, ("there is no film", False))
        yield found(name, figure, FILM[name], held)
    elsewhere = [
        url for url in requests if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(address)
    ]
    figure = f"{len(elsewhere)} of {len(requests)} requests" + (f", {elsewhere[0][:60]}" if elsewhere else "")
    yield found("page-own-host", figure, OWN_HOST, not elsewhere)


def _wait_for_quiet(page: Page, requests: list[str]) -> None:
    """Wait until nothing more is asked for, but not for ever: a long film is loaded for as long as it is open."""
    for _ in range(QUIET):
        before = len(requests)
        page.wait_for_timeout(500)
        if len(requests) == before:
            return


def _played(page: Page, film: Any, *, chapters: bool) -> dict[str, tuple[str, bool]]:
    """Use a film's player as a person would; return what was seen, by check."""
    if not film.evaluate(_SETTLED):
        nothing = ("no picture comes", False)
        return dict.fromkeys(FILM, nothing)
    passed, length = film.evaluate(_PLAYS), film.evaluate("film => film.duration")
    middle, captions = film.evaluate(_SEEKS), film.evaluate(_CAPTIONS)
    results = {
        "page-plays": (f"{passed:.2f} s went by", passed > 0.1),
        "page-seeks": (f"{middle:.2f} s of {length:.2f} s", abs(middle - length / 2) < NEAR),
        "page-captions": (captions or "shown", not captions),
    }
    if chapters:
        results |= _switched(page, film, film.evaluate(_CHAPTERS))
    return results


def _switched(page: Page, film: Any, chapters: list[tuple[str, float]]) -> dict[str, tuple[str, bool]]:
    """Go to the last chapter by a click, and from the beginning by the keyboard."""
    if not chapters:
        return dict.fromkeys(("page-chapters", "page-keyboard"), ("there are no chapters", False))
    title, start = chapters[-1]
    shown = page.query_selector_all("a, button, [role=button]")
    control = next((one for one in shown if title in one.evaluate(_NAMED)), None)
    if control is None:
        return dict.fromkeys(("page-chapters", "page-keyboard"), (f"nothing to click for “{title}”", False))
    film.evaluate(_BEGIN)
    control.click()
    clicked = _arrived(page, film, start)
    film.evaluate(_BEGIN)
    page.evaluate("() => document.activeElement?.blur()")
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if title in page.evaluate(f"() => ({_NAMED})(document.activeElement)"):
            page.keyboard.press("Enter")
            break
    return {"page-chapters": clicked, "page-keyboard": _arrived(page, film, start)}


def _arrived(page: Page, film: Any, start: float) -> tuple[str, bool]:
    """Return where the film is once it has had the time to get to a second."""
    for _ in range(20):
        now = film.evaluate("film => film.currentTime")
        if abs(now - start) <= NEAR:
            break
        page.wait_for_timeout(100)
    return f"{now:.2f} s for {start:.2f} s", abs(now - start) <= NEAR


def _root(page: Path) -> Path:
    """Return the folder of the site that a page lies in: the highest one with a page of its own."""
    root = page.resolve().parent
    while (root.parent / "index.html").is_file():
        root = root.parent
    return root
