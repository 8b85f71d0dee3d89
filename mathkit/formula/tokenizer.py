"""The words of a formula, each with its column in the text as typed.

Unicode is spelled out here (x² is x ^ 2, π is pi, ½ is 1/2), so that the parser knows only ASCII. So are the spellings
of one name: θ1, θ₁, θ_1, theta1, theta_1 and theta_{1} are theta1. A name ends after its index: w1x1 is w1·x1.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from mathkit.errors import FormulaError
from mathkit.formula.latex import is_latex, plain_of_latex
from mathkit.notation.greek import GREEK

#: Characters of a formula; checked before anything else is.
MAX_LENGTH = 1000
#: Digits of one number: those of 2**1024, where float64 ends.
MAX_DIGITS = 309
#: Largest power of ten after `e` in a number such as 1e-6.
MAX_SCALE = 300


class Token(NamedTuple):
    """One word: `kind` is "number", "name", "end", the keyword or the operator itself; `text` is its ASCII form."""

    kind: str
    text: str
    position: int


_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+(?![0-9]))?")
_LETTERS = re.compile(r"[A-Za-z_]*[A-Za-z]|_+")
#: What the names of libraries begin with, as in torch.nn.functional.relu.
_MODULE = re.compile(
    r"(?:np|numpy|math|cmath|torch|jnp|jax|tf|tensorflow|sp|sympy|scipy|F|nn|mpmath|mp)\."
    r"(?:(?:numpy|nn|functional|special|math|keras|activations)\.)*(?=[A-Za-z])"
)
_LOG1P = re.compile(r"log1p(?![A-Za-z0-9_])")  # the one name that goes on after its digit
#: Words that are no names.
KEYWORDS = ("if", "else", "and", "or", "not")
_INDEX = re.compile(r"_?[0-9]+|_\{[0-9]+\}|[₀-₉]+")
_SUBSCRIPTS = {ord("₀") + digit: str(digit) for digit in range(10)} | dict.fromkeys(map(ord, "_{}"))
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"}
_SIGNS = dict.fromkeys("·×∗⋅∙•", "*") | dict.fromkeys("−–‐‑‒—", "-") | dict.fromkeys("÷∕⁄", "/")
_SIGNS |= {"√": "√", "∛": "√", "∜": "√", "∣": "|", "^": "**"} | {sign: sign for sign in "+-*/(),|%<>"}
_SIGNS |= {
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "&": "and",
    "~": "not",
}
_PAIRS = {"**": "**", "<=": "<=", ">=": ">=", "==": "==", "!=": "!=", "<>": "!=", "&&": "and"}
_BRACKETS = {"[": "(", "]": ")", "{": "(", "}": ")"}


def tokenize(text: str) -> list[Token]:
    """Split `text` into tokens, ended by an "end" token. Raises FormulaError at the first character that is none."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"a formula of {len(text):,} characters: at most {MAX_LENGTH:,} are read")
    if not is_latex(text):
        return _words("".join(map(_upright, text)))
    plain, places = plain_of_latex(text)
    try:
        words = _words("".join(map(_upright, plain)))
    except FormulaError as fault:
        at = len(text) if fault.position is None else places[fault.position]
        raise FormulaError(str(fault).splitlines()[0], text, at) from None
    return [Token(kind, word, places[at] if at < len(places) else len(text)) for kind, word, at in words]


