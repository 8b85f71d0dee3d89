"""A lesson's params: typed fields, read from the text that a person typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError, ValidationInfo

from mathkit import (
    Dataset,
    Function,
    format_number,
    parse_box,
    parse_dataset,
    parse_function,
    parse_matrix,
    parse_number,
    parse_point,
    parse_range,
    parse_vector,
    readable_name,
)
from mathkit.errors import NablaError
from mathkit.optimisation.dataset_input import MOST_CHARACTERS
from scenes.errors import LessonError
from scenes.script.validation import validation_message

#: A matrix that is drawn as cells has at most this many rows and columns, and entries of at most this size.
MOST_CELLS, LARGEST_ENTRY = 4, 10
#: Examples of a data set that are drawn, each as a dot of its own.
MOST_EXAMPLES = 200
_TABLES = (".csv", ".tsv", ".txt")


def _function_of(count: int) -> BeforeValidator:
    return BeforeValidator(lambda v: v if isinstance(v, Function) else parse_function(str(v), count))


def _point(value: Any, info: ValidationInfo) -> tuple[float, ...]:
    """Read a point of the function among the params, in the names of its variables; of x and y where there is none."""
    functions = [each for each in info.data.values() if isinstance(each, Function)]
    return parse_point(value, functions[0].variables if functions else ("x", "y"))


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


def _dataset(value: Any, info: ValidationInfo) -> Dataset:
    name = str(info.field_name)
    if isinstance(value, Dataset):
        return value
    text = str(value)
    is_file = "\n" not in text and Path(text.strip()).suffix.lower() in _TABLES
    return parse_dataset(_contents(Path(text.strip()), name) if is_file else text, name=name, most=MOST_EXAMPLES)


def _contents(file: Path, name: str) -> str:
    """Return the text of a table in a file. Raises LessonError if there is none, or one too long to be a table."""
    try:
        with file.open("rb") as opened:
            found = opened.read(MOST_CHARACTERS + 1)  # one more, so that the reader says that it is too long
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LessonError(f"{name} = {file}: the file is no text in UTF-8; save the table as CSV in UTF-8") from None
    except OSError as error:
        raise LessonError(f"{name} = {file}: {error.strerror or error}; type the path of a CSV file") from None


def _check_sizes(name: str, *rows: tuple[float, ...]) -> None:
    largest = max((entry for row in rows for entry in row), key=abs)
    if abs(largest) > LARGEST_ENTRY:
        raise LessonError(
            f"{name} has an entry of {largest:g}: cells have room for numbers from -{LARGEST_ENTRY} to {LARGEST_ENTRY}."
        )


_as_text = PlainSerializer(lambda f: f.typed_text, return_type=str)

#: A function of one variable, typed as in Python, such as `x*exp(-x)`: at most 1,000 characters, exponents to 1,000.
Curve = Annotated[Function, _function_of(1), _as_text]
#: A function of two variables, such as `x**2 + sin(y)` or `L(w, b) = w**2 + b**2`, within the limits of a `Curve`.
Field = Annotated[Function, _function_of(2), _as_text]
#: A point of a function's plane: two numbers, typed `1,0.5` or by name, `x=1,y=0.5`.
Point = Annotated[tuple[float, float], BeforeValidator(_point)]
#: A finite real number, typed `1.5` or `pi/2`.
Number = Annotated[float, BeforeValidator(lambda v: parse_number(v) if isinstance(v, str) else v)]

#: What part of a curve is shown: a range of x, typed `-2,3`; chosen to suit where it is None.
CurveExtent = Annotated[tuple[float, float], BeforeValidator(parse_range), "range"]
#: What part of a surface is shown: the ranges of x and y, typed `-2,3;-1,1`, or one for both, `-2,3`.
SurfaceExtent = Annotated[
    tuple[tuple[float, float], tuple[float, float]],
    BeforeValidator(parse_box),
    "range or box",
]

#: One to four numbers of size 10 at most, typed `1,-0.5`: they are drawn as cells.
SmallVector = Annotated[tuple[float, ...], BeforeValidator(_small_vector)]
#: One to four rows of one to four numbers of size 10 at most, typed `1,2; 3,4`; it may be left out where it is None.
SmallMatrix = Annotated[tuple[tuple[float, ...], ...], BeforeValidator(_small_matrix)]

_as_table = PlainSerializer(lambda data: data.text, return_type=str)
#: A data set by name, a pasted table (`1,4; 2,3; 3,4`) or the path of a CSV file: 2 to 200 rows, the target last.
Data = Annotated[Dataset, BeforeValidator(_dataset), _as_table]


#: Variables that nobody needs to be told of.
_USUAL = (("x",), ("x", "y"))


def _where(f: Function, point: tuple[float, ...]) -> str:
    if not point:
        return ""
    places = (f"{readable_name(name)} = {format_number(at)}" for name, at in zip(f.variables, point, strict=True))
    return f" at {', '.join(places)}"


class LessonParams(BaseModel):
    """Base of every lesson's params.

    A field is a `Curve`, `Field`, `Data`, `Point`, `Number`, `SmallVector` or `SmallMatrix`, a
    `CurveExtent` or `SurfaceExtent`, or a choice of words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, validate_default=True)

    def said_back(self) -> tuple[str, ...]:
        """Return how functions and points were read, where people may have meant something else."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        said: list[str] = []
        for f in (each for each in values.values() if isinstance(each, Function)):
            said += f.notes
            points = [each for each in values.values() if isinstance(each, tuple) and len(each) == len(f.variables) > 1]
            numbers = [each for each in points if all(isinstance(number, float) for number in each)]
            if f.variables not in _USUAL:
                head = f"{readable_name(f.name)}({', '.join(map(readable_name, f.variables))})"
                said += [f"{head} = {f.text}{_where(f, point)}" for point in numbers[:1] or [()]]
        return tuple(said)

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


__all__ = [
    "Curve",
    "CurveExtent",
    "Data",
    "Field",
    "LessonParams",
    "Number",
    "Point",
    "SmallMatrix",
    "SmallVector",
    "SurfaceExtent",
]
