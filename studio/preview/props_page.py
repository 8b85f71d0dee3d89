"""docs/props.md: everything that lessons are drawn with, each prop with its picture, its signature and a few lines.

`python -m studio.preview.props_page docs` writes the page and its pictures anew (`make props-page`).
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, get_origin

from PIL import Image

import mathkit
import scenes.drawing
import scenes.script.params
from scenes.drawing.catalogue.examples import CHAPTERS, Example
from scenes.drawing.catalogue.states import State
from scenes.drawing.theme.theme import ASSETS
from scenes.drawing.theme.theme_file import load_theme
from studio.profile import Profile
from studio.render.drawing import draw_states
from studio.store.atomic_write import check_folder, published

#: The page, and the folder of its pictures beside it; how pictures are drawn.
PAGE, PICTURES = "props.md", "props"
PROFILE = Profile("props", 480, 270, 10, 23, "veryfast")

HEAD = """# Props

All that lessons are drawn with. Every name on this page is imported from `scenes.drawing`; facts come from `mathkit`.
Write a lesson after [write-a-lesson.md](write-a-lesson.md), and take from here what it needs.

The lines beside a picture draw it. They stand in a beat, where `self` is the lesson: `self.theme` has the colours,
`self.stage` the regions (`figure` and `panel` share the `body`), `self.tracker(0.0)` is a number that
`self.play(number.animate.set_value(1.0))` moves, and what follows it moves too. `self.add(…)` puts things on the stage
at once; `self.play(*appear(…))` brings them in.

This page is written by `make props-page`, from [the catalogue](../scenes/drawing/catalogue/examples.py). The same
props in every state, in any theme and aspect, are drawn by
`.venv/bin/python render.py storyboard props --theme light --aspect 9:16`; with `--check`, their layout is judged.
"""

#: Names that draw nothing by themselves, by the heading under which they are listed.
LISTS = {
    "Regions and the stage": "Region Stage fit fits lay lay_in_column lay_in_row",
    "Motion": (
        "EASE Glide Glimpse Morph Tint appear vanish late live one_by_one run_along step_back ContourWalk DrawOutward"
    ),
    "Smaller things": "ROLES Theme cell_decimals cell_number short_number value_of slice_windows linear_rule quotient",
    "Constants": ("COLUMNS EVEN FELT FOOT FRACTION HEAD LABEL LARGE LEARNT NEWTON_RULE RATE SIZES TEXT"),
}


def page() -> str:
    """Return the text of the page."""
    parts = [HEAD, _contents()]
    for chapter, examples in CHAPTERS.items():
        parts += [f"## {chapter}\n", *map(_section, examples)]
    for heading, names in LISTS.items():
        parts += [f"## {heading}\n", *_list(names.split())]
    return "\n".join([*parts, _params(), _roles()])


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield the name of each picture's file, and the picture."""
    examples = [example for chapter in CHAPTERS.values() for example in chapter]
    states = [State(example.props, example.name, example.build) for example in examples]
    for example, pixels in zip(examples, draw_states(states, PROFILE), strict=True):
        yield f"{example.name}.png", Image.fromarray(pixels[..., :3].copy())


def write_page(folder: Path) -> Path:
    """Write the page and its pictures into a folder, in place of what is there; return the page's path."""
    home = check_folder(folder / PICTURES)
    drawn = dict(pictures())
    for old in home.glob("*.png"):
        if old.name not in drawn:
            old.unlink()
    for name, picture in drawn.items():
        with published(home / name) as draft:
            picture.save(draft, optimize=True)
    with published(folder / PAGE) as draft:
        draft.write_text(page(), encoding="utf-8")
    return folder / PAGE


