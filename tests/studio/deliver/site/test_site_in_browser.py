"""A site in Chromium: it plays, seeks, tells what is said, is used by keyboard, keeps to its host, shuts nobody out.

Every beat of the films is a flat colour, so that a frame on the screen tells which beat it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.check.packages import browser
from tests.studio.deliver.narrated_films import PROFILE, SECONDS, beat_colour

pytestmark = pytest.mark.long

FRAME = 1 / PROFILE.fps
SCHEMES = ("dark", "light")
WIDTHS = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
PAGES = ("index.html", "tangent/index.html", "gradient/index.html", "tangent/embed.html")

#: Waits until the film stands still at a frame that has been drawn.
SETTLED = """film => new Promise(done => {
    const settle = () => film.seeking || film.readyState < 2 ? setTimeout(settle, 20) : requestAnimationFrame(done)
    settle() }).then(() => null)"""
COLOUR = """film => { const canvas = document.createElement("canvas"); canvas.width = canvas.height = 1
    const pen = canvas.getContext("2d"); pen.drawImage(film, 0, 0, 1, 1)
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)] }"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    missing = browser.lacking()
    if missing:
        pytest.fail(f"Pages cannot be opened: {missing}.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=browser.executable(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with browser.served(site) as place:
        yield place


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """The first episode, open at its beginning; at the end, nothing was asked of another host and all went well."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    opened, asked, wrong = context.new_page(), [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(address + "tangent/index.html", wait_until="load")
    yield opened
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []


def film(page: Any) -> Any:
    return page.query_selector("video")


def until(page: Any, condition: str) -> None:
    """Wait until a condition on the `film` holds; the page's policy allows no text to be run by the page itself."""
    film(page).evaluate(f"""film => new Promise((done, fail) => {{
        const end = performance.now() + {browser.PATIENCE}
        const look = () => {condition} ? done() : performance.now() > end ? fail(Error("never")) : setTimeout(look, 20)
        look() }})""")


def shown_beat(page: Any) -> int:
    """The beat whose colour is on the screen."""
    film(page).evaluate(SETTLED)
    count = page.locator("button.sentence").count()
    red, green, blue = film(page).evaluate(COLOUR)
    far = [
        sum(abs(a - b) for a, b in zip((red, green, blue), beat_colour(n, count), strict=True)) for n in range(count)
    ]
    assert min(far) < 40
    return far.index(min(far))


def now(page: Any) -> float:
    return float(film(page).evaluate("film => film.currentTime"))


def marked(page: Any, kind: str) -> list[int]:
    return [
        n
        for n, button in enumerate(page.locator(f"button.{kind}").all())
        if button.get_attribute("aria-current") == "true"
    ]


def test_it_plays(page: Any) -> None:
    film(page).evaluate("film => film.play()")
    until(page, "film.currentTime > 0.5")
    film(page).evaluate("film => film.pause()")


def test_a_click_on_a_sentence_leads_to_its_first_frame(page: Any) -> None:
    sentences = page.locator("button.sentence")
    for index in (3, 1, sentences.count() - 1, 0):
        sentences.nth(index).click()
        assert shown_beat(page) == index
        assert abs(now(page) - index * SECONDS) <= FRAME
        assert marked(page, "sentence") == [index]


def test_the_sentence_that_is_said_is_marked_while_it_plays(page: Any) -> None:
    film(page).evaluate(f"film => {{ film.currentTime = {2 * SECONDS - 0.4} }}")
    assert shown_beat(page) == 1
    assert marked(page, "sentence") == [1]
    film(page).evaluate("film => film.play()")
    until(page, f"film.currentTime > {2 * SECONDS + 0.2}")
    film(page).evaluate("film => film.pause()")
    assert marked(page, "sentence") == [2]


def test_a_chapter_leads_to_its_first_frame_and_is_marked(page: Any) -> None:
    starts = film(page).evaluate("""film => { const track = film.querySelector("track[kind=chapters]").track
        track.mode = "hidden"
        return new Promise(done => { const look = () => track.cues?.length
            ? done([...track.cues].map(cue => cue.startTime)) : setTimeout(look, 20); look() }) }""")
    chapters = page.locator("button.chapter")
    assert chapters.count() == len(starts) > 3
    for index in (2, len(starts) - 1, 0):
        chapters.nth(index).click()
        film(page).evaluate(SETTLED)
        assert abs(now(page) - starts[index]) <= FRAME
        assert marked(page, "chapter") == [index]


def test_captions_are_shown_and_can_be_put_away(page: Any) -> None:
    page.locator("button.sentence").nth(2).click()
    showing = """film => { const track = film.querySelector("track[kind=captions]").track
        return [track.mode, track.cues?.length ?? 0, [...(track.activeCues ?? [])].map(cue => cue.text).join(" ")] }"""
    until(page, f"({showing})(film)[2] !== ''")
    mode, count, text = film(page).evaluate(showing)
    assert mode == "showing"
    assert count > 5
    assert text.split()[0] in page.locator("button.sentence").nth(2).inner_text()
    button = page.locator("#captions")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    page.wait_for_selector("#captions[aria-pressed=false]")
    assert film(page).evaluate(showing)[0] == "hidden"


def test_back_and_next_go_from_beat_to_beat(page: Any) -> None:
    for _ in range(2):
        page.locator("#next").click()
    assert shown_beat(page) == 2
    page.locator("#back").click()
    assert shown_beat(page) == 1


def test_a_beat_can_be_repeated(page: Any) -> None:
    page.locator("#repeat").click()
    film(page).evaluate(f"film => {{ film.currentTime = {2 * SECONDS - 0.5} }}")
    film(page).evaluate(SETTLED)
    film(page).evaluate("film => film.play()")
    until(page, f"film.currentTime < {SECONDS + 2}")
    film(page).evaluate("film => film.pause()")
    assert shown_beat(page) == 1


def test_the_keyboard_alone_finds_everything(page: Any) -> None:
    def pressed_until(key: str, wanted: str) -> None:
        for _ in range(80):
            page.keyboard.press(key)
            if page.evaluate(f"document.activeElement.matches({json.dumps(wanted)})"):
                return
        raise AssertionError(f"{key} does not lead to {wanted}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    pressed_until("Tab", "#next")
    page.keyboard.press("Space")
    assert shown_beat(page) == 1
    pressed_until("Tab", "#repeat")
    page.keyboard.press("Enter")
    assert page.locator("#repeat").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Enter")
    pressed_until("Tab", "button.sentence")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert shown_beat(page) == 2
    page.keyboard.press("End")
    page.keyboard.press("Space")
    assert shown_beat(page) == page.locator("button.sentence").count() - 1
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_link_to_a_second_is_followed(page: Any, address: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}tangent/index.html#t={3 * SECONDS + 0.1}")
    until(page, "film.currentTime > 1")
    assert shown_beat(page) == 3


def test_the_look_is_chosen_and_kept(page: Any, address: str) -> None:
    back = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(back)
    page.locator("button.look").click()
    light = page.evaluate(back)
    assert dark != light
    assert film(page).get_attribute("poster") == "poster-light.png"
    page.goto(address + "gradient/index.html")
    assert page.evaluate(back) == light


def test_codes_name_the_place_where_the_site_is(page: Any, address: str) -> None:
    assert f'src="{address}tangent/embed.html"' in page.locator("code").first.inner_text()


def test_formulas_are_laid_out_as_mathematics(page: Any) -> None:
    tall = page.evaluate("""[...document.querySelectorAll("math")].map(one => one.getBoundingClientRect().height)""")
    assert min(tall) > 8
    one, over = page.evaluate("""(() => { const found = document.querySelector("mfrac")
        return [...found.children].map(part => part.getBoundingClientRect().bottom) })()""")
    assert one < over
    assert page.evaluate("document.fonts.check('16px \"Nabla Math\"') && document.fonts.check('16px \"Nabla Sans\"')")


def test_nothing_is_lost_without_javascript(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "tangent/index.html")
    assert page.locator("a.sentence").count() > 5
    assert page.locator("a.sentence").nth(1).get_attribute("href").startswith("tangent.mp4#t=6.0")
    assert page.locator("video[controls]").count() == 1
    assert not page.locator(".controls, button.look, button.copy").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_shuts_anybody_out(chromium: Any, address: str, scheme: str, width: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    wide, high = WIDTHS[width]
    context = chromium.new_context(viewport={"width": wide, "height": high}, color_scheme=scheme, bypass_csp=True)
    found = []
    for name in PAGES:
        page = context.new_page()
        page.goto(address + name, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        report = Axe().run(page).response
        assert report["passes"]
        found += [
            f"{name}: {fault['id']}: {fault['help']}: {node['html'][:160]}"
            for fault in report["violations"]
            for node in fault["nodes"]
        ]
        page.close()
    context.close()
    assert found == []
