"""Whether Typst takes what a value prints."""

import re

import typst as compiler


def compiles(source: str) -> bool:
    """Compile a formula, its parts without their labels, as a page of its own."""
    plain = source
    while "{{" in plain:
        plain, count = re.subn(r"\{\{ ((?:(?!\{\{).)*?) : [A-Za-z_][A-Za-z0-9_-]* \}\}", r"\1", plain)
        assert count, f"a part of {source} has no name that Typst takes"
    return bool(compiler.compile(f"$ {plain} $".encode(), format="svg"))


def parts(source: str) -> list[str]:
    """The names of the parts of a formula, in the order in which they close."""
    return re.findall(r" : ([A-Za-z_][A-Za-z0-9_-]*) \}\}", source)
