"""What is wrong with something that a person wrote, in one sentence: themes, series files and params alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from scenes.errors import suggestion


def validation_message(
    error: ValidationError,
    model: type[BaseModel],
    subject: str,
    *,
    noun: str = "key",
    allowed: Mapping[str, str] | None = None,
    examples: Mapping[str, str] | None = None,
) -> str:
    """Return the first thing that is wrong with `subject`, which was read as `model`, and what to write instead.

    `allowed` has what may be written, by the beginnings of keys' paths; `examples` what to add for a key that lacks.
    """
    # A key that nobody knows explains why another one is missing.
    first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    key, name = _path(first["loc"]), str(first["loc"][-1])
    if first["type"] == "extra_forbidden":
        known = [known for known, field in _model_at(model, first["loc"]).model_fields.items() if not field.exclude]
        return f"{subject} has an unknown {noun} {key!r}. {suggestion(name, known)}"
    if first["type"] == "missing":
        example = (examples or {}).get(name)
        return f"{subject} lacks {key!r}." + (f" Add, for example, {example}." if example else "")
    words = next((f"write {words}" for start, words in (allowed or {}).items() if key.startswith(start)), first["msg"])
    return f"{subject} is wrong at {key} = {shortened(first['input'])}: {words}."


def shortened(value: object) -> str:
    """Return a value as Python writes it, in 60 characters at most."""
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _path(location: Sequence[int | str]) -> str:
    """Return "episode 2.params.f": items count from 1, and pydantic's names of union members are left out."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f" {part + 1}"
        elif part not in ("str", "bool", "int", "float") and not part.startswith("list["):
            path += f".{part}" if path else part
    return path


def _model_at(model: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel]:
    """Return the model that the key at `location` was looked for in."""
    for part in location:
        if part in model.model_fields:
            model = next(_models_in(model.model_fields[str(part)].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
