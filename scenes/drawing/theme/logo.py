"""A logo of the user's: a PNG or an SVG, looked at before it is drawn. Nothing that it refers to is fetched."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np

from scenes.errors import LessonError

if TYPE_CHECKING:
    from PIL import Image

#: At most so many bytes; a PNG's sides and an SVG's elements. An SVG is drawn this high at first (pixels).
LARGEST, LONGEST, MOST_ELEMENTS, RASTER = 5_000_000, 4096, 5000, 1024
#: No logo is longer than this beside its shorter side.
STRETCH = 12

_SVG = "{http://www.w3.org/2000/svg}"
#: Elements that reach out, run, move or need a font.
_REFUSED = (
    "script",
    "foreignObject",
    "image",
    "feImage",
    "iframe",
    "animate",
    "animateTransform",
    "animateMotion",
    "set",
)
_RASTERISE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.logo), format: "svg", height: 72pt)"""


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo: its file and the file's bytes, and its width over its height."""

    path: Path
    data: bytes
    digest: str
    ratio: float

    def within(self, width: float, height: float) -> tuple[float, float]:
        """Return the largest width and height that fit into these (any unit)."""
        tall = min(height, width / self.ratio)
        return tall * self.ratio, tall

    def pixels(self, width: int, height: int) -> np.ndarray:
        """Return it in this size: RGBA, premultiplied, 0…255, shape (height, width, 4)."""
        return _scaled(self.data, width, height)


def read_logo(path: Path, where: str) -> Logo:
    """Read a logo; `where` begins every message.

    Raises `LessonError`: nothing there, neither PNG nor SVG, too large, damaged, or it refers to something outside.
    """
    if not path.is_file():
        raise LessonError(f"{where}: there is no file {path}.")
    if path.suffix.lower() not in (".png", ".svg"):
        raise LessonError(f"{where}: a logo is a .png or an .svg.")
    if path.stat().st_size > LARGEST:
        raise LessonError(f"{where}: the file is larger than {LARGEST // 10**6} MB.")
    data = path.read_bytes()
    try:
        ratio = _ratio(data, svg=path.suffix.lower() == ".svg")
    except ValueError as error:
        raise LessonError(f"{where}: {error}") from None
    return Logo(path, data, hashlib.sha256(data).hexdigest(), ratio)


@lru_cache(maxsize=8)
def _ratio(data: bytes, *, svg: bool) -> float:
    """Return width over height. Raises ValueError, which says what is wrong."""
    if svg:
        _check_svg(data)
    elif not data.startswith(b"\x89PNG"):
        raise ValueError("the file is named .png, but is no PNG.")
    image = _image(data)
    ratio = image.width / image.height
    if not 1 / STRETCH <= ratio <= STRETCH:
        raise ValueError(f"it is {image.width}×{image.height}: one side may be at most {STRETCH} times the other.")
    if not np.asarray(image)[..., 3].any():
        raise ValueError("nothing of it is visible.")
    return ratio


@lru_cache(maxsize=4)
def _image(data: bytes) -> Image.Image:
    """Return the logo as an RGBA picture, large. Raises ValueError."""
    from PIL import Image

    png = data if data.startswith(b"\x89PNG") else _rasterised(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of a picture that is far too large
            with Image.open(BytesIO(png), formats=["PNG"]) as image:
                if max(image.size) > (LONGEST if png is data else RASTER * STRETCH):
                    raise ValueError(f"it is {image.width}×{image.height}; at most {LONGEST} pixels a side are needed.")
                return image.convert("RGBA")
    except (OSError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise ValueError(f"the picture is damaged: {error}.") from None


def _rasterised(svg: bytes) -> bytes:
    import typst

    try:
        compiler = typst.Compiler(ignore_system_fonts=True)
        png = compiler.compile(_RASTERISE.encode(), format="png", ppi=RASTER, sys_inputs={"logo": svg.decode()})
    except (typst.TypstError, RuntimeError) as error:
        raise ValueError(f"the SVG cannot be drawn: {error}.") from None
    assert isinstance(png, bytes)  # one page, so one file
    return png


@lru_cache(maxsize=8)
def _scaled(data: bytes, width: int, height: int) -> np.ndarray:
    from PIL import Image

    # Premultiplied before it is made small: the colour of clear pixels must not bleed in.
    rgba = np.asarray(_image(data), float)
    rgba = np.concatenate([rgba[..., :3] * rgba[..., 3:] / 255, rgba[..., 3:]], axis=-1)
    bands = [Image.fromarray(np.ascontiguousarray(band, np.float32)) for band in np.moveaxis(rgba, -1, 0)]
    small = np.stack([np.asarray(band.resize((width, height), Image.Resampling.BOX)) for band in bands], axis=-1)
    pixels = np.rint(np.clip(small, 0, 255)).astype(np.uint8)
    pixels.flags.writeable = False
    return pixels


def _check_svg(data: bytes) -> None:
    """See that an SVG is one, and stands on its own. Raises ValueError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("the SVG is not written in UTF-8.") from None
    if re.search(r"<!DOCTYPE[^>]*\[|<!ENTITY|<\?xml-stylesheet", text, re.IGNORECASE):
        raise ValueError("the SVG defines entities or a style sheet of its own. Save it as plain SVG.")
    try:
        root = ElementTree.fromstring(text.encode())
    except (ElementTree.ParseError, RecursionError) as error:
        raise ValueError(f"the SVG is damaged: {error}.") from None
    if root.tag != f"{_SVG}svg":
        raise ValueError("the file is named .svg, but its root is no <svg>.")
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        raise ValueError(f"the SVG has more than {MOST_ELEMENTS} elements. Simplify it, or save it as PNG.")
    for element in elements:
        _check_element(element)
    _check_uses(elements)


def _check_element(element: ElementTree.Element) -> None:
    tag = element.tag.rpartition("}")[2]
    if tag in _REFUSED:
        raise ValueError(f"the SVG has a <{tag}>. Only drawn shapes are allowed: save it as plain SVG, or as PNG.")
    if tag in ("text", "tspan", "textPath"):
        raise ValueError("the SVG has text, whose font may be missing. Turn text into paths, or save it as PNG.")
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2]
        if plain == "href" and not value.strip().startswith("#"):
            raise ValueError(f"the SVG refers to {value[:60]!r}. It must stand on its own: save it as plain SVG.")
        if plain.lower().startswith("on") or name.endswith("namespace}base"):
            raise ValueError(f"the SVG has the attribute {plain!r}. Only drawn shapes are allowed.")
        _check_style(value)
    if tag == "style":
        _check_style(element.text or "")


def _check_style(text: str) -> None:
    outside = re.search(r"@import|url\(\s*[\"']?\s*(?!#)[^\"')\s]", text, re.IGNORECASE)
    if outside or "\\" in text:  # an escape could hide a url
        raise ValueError(f"the SVG refers to something outside: {text[:60]!r}. It must stand on its own.")


def _check_uses(elements: list[ElementTree.Element]) -> None:
    """See that nothing that is used uses something in turn: a few such lines could draw for hours."""
    users = {element.get("id") for element in elements if any(True for _ in element.iter(f"{_SVG}use"))}
    for element in elements:
        if element.tag == f"{_SVG}use" and any(href[1:] in users for href in _hrefs(element)):
            raise ValueError("the SVG has a <use> of a <use>. Save it as plain SVG with paths.")


def _hrefs(element: ElementTree.Element) -> Iterator[str]:
    return (value.strip() for name, value in element.attrib.items() if name.rpartition("}")[2] == "href")
