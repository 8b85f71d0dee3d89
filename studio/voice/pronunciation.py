"""Sentences as a speech engine is to read them: every symbol in words."""

from __future__ import annotations

import re
import unicodedata

from studio.errors import RequestError

_WORDS = {
    "−": "minus", "+": "plus", "±": "plus or minus", "×": "times", "·": "times", "⋅": "times", "*": "times",
    "÷": "over", "=": "equals", "≈": "is about", "≠": "is not", "<": "is less than", ">": "is greater than",
    "≤": "is at most", "≥": "is at least", "≪": "is far less than", "≫": "is far greater than", "→": "to",
    "∞": "infinity", "√": "the root of", "∂": "partial", "∇": "nabla", "∑": "the sum of", "∏": "the product of",
    "∫": "the integral of", "∈": "in", "°": "degrees", "%": "percent", "&": "and", "′": "prime", "″": "double prime",
    "²": "squared", "³": "cubed", "½": "one half", "¼": "one quarter", "¾": "three quarters", "^": "to the",
    "|": ",", "_": " ", "~": "about", "@": "at", "#": "number", "§": "section",
}  # fmt: skip
_PUNCTUATION = str.maketrans({
    "–": ", ", "—": ", ", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-",
})  # fmt: skip
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
_POWER = re.compile(r"\^?\(?([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]|[⁰¹⁴⁵⁶⁷⁸⁹])\)?")
_PLAIN = frozenset(" .,;:?!'\"()-$\n/[]{}")


def pronounced(say: str, where: str) -> str:
    """Return `say` without a symbol that an engine may skip or misread; `where` is named in the error.

    Raises:
        RequestError: it has a symbol that has no spoken form.
    """
    text = _POWER.sub(lambda match: f" to the {match[1].translate(_RAISED)} ", say.translate(_PUNCTUATION))
    text = re.sub(r"(?<![\w)])-(?=[\d.])", "−", text)  # a typed minus
    text = re.sub(r"(?<=\d)\s*/\s*(?=\d)", " over ", text)
    spoken = "".join(_spoken(letter, say, where) for letter in text)
    return re.sub(r"\s+(?=[.,;:?!])", "", re.sub(r"\s+", " ", spoken)).strip(" ,")


def _spoken(letter: str, say: str, where: str) -> str:
    if letter in _WORDS:
        return f" {_WORDS[letter]} "
    name = unicodedata.name(letter, "")
    if name.startswith("GREEK ") and " LETTER " in name:
        return f" {name.rpartition('LETTER ')[2].partition(' WITH')[0].lower().replace('lamda', 'lambda')} "
    if letter in _PLAIN or unicodedata.category(letter)[0] in "LMN":
        return letter
    raise RequestError(f"{where}: {letter!r} in {say!r} has no spoken form. Write it as a word.")
