"""A brand's theme file: what it changes, what it reaches, and what is wrong with it in one message."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from scenes.drawing.text.typesetting import Words, literal
from scenes.drawing.theme.logo import read_logo
from scenes.drawing.theme.theme import ASSETS, Theme
from scenes.drawing.theme.theme_file import load_theme
from scenes.errors import LessonError

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{}<path d="M0 0h10v10z" fill="#c00"/></svg>'
DARK = 'extends = "dark"\n'


def font(path: Path, family: str = "MyUni", *, without: str = "", weight: int = 400) -> Path:
    """Write Lato under another name, in which an a looks like a b."""
    with TTFont(ASSETS / "fonts" / "Lato-Regular.ttf") as face:
        for record in face["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = family
        face["OS/2"].usWeightClass = weight
        for table in face["cmap"].tables:
            if ord("b") in table.cmap:
                table.cmap[ord("a")] = table.cmap[ord("b")]
            for character in without:
                table.cmap.pop(ord(character), None)
        face.save(path)
    return path


def png(path: Path, width: int = 40, height: int = 20, colour: str = "#ff0000") -> Path:
    Image.new("RGBA", (width, height), colour).save(path)
    return path


def theme(folder: Path, text: str) -> Theme:
    path = folder / "uni.toml"
    path.write_text(text, encoding="utf-8")
    return load_theme(str(path))


def outline(words: Words) -> list[float]:
    return [round(float(value), 6) for glyph in words.family_members_with_points() for value in glyph.points.ravel()]


def test_a_few_lines_change_a_theme_and_leave_the_rest(tmp_path):
    png(tmp_path / "logo.png")
    text = 'logo = "logo.png"\n[roles]\nink = "#ffffff"\n[surface]\nmesh = "#888888"\n[outro]\nlines = ["Bye"]'
    own, dark = theme(tmp_path, DARK + text), load_theme("dark")
    assert own.roles == {**dark.roles, "ink": "#ffffff"}
    assert own.surface == dark.surface.model_copy(update={"mesh": "#888888"})
    assert (own.name, own.outro.lines, own.logo.ratio) == ("uni", ("Bye",), 2.0)
    assert {path.name for path in own.files} == {"uni.toml", "logo.png"} | {path.name for path in dark.files}


def test_an_outro_stays_until_it_can_have_been_read(tmp_path):
    short, long = (theme(tmp_path, f'{DARK}[outro]\nlines = ["{words}"]').outro for words in ("Bye", "a b " * 20))
    assert short.seconds == 5
    assert long.seconds >= 40 * 60 / 150


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[roles]\nslop = "#123456"', r"unknown role 'slop'. Did you mean 'slope'"),
        ('[roles]\nslope = "blue"', r"roles.slope = 'blue': write a colour, written as #rrggbb"),
        ("roles = 3", r"roles = 3: write a table"),
        ("fnt = 2", r"unknown key 'fnt'. Did you mean 'font'"),
        ("type_scale = 9", r"type_scale = 9: write a number from 0.95 to 1.25"),
        ('[surface]\nstops = ["#000000"]', r"surface.stops = .*: write two or more colours"),
        ('[surface]\nmseh = "#000000"', r"unknown key 'surface.mseh'. Did you mean 'mesh'"),
        ("[outro]\nlines = []", r"outro.lines = \[\]: write one to six lines"),
        ('[outro]\nlines = ["a\\u0007"]', r"outro.lines 1 = "),
        ('[outro]\nlines = ["a"]\nlink = "javascript:1"', r"outro.link = 'javascript:1': write a link that begins"),
        ('[outro]\nlines = ["日本"]', r"日 本, which the font cannot write"),
        ('font = "none.ttf"', r"font = 'none.ttf': there is no file"),
        ('font = "words.ttf"', r"font = 'words.ttf': words.ttf cannot be read as a font"),
        ('font = "words.txt"', r"this is no font file"),
        ('font = "."', r"there are several families: MyUni, Other"),
        ('font = "gap.ttf"', r"gap.ttf lacks glyphs that lessons need: Q z"),
        ('font = "bold.ttf"', r"words need an upright face of a weight from 300 to 500"),
        ('logo = "none.png"', r"logo = 'none.png': there is no file"),
        ('logo = "words.txt"', r"a logo is a .png or an .svg"),
        ('logo = "words.png"', r"named .png, but is no PNG"),
        ('logo = "cut.png"', r"the picture is damaged"),
        ('logo = "strip.png"', r"one side may be at most 12 times the other"),
        ('logo = "clear.png"', r"nothing of it is visible"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(tmp_path, text, message):
    for name in ("words.ttf", "words.txt", "words.png"):
        (tmp_path / name).write_text("words")
    if text.startswith("font"):
        folder = tmp_path
        if "words" in text:
            font(folder / "good.ttf")
        else:
            (tmp_path / "words.ttf").unlink()
        if text == 'font = "."':
            font(folder / "one.ttf")
            font(folder / "other.ttf", "Other")
        font(folder / "gap.ttf", without="zQ")
        font(folder / "bold.ttf", weight=700)
    cut = png(tmp_path / "cut.png", 200, 100)
    cut.write_bytes(cut.read_bytes()[:60])
    png(tmp_path / "strip.png", 400, 20)
    png(tmp_path / "clear.png", colour="#ff000000")
    with pytest.raises(LessonError, match=message) as raised:
        theme(tmp_path, DARK + text)
    assert str(tmp_path / "uni.toml") in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "x"', r"lacks 'roles'. Add, for example, extends"),
        ('extends = "drak"', r'extends = \'drak\': write "dark" or "light"'),
        ("extends = ", r"cannot be read"),
        ("name = 1\n" * 20_000, r"larger than 100 kB"),
    ],
)
def test_a_file_that_is_no_theme_is_refused(tmp_path, text, message):
    with pytest.raises(LessonError, match=message):
        theme(tmp_path, text)


def test_a_role_that_is_missing_without_a_base_is_named(tmp_path):
    text = (ASSETS / "themes" / "dark.toml").read_text(encoding="utf-8")
    with pytest.raises(LessonError, match="lacks the roles net, target"):
        theme(tmp_path, "\n".join(line for line in text.splitlines() if not line.startswith(("net", "target"))))


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="http://127.0.0.1:9/a.png"/>',
        "<script>alert(1)</script>",
        '<path d="M0 0h1v1z" onload="x()"/>',
        '<use href="other.svg#a"/>',
        '<path d="M0 0h1v1z" fill="url(http://127.0.0.1:9/a.svg#b)"/>',
        '<style>@import "http://127.0.0.1:9/a.css";</style>',
        "<style>path { fill: u\\72l(x) }</style>",
        '<foreignObject width="5" height="5"/>',
        "<text>Uni</text>",
        '<g id="a"><use href="#b"/></g><g id="b"><path d="M0 0h1v1z"/></g><use href="#a"/>',
        "<path>" * 6000 + "</path>" * 6000,
        "<unclosed>",
    ],
    ids=lambda inside: inside[:20],
)
def test_an_svg_that_reaches_out_is_refused(tmp_path, inside):
    path = tmp_path / "logo.svg"
    path.write_text(SQUARE.format(inside))
    with pytest.raises(LessonError, match=r"uni: the SVG"):
        read_logo(path, "uni")


def test_an_svg_with_entities_is_refused(tmp_path):
    path = tmp_path / "logo.svg"
    path.write_text('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SQUARE.format("&a;"))
    with pytest.raises(LessonError, match="entities"):
        read_logo(path, "uni")


def test_a_logo_keeps_its_shape_and_its_clear_parts(tmp_path):
    path = tmp_path / "logo.svg"
    path.write_text(SQUARE.format('<g fill="none"/>'))
    logo = read_logo(path, "uni")
    assert logo.ratio == pytest.approx(2, rel=0.01)
    assert logo.within(1.5, 0.56) == pytest.approx((1.12, 0.56), rel=0.01)
    pixels = logo.pixels(40, 20)
    assert pixels.shape == (20, 40, 4)
    assert pixels[2, 15].tolist() == [204, 0, 0, 255]
    assert pixels[:, 30].max() == 0
    assert (pixels[..., :3] <= pixels[..., 3:]).all()


def test_words_are_set_in_the_brands_font_and_what_it_lacks_in_ours(tmp_path):
    font(tmp_path / "uni.ttf", without="∂")
    own, dark = theme(tmp_path, DARK + 'font = "uni.ttf"'), load_theme("dark")
    assert own.font.family == "MyUni"
    assert outline(Words("a", own)) == outline(Words("b", own)) == outline(Words("b", dark))
    assert outline(Words("a", dark)) != outline(Words("a", own))
    assert outline(Words("∂", own)) == outline(Words("∂", dark))


@pytest.mark.parametrize("text", ['#panic("x")', "a $x$ *b* _c_", 'say "hi" \\ // there', '#include "/etc/passwd"'])
def test_what_a_card_says_is_never_markup(text):
    words = Words(literal(text), load_theme("dark"))
    assert len(words.family_members_with_points()) >= len(text.replace(" ", ""))


def test_the_digest_follows_all_that_is_drawn_and_nothing_else(tmp_path):
    png(tmp_path / "logo.png")
    first = theme(tmp_path, DARK + 'logo = "logo.png"').digest
    assert theme(tmp_path, f'# well\n{DARK}name = "other"\nlogo = "logo.png"\n[outro]\nlines = ["Bye"]').digest == first
    png(tmp_path / "logo.png", colour="#00ff00")
    second = theme(tmp_path, DARK + 'logo = "logo.png"').digest
    font(tmp_path / "uni.ttf")
    third = theme(tmp_path, f'{DARK}logo = "logo.png"\nfont = "uni.ttf"').digest
    fourth = theme(tmp_path, f'{DARK}logo = "logo.png"\nfont = "uni.ttf"\n[roles]\nink = "#ffffff"').digest
    assert len({first, second, third, fourth, theme(tmp_path, DARK).digest}) == 5


def test_a_logos_colours_do_not_bleed_out_of_what_is_clear(tmp_path):
    picture = Image.new("RGBA", (40, 20), (0, 255, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 20, 20))
    file = BytesIO()
    picture.save(file, "PNG")
    (tmp_path / "logo.png").write_bytes(file.getvalue())
    assert np.asarray(read_logo(tmp_path / "logo.png", "uni").pixels(7, 3))[..., 1].max() == 0
