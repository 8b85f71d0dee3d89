"""A handout: a PDF whose text can be searched, whose formulas stay sharp, and whose figures lead to the video."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from studio.check.report.finding import Finding, Findings, found, unseen
from studio.errors import RequestError
from studio.manifest import Manifest

#: A picture with a shorter side than this (pixels), or so many times as long as high, may be a formula.
_SMALLEST, _LONGEST = 240, 2.5
#: How fonts for mathematics call themselves: NewCMMath, LatinModernMath, CMMI10, STIXTwoMath, …
_MATHEMATICS = re.compile(r"Math|CM(MI|SY|EX)\d")


def handout_findings(path: Path, manifests: Sequence[Manifest] = ()) -> Findings:
    """Check a handout; `manifests` are those of the films that it goes with."""
    reader = _opened(path)
    texts = [page.extract_text() for page in reader.pages]
    bare = sum(not text.strip() for text in texts)
    yield found("handout-text", f"{bare} of {len(texts)} pages without text", "0", bool(texts) and not bare)
    sizes = [size for page in reader.pages for size in _images(page)]
    raster = sum(_may_be_a_formula(*size) for size in sizes)
    fonts = {font for page in reader.pages for font in _fonts(page) if _MATHEMATICS.search(font)}
    figure = f"{', '.join(sorted(fonts)) or 'no mathematical font'}; {raster} of {len(sizes)} pictures may be formulas"
    yield found("handout-formulas", figure, "set as text, no picture", bool(fonts) and not raster)
    links = {address: second for page in reader.pages for address, second in _links(page)}
    fewest = max(1, len(sizes))
    yield found("handout-links", f"{len(links)} places in a video", f"≥ {fewest}", len(links) >= fewest)
    yield from _beat_findings("".join(map(_squashed, texts)), set(links.values()), manifests)
    yield poppler_finding(path)


def pdf_findings(path: Path) -> Findings:
    """Check any other PDF."""
    pages = len(_opened(path).pages)
    yield found("pdf-pages", pages, "≥ 1", pages > 0)
    yield poppler_finding(path)


def poppler_finding(path: Path) -> Finding:
    """Return whether poppler, which most readers show a PDF with, draws it without a word."""
    name, limit = "pdf-poppler", "no warning"
    if shutil.which("pdftoppm") is None:
        return unseen(name, "poppler is not installed (apt-get install poppler-utils)", limit)
    with tempfile.TemporaryDirectory(prefix="nabla-") as folder:
        command = ["pdftoppm", "-r", "20", "-png", str(path.resolve()), f"{folder}/page"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    warnings = [line for line in done.stderr.splitlines() if line.strip()]
    figure = warnings[0][:80] if warnings else f"exit status {done.returncode}" if done.returncode else "none"
    return found(name, figure, limit, not warnings and done.returncode == 0)


def _beat_findings(text: str, seconds: Set[int], manifests: Sequence[Manifest]) -> Findings:
    sentences, starts = "handout-sentences", "handout-seconds"
    if not manifests:
        yield unseen(sentences, Manifest.MISSING, "every beat's sentence", "manifest")
        yield unseen(starts, Manifest.MISSING, "a link to every beat's second", "manifest")
        return
    beats = [(beat, film.fps) for film in manifests for beat in film.beats if beat.say]
    missing = [beat.name for beat, _ in beats if _squashed(beat.say) not in text]
    yield found(sentences, _lacking(missing, len(beats)), "every beat's sentence", not missing, "manifest")
    unlinked = [beat.name for beat, fps in beats if beat.start // fps not in seconds]
    yield found(starts, _lacking(unlinked, len(beats)), "a link to every beat's second", not unlinked, "manifest")


def _lacking(names: Sequence[str], total: int) -> str:
    return f"{len(names)} of {total} are missing" + (f", {names[0]}" if names else "")


def _squashed(text: str) -> str:
    """Return the letters and numbers of a text: lines are broken and hyphenated as a page has room."""
    numbered = re.sub(r"−?\d+([.,]\d+)*", "⟨\\g<0>⟩", unicodedata.normalize("NFKC", text))
    return "".join(re.findall(r"⟨[^⟩]*⟩|[^\W_]", numbered)).casefold()


def _may_be_a_formula(width: int, height: int) -> bool:
    return min(width, height) < _SMALLEST or width > _LONGEST * height


def _fonts(page: Any) -> Iterator[str]:
    """Yield the names of a page's fonts, without the tag of the subset."""
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    for reference in (fonts.get_object() if fonts is not None else {}).values():
        yield str(reference.get_object().get("/BaseFont", "")).removeprefix("/").rpartition("+")[2]


def _images(holder: Any) -> Iterator[tuple[int, int]]:
    """Yield the size in pixels of each picture that a page or a form on it draws."""
    resources = holder.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    for reference in (drawn.get_object() if drawn is not None else {}).values():
        image = reference.get_object()
        if image["/Subtype"] == "/Image":
            yield int(image["/Width"]), int(image["/Height"])
        elif image["/Subtype"] == "/Form":
            yield from _images(image)


def _links(page: Any) -> Iterator[tuple[str, int]]:
    """Yield the addresses with a second that a page links to, …?t=61s or …#t=61.5, and the second."""
    for annotation in page.get("/Annots") or ():
        address = str(annotation.get_object().get("/A", {}).get("/URI", ""))
        for part in (urlsplit(address).query, urlsplit(address).fragment):
            for value in parse_qs(part).get("t", []):
                if number := re.match(r"\d+", value):
                    yield address, int(number[0])


def _opened(path: Path) -> PdfReader:
    try:
        reader = PdfReader(path)
        len(reader.pages)
    except (PyPdfError, OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read as a PDF ({error}).") from None
    return reader
