"""Whether Typst takes what a value prints, and how it reads."""

from __future__ import annotations

import re

import typst

_COMPILER = typst.Compiler(ignore_system_fonts=True)  # one for all: forty times as fast as one per formula
_DOUBLED = re.compile(r"(?:[-+/]|dot|times) +[-+]|--|\+-")


def plain(source: str) -> str:
    """A formula without the labels of its parts."""
    while "{{" in source:
        stripped, count = re.subn(r"\{\{ ((?:(?!\{\{).)*?) : [A-Za-z_][A-Za-z0-9_-]* \}\}", r"\1", source)
        assert count, f"a part of {source} has no name that Typst takes"
        source = stripped
    return source


def compiles(source: str) -> bool:
    """Compile a formula, its parts without their labels, as a page of its own."""
    return bool(_COMPILER.compile(f"$ {plain(source)} $".encode(), format="svg"))


def doubled_signs(source: str) -> list[str]:
    """Where one sign follows another, as in 1 - -2 or 3 dot -2: such a number belongs in brackets."""
    return _DOUBLED.findall(re.sub(r'"[^"]*"|->|<-', "", plain(source)))


def parts(source: str) -> list[str]:
    """The names of the parts of a formula, in the order in which they close."""
    return re.findall(r" : ([A-Za-z_][A-Za-z0-9_-]*) \}\}", source)
