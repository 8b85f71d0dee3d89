"""A PowerPoint file: each slide plays a film that PowerPoint can play, behind a picture of where it ends."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PackageNotFoundError

from studio.check.report.finding import Findings, found
from studio.errors import RequestError
from studio.media.frames import DRAWN, DRAWN_LIMIT, block_differences, ends
from studio.media.track_info import read_track

#: How a slide's XML refers to the film that it plays.
_MEDIA = ".//{http://schemas.microsoft.com/office/powerpoint/2010/main}media"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


def pptx_findings(path: Path) -> Findings:
    """Check the films in a PowerPoint file, and whether each one's poster is the picture it ends with."""
    try:
        deck = Presentation(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise RequestError(f"{path} cannot be read as a PowerPoint file ({error}).") from None
    movies = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.MEDIA]
    empty = sum(not any(s.shape_type == MSO_SHAPE_TYPE.MEDIA for s in slide.shapes) for slide in deck.slides)
    yield found("pptx-films", f"{empty} of {len(deck.slides)} slides without a film", "0", bool(movies) and not empty)
    with tempfile.TemporaryDirectory(prefix="nabla-") as folder:
        films = [_film(movie, Path(folder) / f"{number}.mp4") for number, movie in enumerate(movies)]
        formats = sorted({_format(film) for film in films})
        yield found("pptx-format", ", ".join(formats) or "no film", "MP4 h264 yuv420p", formats == ["MP4 h264 yuv420p"])
        worst, bare = 0.0, 0
        for movie, film in zip(movies, films, strict=True):
            poster = movie.poster_frame
            if poster is None:
                bare += 1
                continue
            picture = np.asarray(Image.open(io.BytesIO(poster.blob)).convert("RGB"))
            worst = max(worst, float(block_differences(ends(film)[1], picture).max()))
    figure = f"{bare} of {len(movies)} without one" if bare or not movies else f"{worst:.1f}/255 in one block"
    held = bool(movies) and not bare and worst <= DRAWN
    yield found("pptx-posters", figure, f"the settled frame, {DRAWN_LIMIT}", held)


def _film(movie: Any, target: Path) -> Path:
    """Write the film that a shape plays to `target`."""
    media = movie.element.find(_MEDIA)
    if media is None:
        raise RequestError(f"The film “{movie.name}” is not in the PowerPoint file, but only linked to.")
    part = movie.part.related_part(media.get(_EMBED))
    target.write_bytes(part.blob)
    return target


def _format(film: Path) -> str:
    track = read_track(film)
    container = "MP4" if film.read_bytes()[4:8] == b"ftyp" else "not MP4"
    return f"{container} {track.codec} {track.pixel_format}"
