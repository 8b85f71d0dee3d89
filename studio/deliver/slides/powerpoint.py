"""A deck for PowerPoint: manim-slides' file, with settled frames as posters, and with words for the blind."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

from manim_slides.convert import PowerPoint
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from studio.deliver.slides.deck import Deck

#: PowerPoint's own slide, 13⅓ × 7½ inches, is this long on its shorter side, in pixels of 1/96 inch.
SHORT_SIDE = 720
_BLIP = ".//{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


def make_powerpoint(deck: Deck, path: Path) -> None:
    """Write the deck to `path`; a film starts with its slide."""
    scale = SHORT_SIDE / min(deck.profile.width, deck.profile.height)
    options = {
        "presentation_configs": [deck.presentation([clip.beat.say for clip in deck.clips])],
        "width": round(deck.profile.width * scale),
        "height": round(deck.profile.height * scale),
    }
    # Its bar would run across those of the films.
    with contextlib.redirect_stderr(io.StringIO()):
        PowerPoint.model_validate(options).convert_to(path)
    made = Presentation(str(path))
    made.core_properties.title, made.core_properties.language = deck.title, deck.language
    made.core_properties.author = ""
    for slide, clip in zip(made.slides, deck.clips, strict=True):
        movie = next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.MEDIA)
        _set_poster(slide.part, movie, clip.still)
        movie.name = clip.beat.name.replace("_", " ").capitalize()
        movie.element.nvPicPr.cNvPr.set("descr", clip.beat.say)
    made.save(str(path))


def _set_poster(part: Any, movie: Any, still: Path) -> None:
    """Show `still` where a film is not playing: manim-slides shows the first frame there."""
    blip = movie.element.find(_BLIP)
    first = blip.get(_EMBED)
    _, blip_id = part.get_or_add_image_part(str(still))
    blip.set(_EMBED, blip_id)
    if first != blip_id:
        part.drop_rel(first)
