"""The lessons, and what they are drawn with.

The face of this floor names the lessons without importing them: manim takes a second to import, and most of what
studio does with a lesson (plans, captions, chapters) needs only its outline.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from scenes.errors import LessonError
from scenes.outline import Beat, Outline

if TYPE_CHECKING:
    from scenes.lesson import Lesson

__all__ = ["LESSONS", "Beat", "LessonError", "Outline", "load_lesson"]

#: Lesson name → "module:Class".
LESSONS = {
    "tangent-line": "scenes.tangent_line:TangentLine",
    "partial-slices": "scenes.partial_slices:PartialSlices",
    "gradient-arrows": "scenes.gradient_arrows:GradientArrows",
    "neuron-chain-rule": "scenes.neuron_chain_rule:NeuronChainRule",
    "layer-chain-rule": "scenes.layer_chain_rule:LayerChainRule",
}


def load_lesson(name: str) -> type[Lesson]:
    """Import the lesson `name` (a key of `LESSONS`)."""
    module, _, cls = LESSONS[name].partition(":")
    lesson: type[Lesson] = getattr(importlib.import_module(module), cls)
    return lesson
