"""What lessons there are: their params, with types and defaults."""

from __future__ import annotations

import tomllib
from typing import Annotated, Any, get_args, get_origin

import scenes
from mathkit import Function
from studio.places import DEFAULT_SERIES
from studio.sources.lesson_lookup import find_lesson

#: Types in the words of someone who types a value.
WORDS: dict[Any, str] = {bool: "true | false", int: "whole number", float: "number", str: "text"}


def catalogue() -> list[dict[str, Any]]:
    """Return name, title and params of each lesson as JSON values, in the order of the course. This imports manim."""
    course = [episode["lesson"] for episode in tomllib.loads(DEFAULT_SERIES.read_text(encoding="utf-8"))["episode"]]
    return [_entry(name) for name in sorted(scenes.LESSONS, key=[*course, *scenes.LESSONS].index)]


def _entry(name: str) -> dict[str, Any]:
    cls = find_lesson(name).load()
    params = cls.Params()
    defaults = params.model_dump(mode="json")
    return {
        "name": name,
        "title": cls.title,
        "params": [
            {"name": key, "type": _kind(info.annotation, getattr(params, key)), "default": defaults[key]}
            for key, info in cls.Params.model_fields.items()
        ],
    }


def _kind(annotation: Any, default: object) -> str:
    """Return a param's type in the words of someone who types it."""
    if isinstance(default, Function):
        return f"formula in {', '.join(default.variables)}"
    choices = [choice for choice in get_args(annotation) if isinstance(choice, str)]
    if choices:
        return " | ".join(choices)
    metadata = [each for kind in get_args(annotation) for each in getattr(kind, "__metadata__", ())]
    for word in metadata:
        if isinstance(word, str):  # an extent says itself what it is called
            return word
    # A param that may be left out is a union of its type and None; its metadata is pydantic's, not ours.
    kinds = [get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in get_args(annotation)]
    for kind in (annotation, *kinds):
        if get_origin(kind) is tuple:
            return _tuple_kind(get_args(kind))
        if kind in WORDS:
            return WORDS[kind]
    return "value"


def _tuple_kind(parts: tuple[Any, ...]) -> str:
    """Return what numbers in a row are called: a point has so many, a vector any number, a matrix rows of them."""
    if parts[-1] is not Ellipsis:
        return "point"
    return "matrix" if get_origin(parts[0]) is tuple else "vector"