def snippet(example: Example) -> str:
    """Return the lines of an example with the imports that they need above them."""
    used = {node.id for node in ast.walk(ast.parse(example.code)) if isinstance(node, ast.Name)}
    lines = [f"import {module} as {name}" for name, module in (("mn", "manim"), ("np", "numpy")) if name in used]
    blocks = ["\n".join(lines)] if lines else []
    faces = (("mathkit", mathkit.__all__), ("scenes.drawing", scenes.drawing.__all__))
    own = {node.id for node in ast.walk(ast.parse(example.code)) if isinstance(node, ast.Name) and _is_set(node)}
    imports = [_import(face, sorted(used & set(names) - own, key=_by_kind)) for face, names in faces]
    blocks += ["\n".join(filter(None, imports))]
    return "\n\n".join([*filter(None, blocks), example.code.rstrip()])


def _is_set(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _by_kind(name: str) -> tuple[int, str]:
    """Sort as imports are: constants, classes, functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def _import(face: str, names: list[str]) -> str:
    line = f"from {face} import {', '.join(names)}"
    if not names or len(line) <= 100:
        return line if names else ""
    listed = textwrap.indent(textwrap.fill(", ".join(names), 92), "    ")
    return f"from {face} import (\n{listed},\n)"


def _contents() -> str:
    chapters = [*CHAPTERS, *LISTS, "Params", "Colours"]
    return " · ".join(f"[{name}](#{_anchor(name)})" for name in chapters) + "\n"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _section(example: Example) -> str:
    """Return the part of the page about an example: its props, its picture, and the lines that draw it."""
    names = ", ".join(f"`{prop.__name__}`" for prop in example.props)
    picture = f"![{example.name}]({PICTURES}/{example.name}.png)"
    about = "\n".join(_entry(prop.__name__, prop) for prop in example.props)
    return f"### {names}\n\n{picture}\n\n{about}\n\n```python\n{snippet(example)}\n```\n"


def _list(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        each = getattr(scenes.drawing, name)
        called = (inspect.isclass(each) and not get_origin(each)) or (inspect.isfunction(each) and not name.isupper())
        yield _entry(name, each) if called else f"- `{name}` = `{_short(each)}`: {_constant(name)}"
    yield ""


def _entry(name: str, prop: Callable[..., Any]) -> str:
    """Return a name with its signature, what it is, what it does besides, and what it is made of."""
    lines = [f"- `{name}{signature(prop)}`: {first_sentence(prop)}"]
    if inspect.isclass(prop) and not any(base.__name__ == "Animation" for base in prop.__mro__):
        attributes = [f"`.{each}`" for each in _attributes(prop)]
        lines += [f"  - has {', '.join(attributes)}"] if attributes else []
        for each, found in _members(prop):
            lines.append(f"  - `.{each}{signature(found) if callable(found) else ''}`: {first_sentence(found)}")
    return "\n".join(lines)


def _members(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties that a class has of its own, in the order in which they are written."""
    for name, value in vars(cls).items():
        if name.startswith("_") or name == "interpolate_mobject":
            continue
        if isinstance(value, property):
            yield name, value
        elif isinstance(value, (classmethod, staticmethod)):
            yield name, value.__func__
        elif inspect.isfunction(value):
            yield name, value


def _attributes(cls: type) -> list[str]:
    """Return the public attributes that a class gives itself when it is made."""
    made = vars(cls).get("__init__")
    if made is None or not inspect.isfunction(made) or "__dataclass_fields__" in vars(cls):
        return []
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(made)))
    except (OSError, TypeError):
        return []
    found = [
        (node.lineno, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    ]
    return list(dict.fromkeys(name for _, name in sorted(found) if not name.startswith("_")))


def signature(called: Callable[..., Any]) -> str:
    """Return the parameters of a function or class as they are written, `self` and what is returned left out."""
    if inspect.isclass(called) and "__init__" not in vars(called) and "__dataclass_fields__" not in vars(called):
        return ""
    written: list[str] = []
    starred = False
    for param in inspect.signature(called).parameters.values():
        if param.name in ("self", "cls"):
            continue
        if param.kind is param.KEYWORD_ONLY and not starred:
            written.append("*")
        starred = starred or param.kind in (param.KEYWORD_ONLY, param.VAR_POSITIONAL)
        stars = "*" if param.kind is param.VAR_POSITIONAL else "**" if param.kind is param.VAR_KEYWORD else ""
        note = "" if param.annotation is param.empty else f": {_note(param.annotation)}"
        default = "" if param.default is param.empty else f" = {_short(param.default)}"
        written.append(f"{stars}{param.name}{note}{default}")
    return f"({', '.join(written)})"


def _note(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _short(value: Any) -> str:
    """Return a default or a constant as one types it; a function by its name."""
    text = f'"{value}"' if isinstance(value, str) and '"' not in value else getattr(value, "__name__", repr(value))
    return text if len(text) <= 160 else text[:159] + "…"


def first_sentence(each: Any) -> str:
    """Return the first sentence of a docstring, on one line."""
    text = " ".join((inspect.getdoc(each) or "").split("\n\n")[0].split())
    match = re.match(r".*?\.(?= |$)", text)
    return match.group() if match else text


def _constant(name: str) -> str:
    """Return what the `#:` comment above a constant says, in the module that defines it."""
    stub = Path(scenes.drawing.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    module = next(
        node.module
        for node in ast.parse(stub).body
        if isinstance(node, ast.ImportFrom) and node.module and name in {alias.name for alias in node.names}
    )
    return comment_above(Path(scenes.drawing.__file__).parent / f"{module.replace('.', '/')}.py", name)


def comment_above(file: Path, name: str) -> str:
    """Return the `#:` comment above the line that sets a name, or above its group, on one line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(k for k, text in enumerate(lines) if re.match(rf"(\w+, )*{name}(, \w+)*(: [^=]+)? = ", text))
    while at > 0 and lines[at - 1] and not lines[at - 1].startswith("#"):
        at -= 1
    above: list[str] = []
    while at > 0 and lines[at - 1].startswith("#"):
        at -= 1
        above.insert(0, lines[at].lstrip("#: "))
    return " ".join(above)


def _params() -> str:
    """Return the table of the types that params may have."""
    source = Path(scenes.script.params.__file__)
    rows = [
        f"| `{name}` | {comment_above(source, name)} |"
        for name in scenes.script.params.__all__
        if name != "LessonParams"
    ]
    text = """## Params

What others may set of a lesson stands in its `Params`, a `LessonParams`, each field with a type and a default. The
types are imported from `scenes.script.params`. A value that does not do is refused with what to type instead. A choice
of words is `Literal["sigmoid", "tanh"]`.

| type | what it takes |
|---|---|
"""
    return text + "\n".join(rows) + "\n"


def _roles() -> str:
    """Return the table of the theme's roles: what each stands for, and its colour in both themes."""
    dark, light = load_theme("dark"), load_theme("light")
    written = (ASSETS / "themes" / "dark.toml").read_text(encoding="utf-8")
    meaning = dict(re.findall(r'^(\w+) = "#\w{6}" *# *(.+)$', written, flags=re.MULTILINE))
    rows = [f"| `{role}` | {meaning[role]} | `{hue}` | `{light.color(role)}` |" for role, hue in dark.roles.items()]
    text = """## Colours

A colour is asked for by what it means: `self.theme.color("slope")`, `stroke(self.theme, "slope")`, in a formula
`{{ f'(x) : slope }}`, in words `#slope[steep]`. One quantity has one colour in all lessons. A theme of your own changes
them: [your-own-colours.md](your-own-colours.md).

| role | what it stands for | dark | light |
|---|---|---|---|
"""
    return text + "\n".join(rows) + "\n"


if __name__ == "__main__":
    (typed,) = [word for word in sys.argv[1:] if not word.startswith("-")] or ["docs"]
    sys.stdout.write(f"{write_page(Path(typed))}\n")