def _words(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        position = _read(text, position, tokens)
    tokens.append(Token("end", "", len(text)))
    return tokens


def canonical_name(written: str) -> str:
    """Return the one spelling of a variable's name: theta1 for θ₁, θ_1 and theta_1. What is no name stays as it is."""
    try:
        words = tokenize(written)
    except FormulaError:
        return written
    return words[0].text if [word.kind for word in words] == ["name", "end"] else written


def _upright(character: str) -> str:
    """Return the plain form of a letter or sign pasted from a typeset page (𝑥, 𝜃, ℯ, ｘ); all others as they are."""
    if character < "\u2000" or not unicodedata.name(character, "").startswith(
        ("MATHEMATICAL ", "FULLWIDTH ", "SCRIPT ")
    ):
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _read(text: str, position: int, tokens: list[Token]) -> int:
    """Append the token (or tokens) that begin at `position`; return where the next one begins."""
    character = text[position]
    if character.isspace():
        return position + 1
    if match := _NUMBER.match(text, position):
        tokens.append(Token("number", _checked_number(match.group(), text, position), position))
        return match.end()
    if match := _MODULE.match(text, position):
        return match.end()
    if match := _LOG1P.match(text, position):
        tokens.append(Token("name", match.group(), position))
        return match.end()
    if match := _LETTERS.match(text, position):
        if match.group() in KEYWORDS:
            tokens.append(Token(match.group(), match.group(), position))
            return match.end()
        return _read_name(text, match.group(), position, match.end(), tokens)
    if greek := _greek(character):
        return _read_name(text, greek, position, position + 1, tokens)
    if character in _SUPERSCRIPTS:
        return _read_superscript(text, position, tokens)
    if (pair := text[position : position + 2]) in _PAIRS:
        tokens.append(Token(_PAIRS[pair], pair, position))
        return position + 2
    if character in _FRACTIONS:
        tokens.append(Token("number", _FRACTIONS[character], position))
        return position + 1
    if character in _SIGNS:
        tokens.append(Token(_SIGNS[character], character, position))
        return position + 1
    raise FormulaError(_refusal(character), text, position)


def _read_name(text: str, letters: str, position: int, end: int, tokens: list[Token]) -> int:
    index = _INDEX.match(text, end)
    if index is None:
        tokens.append(Token("name", letters, position))
        return end
    tokens.append(Token("name", letters + index.group().translate(_SUBSCRIPTS), position))
    return index.end()


def _read_superscript(text: str, position: int, tokens: list[Token]) -> int:
    end = position
    while end < len(text) and text[end] in _SUPERSCRIPTS:
        end += 1
    written = "".join(_SUPERSCRIPTS[character] for character in text[position:end])
    if not re.fullmatch(r"[-+]?[0-9]+", written):
        raise FormulaError("an exponent needs a number: x², x⁻¹ or x^2; else type ^, as in e^-x", text, position)
    tokens.append(Token("**", "**", position))
    if written[0] in "+-":
        tokens.append(Token(written[0], written[0], position))
    tokens.append(Token("number", _checked_number(written.lstrip("+-"), text, position), position))
    return end


def _greek(character: str) -> str | None:
    name = unicodedata.name("μ" if character == "µ" else character, "")  # the sign for micro looks the same
    if not name.startswith("GREEK") or ("SMALL LETTER" not in name and "SYMBOL" not in name):
        return None
    word = name.split()[-1].lower() if "SMALL LETTER" in name else name.split()[1].lower()
    word = {"lamda": "lambda", "lunate": "epsilon"}.get(word, word)
    return word if word in GREEK else None


def _checked_number(number: str, text: str, position: int) -> str:
    mantissa, _, scale = number.lower().partition("e")
    if len(mantissa.replace(".", "")) > MAX_DIGITS:
        raise FormulaError(f"a number of more than {MAX_DIGITS} digits: round it", text, position)
    if scale and (len(scale.lstrip("+-")) > 4 or abs(int(scale)) > MAX_SCALE):
        raise FormulaError(f"a number beyond 10^{MAX_SCALE}: too large to draw", text, position)
    return number


def _refusal(character: str) -> str:
    name = unicodedata.name(character, "")
    if character in _BRACKETS:
        return f"'{character}' is no bracket of a formula: type '{_BRACKETS[character]}'"
    if character == "=":
        return "'=' is not part of a formula: type only the right-hand side, as in x**2 / 2; in a condition type =="
    if character in "'\"`":
        return "text in quotes is not part of a formula: type numbers, variables and functions"
    if character == ".":
        return "'.' belongs inside a number only, as in 0.5; for a product type *"
    if "SUPERSCRIPT" in name or "MODIFIER LETTER" in name:
        return f"'{character}' is no exponent that can be read: type ^ before it, as in x^n or e^x"
    if "SUBSCRIPT" in name:
        return f"'{character}' is no index of a name: type digits after a letter, as in x1 or x₁"
    if "ROOT" in name:
        return f"'{character}' is no root that can be read: type x^(1/3) for the cube root"
    return f"'{character}' means nothing in a formula: type + − * / ^ ( ) | , numbers, variables and functions"
