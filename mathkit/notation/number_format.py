"""Numbers as people read them: a true minus, no −0, no trailing zeros, powers of ten instead of 1e-06."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from mathkit.errors import NablaError

#: The sign before a negative number in text; Typst makes its own of an ASCII one.
MINUS = "\N{MINUS SIGN}"
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
#: Digits of a place: more than of what is true there, since a rounded place is another one.
PLACE_DIGITS = 6
_WIDE = Context(prec=700)  # digits of the longest float64, from 10³⁰⁸ to 10⁻³²⁴
_EPSILON = sys.float_info.epsilon
_MOST_DIGITS = 10  # of a number whose digits are chosen so that an equation holds
_LARGE, _SMALL = 1e5, 1e-3  # outside, a number is written as a power of ten


def format_number(value: float, digits: int = 3, decimals: int | None = None) -> str:
    """Format `value` to `digits` significant digits, or to a fixed number of `decimals` with its zeros kept.

    Numbers of 10⁵ and more and below 10⁻³ are written as 1.2×10⁻⁶, unless `decimals` is given; whole digits are never
    rounded away (12345 stays 12345). nan is "undefined", inf is "∞".
    """
    mantissa, exponent = _parts(float(value), digits, decimals)
    mantissa = mantissa.replace("-", MINUS)
    if exponent is None:
        return mantissa
    power = f"10{superscript(exponent)}"
    return {"1": power, f"{MINUS}1": f"{MINUS}{power}"}.get(mantissa, f"{mantissa}×{power}")


def superscript(exponent: int) -> str:
    """Format an exponent in raised digits."""
    return str(exponent).translate(_SUPERSCRIPT)


def equals_sign(*values: float, digits: int = 3, decimals: int | None = None) -> str:
    """Return the sign before numbers that are written by `format_number`: ≈ where one of them has been rounded."""
    return "=" if all(_exact(float(value), digits, decimals) for value in values) else "≈"


def valued_text(left: str, value: float, digits: int = 3) -> str:
    """Write "left = number" in plain text; ≈ where the number is rounded."""
    return f"{left} {equals_sign(value, digits=digits)} {format_number(value, digits)}"


def format_sum(terms: Iterable[tuple[float, str]], digits: int = 3) -> str:
    """Write numbers times names as people do: "2 x − 3" for (2, "x"), (−3, ""); noughts and factors of 1 are left out.

    What is named "" is a number by itself. A sum of nothing but noughts is 0.
    """
    shown = ""
    for number, name in terms:
        size = format_number(abs(number), digits)
        if size == "0":
            continue
        term = name if name and size == "1" else f"{size} {name}".rstrip()
        sign = MINUS if number < 0 else "+"
        shown += f" {sign} {term}" if shown else term if sign == "+" else f"{MINUS}{term}"
    return shown or "0"


def typst_number(value: float, digits: int = 3, decimals: int | None = None) -> str:
    """Format the same number as Typst math source: 1.2 times 10^(-6)."""
    mantissa, exponent = _parts(float(value), digits, decimals)
    mantissa = mantissa.replace("undefined", '"undefined"').replace("∞", "infinity")
    if exponent is None:
        return mantissa
    power = f"10^({exponent})" if exponent < 0 else f"10^{exponent}" if exponent < 10 else f"10^({exponent})"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, f"{mantissa} times {power}")


def typst_column(
    values: Sequence[float], digits: int = 4, least: int = 0, *, zeros: bool = True
) -> tuple[list[str], int]:
    """Format a column of numbers as Typst math source; return it with the power of ten taken out of all of them.

    All have the same decimals: so many that the largest shows `digits` significant digits, and the smallest that is not
    0 shows `least`, but seven at most. Without `zeros`, those at the end are left out.
    """
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    largest, smallest = max(sizes, default=1.0), min(sizes, default=1.0)
    exponent = 0 if _SMALL <= largest < _LARGE else math.floor(math.log10(largest))
    places = [exponent - math.floor(math.log10(size)) for size in (largest, smallest)]
    decimals = min(max(0, digits - 1 + places[0], least - 1 + places[1] if least else 0), 7) if sizes else 0
    cells = [typst_number(value / 10.0**exponent, decimals=decimals) for value in values]
    return cells if zeros else [_stripped(cell) for cell in cells], exponent


def typst_settling(values: Sequence[float], limit: float, digits: int = 8) -> tuple[list[str], int]:
    """Format a column of numbers that close in on a limit, as by `typst_column`, with its power of ten.

    In each the digits that it shares with the limit are the part input, the others the part muted; where there is no
    limit, all of it is the part input.
    """
    if not math.isfinite(limit):
        return [f"{{{{ {typst_number(value, digits)} : input }}}}" for value in values], 0
    (*cells, end), power = typst_column([*values, limit], digits)
    return [_parted(cell, end) for cell in cells], power


def _parted(cell: str, end: str) -> str:
    unlike = (place for place, pair in enumerate(zip(cell, end, strict=False)) if pair[0] != pair[1])
    right = next(unlike, len(cell)) if len(cell) == len(end) else 0
    pieces = ((cell[:right], "input"), (cell[right:], "muted"))
    return "".join(f"{{{{ {digits} : {role} }}}}" for digits, role in pieces if digits)


def typst_place(value: float) -> str:
    """Format a coordinate at which something is asked, as Typst math source: as it was typed, if that is short."""
    return typst_number(value, PLACE_DIGITS)


def typst_factor(value: float, digits: int = 3) -> str:
    """Format a factor of a product, as Typst math source: in brackets where it is negative."""
    number = typst_number(value, digits)
    return f"({number})" if number.startswith("-") else number


def typst_equals(*values: float, digits: int = 3, decimals: int | None = None) -> str:
    """Return the sign before numbers that are written by `typst_number`: approx where one of them has been rounded."""
    return "=" if all(_exact(float(value), digits, decimals) for value in values) else "approx"


def shown(value: float, digits: int = 3, decimals: int | None = None) -> float:
    """Return the number that is read where `value` is written."""
    mantissa, exponent = _parts(float(value), digits, decimals)
    return float(value) if not math.isfinite(value) else float(f"{mantissa}e{exponent or 0}")


def typst_result(found: float, value: float, digits: int = 3) -> str:
    """Return the sign before a number, where `found` is what the digits before it give: = if it gives these digits."""
    return "=" if math.isclose(found, shown(value, digits), rel_tol=1e-12, abs_tol=1e-300) else "approx"


def agreeing_digits(
    values: Sequence[float],
    result: float,
    formula: Callable[[Sequence[float]], float],
    digits: int = 3,
    fewest: int | None = None,
) -> int:
    """Return the fewest digits of `values` with which the formula of them, as written, gives the result as written.

    The result is written to `digits`; the values to `fewest`, as many as the result if that is not given, or to more.
    """
    for count in range(fewest or digits, _MOST_DIGITS):
        if shown(formula([shown(value, count) for value in values]), digits) == shown(result, digits):
            return count
    return _MOST_DIGITS


def agreeing_decimals(products: Sequence[tuple[float, float]], total: float, decimals: int = 2, most: int = 6) -> int:
    """Return the fewest decimals of factors with which, as written, their products add up to the total as written.

    The total is written to `decimals`, the factors to as many or to more, `most` if it takes more than that.
    """
    for places in range(decimals, most):
        factors = [(shown(one, decimals=places), shown(other, decimals=places)) for one, other in products]
        found = math.fsum(one * other for one, other in factors)
        if shown(found, decimals=decimals) == shown(total, decimals=decimals):
            return places
    return most


def sum_of_products(factors: Sequence[float]) -> float:
    """Return a·b + c·d + … of a, b, c, d, …, without noise."""
    return sum_without_noise(*(one * other for one, other in zip(factors[::2], factors[1::2], strict=True)))


def sum_without_noise(*terms: float) -> float:
    """Return a sum, 0 where it is nothing but rounding: 0.3 − 0.1 · 3."""
    total = math.fsum(terms)
    return 0.0 if abs(total) <= 4 * _EPSILON * math.fsum(map(abs, terms)) else total


def _exact(value: float, digits: int, decimals: int | None) -> bool:
    mantissa, exponent = _parts(value, digits, decimals)
    return not math.isfinite(value) or math.isclose(float(mantissa) * 10.0 ** (exponent or 0), value, rel_tol=1e-9)


def _parts(value: float, digits: int, decimals: int | None) -> tuple[str, int | None]:
    """Split into a mantissa with an ASCII minus, and the power of ten if the number is written with one."""
    if digits < 1 or (decimals is not None and decimals < 0):
        raise NablaError(f"{digits} digits, {decimals} decimals: at least 1 digit and 0 decimals are needed")
    if math.isnan(value):
        return "undefined", None
    if math.isinf(value):
        return "∞" if value > 0 else "-∞", None
    if decimals is not None:
        return _without_negative_zero(fixed(value, decimals)), None
    if value == 0:
        return "0", None
    mantissa, power = scientific(value, digits)
    if abs(float(f"{mantissa}e{power}")) >= _SMALL and abs(round(value)) < _LARGE:
        return _stripped(fixed(value, max(0, digits - 1 - power))), None
    return _stripped(mantissa), power


def fixed(value: float, decimals: int) -> str:
    """Round to a number of decimals, in ASCII; the shortest decimal of the float is meant, and a tie goes away from 0.

    −0.125 is −0.13 and 2.675 is 2.68, as by hand: the float64 next to 2.675 is a little less.
    """
    with localcontext(_WIDE):
        return f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def scientific(value: float, digits: int) -> tuple[str, int]:
    """Round to significant digits as `fixed` does: the mantissa with its zeros, and the power of ten."""
    number = Decimal(repr(float(value)))
    with localcontext(_WIDE):
        rounded = number.quantize(Decimal(1).scaleb(number.adjusted() - digits + 1), ROUND_HALF_UP)
        power = rounded.adjusted()  # 9.99 has become 10.0
        return f"{rounded.scaleb(-power).quantize(Decimal(1).scaleb(1 - digits), ROUND_HALF_UP):f}", power


def _stripped(number: str) -> str:
    return _without_negative_zero(number.rstrip("0").rstrip(".") if "." in number else number)


def _without_negative_zero(number: str) -> str:
    return number.lstrip("-") if not number.strip("-0.") else number
