"""A handout: a PDF whose text can be searched, whose formulas stay sharp, and whose figures lead to the video."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from studio.check.finding import Finding, Findings, found, unseen
from studio.check.manifest import Manifest
from studio.errors import RequestError
from studio.profile import ASPECTS

#: How far a figure's sides may be from a film's, and its shortest side in pixels: what is smaller was a formula.
_ASPECT_SLACK, _SMALLEST = 0.02, 240


def handout_findings(path: Path, manifests: Sequence[Manifest] = ()) -> Findings:
    """Tell of a handout; `manifests` are those of the films that it goes with."""
    reader = _opened(path)
    texts = [page.extract_text() for page in reader.pages]
    bare = sum(not text.strip() for text in texts)
    yield found("handout-text", f"{bare} of {len(texts)} pages without text", "0", bool(texts) and not bare)
    sizes = [size for page in reader.pages for size in _images(page)]
    raster = [size for size in sizes if not _is_figure(*size)]
    figure = f"{len(raster)} of {len(sizes)} pictures are no frame of a film"
    yield found("handout-formulas", figure, "0 (formulas are drawn, not pictures)", not raster)
    seconds = [second for page in reader.pages for second in _linked_seconds(page)]
    held = len(seconds) >= len(sizes) > 0
    yield found("handout-links", f"{len(seconds)} links for {len(sizes)} figures", "one each, to its second", held)
    yield from _beat_findings("".join(map(_squashed, texts)), seconds, manifests)
    yield poppler_finding(path)


def pdf_findings(path: Path) -> Findings:
    """Tell of any other PDF."""
    pages = len(_opened(path).pages)
    yield found("pdf-pages", pages, "≥ 1", pages > 0)
    yield poppler_finding(path)


def poppler_finding(path: Path) -> Finding:
    """Tell whether poppler, which most readers show a PDF with, draws it without a word."""
    name, limit = "pdf-poppler", "no warning"
    if shutil.which("pdftoppm") is None:
        return unseen(name, "poppler is not installed (apt-get install poppler-utils)", limit)
    with tempfile.TemporaryDirectory(prefix="nabla-") as folder:
        command = ["pdftoppm", "-r", "20", "-png", str(path.resolve()), f"{folder}/page"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    said = [line for line in done.stderr.splitlines() if line.strip()]
    figure = said[0][:80] if said else f"exit status {done.returncode}" if done.returncode else "none"
    return found(name, figure, limit, not said and done.returncode == 0)


def _beat_findings(text: str, seconds: Sequence[int], manifests: Sequence[Manifest]) -> Findings:
    sentences, starts = "handout-sentences", "handout-seconds"
    if not manifests:
        yield unseen(sentences, Manifest.MISSING, "every beat's sentence", "manifest")
        yield unseen(starts, Manifest.MISSING, "a link to every beat's second", "manifest")
        return
    beats = [(beat, film.fps) for film in manifests for beat in film.beats if beat.say]
    unsaid = [beat.name for beat, _ in beats if _squashed(beat.say) not in text]
    yield found(sentences, _lacking(unsaid, len(beats)), "every beat's sentence", not unsaid, "manifest")
    unlinked = [beat.name for beat, fps in beats if beat.start // fps not in seconds]
    yield found(starts, _lacking(unlinked, len(beats)), "a link to every beat's second", not unlinked, "manifest")


def _lacking(names: Sequence[str], total: int) -> str:
    return f"{len(names)} of {total} are missing" + (f", {names[0]}" if names else "")


def _squashed(text: str) -> str:
    """Return the letters and digits of a text: lines are broken and hyphenated as a page has room."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


def _is_figure(width: int, height: int) -> bool:
    sides = [[int(side) for side in aspect.split(":")] for aspect in ASPECTS]
    fits = any(abs(width / height / (across / up) - 1) <= _ASPECT_SLACK for across, up in sides)
    return fits and min(width, height) >= _SMALLEST


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


def _linked_seconds(page: Any) -> Iterator[int]:
    """Yield the seconds in the addresses that a page links to: …?t=61 or …#t=61.5."""
    for annotation in page.get("/Annots") or ():
        address = urlsplit(str(annotation.get_object().get("/A", {}).get("/URI", "")))
        for part in (address.query, address.fragment):
            for value in parse_qs(part).get("t", []):
                if number := re.match(r"\d+", value):
                    yield int(number[0])


def _opened(path: Path) -> PdfReader:
    try:
        reader = PdfReader(path)
        len(reader.pages)
    except (PyPdfError, OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read as a PDF ({error}).") from None
    return reader
