"""A lesson's params: typed fields, read from the text that a person typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError, ValidationInfo

from mathkit import Function, parse_matrix, parse_number, parse_point, parse_vector
from mathkit.errors import NablaError
from scenes.errors import LessonError
from scenes.script.validation import validation_message

#: A matrix that is drawn as cells has at most this many rows and columns, and entries of at most this size.
MOST_CELLS, LARGEST_ENTRY = 4, 10


def _function_of(*variables: str) -> BeforeValidator:
    return BeforeValidator(lambda v: v if isinstance(v, Function) else Function.parse(str(v), variables))


def _point_in(*variables: str) -> BeforeValidator:
    return BeforeValidator(lambda v: parse_point(v, variables))


def _small_vector(value: Any, info: ValidationInfo) -> tuple[float, ...]:
    vector = parse_vector(value, name=str(info.field_name), most=MOST_CELLS)
    _check_sizes(str(info.field_name), vector)
    return vector


def _small_matrix(value: Any, info: ValidationInfo) -> tuple[tuple[float, ...], ...] | None:
    if value is None:
        return None
    matrix = parse_matrix(value, name=str(info.field_name), most=MOST_CELLS)
    _check_sizes(str(info.field_name), *matrix)
    return matrix


def _check_sizes(name: str, *rows: tuple[float, ...]) -> None:
    largest = max((entry for row in rows for entry in row), key=abs)
    if abs(largest) > LARGEST_ENTRY:
        raise LessonError(
            f"{name} has an entry of {largest:g}: cells have room for numbers from -{LARGEST_ENTRY} to {LARGEST_ENTRY}."
        )


_as_text = PlainSerializer(lambda f: f.text, return_type=str)

#: A function of x, typed as in Python, such as `x*exp(-x)`: at most 1,000 characters, exponents to 1,000.
Curve = Annotated[Function, _function_of("x"), _as_text]
#: A function of x and y, such as `x**2 + sin(y)`, within the limits of a `Curve`.
Field = Annotated[Function, _function_of("x", "y"), _as_text]
#: A point of the plane: two numbers, typed `1,0.5` or `x=1,y=0.5`.
Point = Annotated[tuple[float, float], _point_in("x", "y")]
#: A finite real number, typed `1.5` or `pi/2`.
Number = Annotated[float, BeforeValidator(lambda v: parse_number(v) if isinstance(v, str) else v)]

#: One to four numbers of size 10 at most, typed `1,-0.5`: they are drawn as cells.
SmallVector = Annotated[tuple[float, ...], BeforeValidator(_small_vector)]
#: One to four rows of one to four numbers of size 10 at most, typed `1,2; 3,4`; it may be left out where it is None.
SmallMatrix = Annotated[tuple[tuple[float, ...], ...], BeforeValidator(_small_matrix)]


class LessonParams(BaseModel):
    """Base of every lesson's params.

    A field is a `Curve`, a `Field`, a `Point`, a `Number`, a `SmallVector`, a `SmallMatrix`, or a choice of words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, validate_default=True)

    @classmethod
    def read(cls, settings: Mapping[str, Any], lesson: str) -> Self:
        """Read the params of `lesson` from texts.

        Raises `NablaError` (`LessonError`, or mathkit's own) with what to type instead.
        """
        try:
            return cls.model_validate(dict(settings))
        except ValidationError as error:
            causes = [fault.get("ctx", {}).get("error") for fault in error.errors()]
            if isinstance(causes[0], NablaError) and not settings.keys() - cls.model_fields.keys():
                raise causes[0] from None
            raise LessonError(validation_message(error, cls, lesson, noun="param")) from None


__all__ = ["Curve", "Field", "LessonParams", "Number", "Point", "SmallMatrix", "SmallVector"]
