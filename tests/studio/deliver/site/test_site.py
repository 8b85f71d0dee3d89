"""A site as files: its pages parsed, its links followed, its tracks and its numbers compared with what they tell of."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from mathkit import Function, Gradient, Tangent, format_number, typst_number
from scenes.script.outline import Beat
from studio.deliver.site import checked_url, make_site
from studio.deliver.site.posters import poster_beat
from studio.deliver.site.themes import color_schemes
from studio.deliver.site.timeline import chapter_track, chapters
from studio.errors import RequestError
from studio.requests.film_request import read_request
from studio.sources.lesson_lookup import find_theme
from studio.store.clip_store import Store
from tests.studio.deliver.narrated_films import PROFILE, SECONDS, flat_poster, narrated_films
from tests.studio.manifests import manifest

PAGES = ("index.html", "tangent/index.html", "gradient/index.html", "tangent/embed.html", "gradient/embed.html")
FPS = 15


def tree(site: Path, page: str) -> html.HtmlElement:
    return html.fromstring((site / page).read_bytes())


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_of_the_site(site: Path, page: str) -> None:
    place = f"https://site.test/{page}"
    links = [link for _, _, link, _ in tree(site, page).iterlinks()]
    posters = [video.get("poster") for video in tree(site, page).iter("video")]
    assert links
    for link in [*links, *posters]:
        whole = urlsplit(urljoin(place, link))
        assert whole.netloc == "site.test", link
        assert (site / unquote(whole.path).lstrip("/")).is_file(), link


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_other_host(site: Path, page: str) -> None:
    text = (site / page).read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/1998/Math/MathML"', "")
    assert not re.findall(r"(?:https?:)?//[\w.]+", text)
    (policy,) = tree(site, page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_a_strict_policy_finds_no_style_or_script_in_a_page(site: Path, page: str) -> None:
    whole = tree(site, page)
    assert not whole.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]")


def test_style_sheets_name_only_files_of_the_site(site: Path) -> None:
    for sheet in site.glob("*.css"):
        for link in re.findall(r"url\(\"?([^\")]+)", sheet.read_text(encoding="utf-8")):
            assert (site / link).is_file(), link
    assert (site / "nabla-sans.txt").read_text(encoding="utf-8").startswith("Copyright (c) 2010-2014 by tyPoland")


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique_and_what_names_them_is_there(site: Path, page: str) -> None:
    whole = tree(site, page)
    ids = whole.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(whole.xpath("//@aria-labelledby")) <= set(ids)
    assert {link[1:] for link in whole.xpath("//a/@href") if link.startswith("#")} <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_headings_begin_with_one_of_the_first_level_and_skip_none(site: Path, page: str) -> None:
    levels = [int(heading.tag[1]) for heading in tree(site, page).xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_what_a_person_wrote_is_text_and_not_markup(site: Path) -> None:
    whole = tree(site, "tangent/index.html")
    assert whole.xpath("//h1")[0].text_content() == 'A "tangent" & more'
    assert whole.xpath("//title")[0].text == 'A "tangent" & more · Slopes & <signs>'
    frame = html.fromstring(whole.xpath("//code")[0].text_content())
    assert frame.get("title") == 'A "tangent" & more'


def test_each_sentence_leads_to_its_beat(site: Path) -> None:
    links = tree(site, "tangent/index.html").xpath("//a[contains(@class, 'sentence')]")
    assert len(links) > 5
    for index, link in enumerate(links):
        assert link.get("href") == f"tangent.mp4#t={link.get('data-start')}"
        assert 0 < float(link.get("data-start")) - index * SECONDS < 1 / FPS
        assert float(link.get("data-end")) == (index + 1) * SECONDS


def test_chapters_as_a_list_and_as_a_track_are_the_same(site: Path) -> None:
    track = (site / "tangent" / "chapters.vtt").read_text(encoding="utf-8")
    assert track.startswith("WEBVTT\n")
    cues = re.findall(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\n(.+)\n", track)
    listed = tree(site, "tangent/index.html").xpath("//a[@class='chapter']")
    assert [cue[-1] for cue in cues] == [link.text_content().split(" ", 1)[1].strip() for link in listed]
    starts = [60 * int(cue[1]) + float(cue[2]) for cue in cues]
    assert starts[0] == 0
    for start, link in zip(starts, listed, strict=True):
        assert 0 < float(link.get("data-start")) - start < 1 / FPS
    assert [cue[3:6] for cue in cues[:-1]] == [cue[:3] for cue in cues[1:]]


@pytest.mark.parametrize(
    ("beats", "spans"),
    [
        ([("a", "One"), ("b", None), ("c", "Two")], [("One", 0, 20), ("Two", 20, 30)]),
        ([("a", None), ("b", "One")], [("The film", 0, 10), ("One", 10, 20)]),
        ([("a", "One"), ("", None)], [("One", 0, 10)]),
    ],
)
def test_beats_are_gathered_under_their_titles(
    beats: list[tuple[str, str | None]], spans: list[tuple[str, int, int]]
) -> None:
    film = manifest(*({"say": say, "chapter": title, "frames": 10} for say, title in beats), title="The film")
    made = chapters(film)
    assert [(chapter.title, chapter.start, chapter.stop) for chapter in made] == spans
    assert chapter_track(made, film.fps).count("-->") == len(spans)


def test_the_numbers_on_a_page_are_those_of_mathkit(site: Path) -> None:
    f = Function.parse("x*exp(-x)", ("x",))
    tangent = Tangent.of(f, 0.8)
    facts = {
        row.xpath("dt")[0].text: [number.text for number in row.xpath(".//mn")]
        for row in tree(site, "tangent/index.html").xpath("//dl/div")
    }
    assert facts["Value"] == ["0.8", typst_number(f(0.8), 4)]
    assert facts["Slope"] == ["0.8", typst_number(tangent.slope, 4)]
    assert facts["Tangent"] == [typst_number(f(0.8), 4), typst_number(tangent.slope, 4), "0.8"]


def test_the_parts_of_a_formula_have_the_classes_of_their_colours(site: Path) -> None:
    gradient = Gradient.of(Function.parse("(x - y)**2 + (x + y)**2/8"), (1.0, -0.5))
    whole = tree(site, "gradient/index.html")
    (row,) = whole.xpath("//dl/div[dt='Gradient']")
    entries = row.xpath(".//mtd/mrow")
    assert [entry.get("class") for entry in entries] == ["role-slope", "role-slope2"]
    shown = [entry.text_content() for entry in entries]
    assert shown == [format_number(value) for value in gradient.components]
    colours = (site / "colours.css").read_text(encoding="utf-8")
    assert {f".{name}" for name in whole.xpath("//mrow/@class")} <= set(re.findall(r"\.role-\w+", colours))


def test_a_page_without_notes_has_none_of_their_parts(tmp_path: Path, walking_dot: object) -> None:
    (tmp_path / "dot.toml").write_text('title = "Dots"\n[[episode]]\nid = "dot"\nlesson = "walking-dot"\n')
    request = read_request(str(tmp_path / "dot.toml"), PROFILE)
    films = narrated_films(tmp_path, request)
    place = checked_url("https://dots.test/here")
    made = make_site(
        request.series, films, find_theme("light"), Store(tmp_path / "s"), tmp_path / "site", place, draw=flat_poster
    )
    whole = tree(made, "dot/index.html")
    assert not whole.xpath("//math | //aside")
    assert whole.xpath("//link[@rel='canonical']/@href") == ["https://dots.test/here/dot/index.html"]
    assert 'src="https://dots.test/here/dot/embed.html"' in whole.xpath("//code")[0].text_content()


def test_a_site_takes_the_place_of_an_older_one(site: Path) -> None:
    assert not [path.name for path in site.parent.iterdir() if ".part" in path.name]
    assert {path.name for path in site.iterdir() if path.is_dir()} == {"tangent", "gradient"}


@pytest.mark.parametrize("url", ["example.org", "ftp://a.test/", "https://", 'https://a.test/"x', "https://a.test/?q"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(RequestError, match="is no address of a site"):
        checked_url(url)


@pytest.mark.parametrize(
    ("beats", "chosen"),
    [
        ([(True, False), (True, True), (True, False), (False, False)], 2),
        ([(False, False), (False, False), (False, True)], 1),
        ([(False, True)], 0),
    ],
)
def test_the_frame_of_a_poster_answers_the_question(beats: list[tuple[bool, bool]], chosen: int) -> None:
    made = tuple(Beat(name=f"b{n}", say="x", short=short, ask=ask) for n, (short, ask) in enumerate(beats))
    assert poster_beat(made) == chosen


def test_a_theme_is_the_look_that_it_is_made_for(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('extends = "light"\n[roles]\nink = "#102a4c"\n')
    dark, light, mine = map(find_theme, ("dark", "light", str(own)))
    assert color_schemes(dark) == color_schemes(light) == {"dark": dark, "light": light}
    assert color_schemes(mine) == {"dark": dark, "light": mine}
