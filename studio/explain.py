"""The mathematics of a formula, as plain values: what `render.py explain` shows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mathkit import (
    Derivative,
    DifferenceQuotient,
    Features,
    Function,
    Gradient,
    Hessian,
    Limit,
    Place,
    Run,
    SingularSets,
    StationarySet,
    Subgradient,
    TaylorPolynomial,
    format_number,
    format_sum,
    parse_point,
    typst,
)
from mathkit.analysis.curve_features import nearest_places
from mathkit.analysis.verification import judge, largest_differences, sample_points
from mathkit.cpu_limit import CpuLimitError, cpu_limit
from mathkit.errors import DomainError
from mathkit.notation.number_format import equals_sign, sum_without_noise, superscript
from mathkit.notation.readable_text import readable_text

_REACH = 10.0  # how far from the point a curve is searched for features
_REACH_OF_SURFACE = 5.0
_FAR = 1e9  # a point beyond is searched around in proportion: floats stand far apart there
_ORDER = 4
_SECONDS = 3.1  # of a processor for all parts: with reading the formula and the imports, less than five
_MOST_SECONDS = 1.4  # for one part
_MOST_SHOWN = 12  # places of a kind
_MOST_LIMITS = 4  # places at which limits are listed

Page = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is true of a formula: `data` as one JSON object, `pages` as (title, rows of name and text) for people.

    `wrong` says which numbers are not those of their oracles: then nothing here is to be trusted.
    """

    data: dict[str, Any]
    pages: tuple[Page, ...]
    wrong: tuple[str, ...] = ()


def explanation(text: str, at: str | None) -> Explanation:
    """Return what mathkit knows of a formula, with a point also there; what takes too long is left out and named.

    Raises:
        FormulaError: the formula or the point does not parse.
        DomainError: the function has no value there.
    """
    f = Function.parse(text)
    point = None if at is None else parse_point(at, f.variables)
    found = _Findings(f, point)
    parts: list[tuple[str, Callable[[], Iterable[Page]]]] = [("derivatives", found.derivatives)]
    if point is not None:
        found.require_value()
        parts += [("at the point", found.at_the_point), ("beside the point", found.beside_the_point)]
    if f.variables:
        parts += [("checks", found.judged)]
        if len(f.variables) == 1:
            parts += [("features", found.of_the_curve)]
        else:
            parts += [("poles and kinks", found.broken_surface), ("level points", found.level_surface)]
    if len(f.variables) == 1:
        parts += [("limits", found.limits)]
        if point is not None:
            parts += [("approximations", found.approximations)]
        parts += [("the rules", found.rules)]
    pages = found.worked_out(parts)
    return Explanation(found.data, pages, found.wrong)


class _Findings:
    """What has been found out of a formula so far."""

    def __init__(self, f: Function, point: tuple[float, ...] | None) -> None:
        self.f = f
        self.point = point
        self.features: Features | None = None
        self.wrong: tuple[str, ...] = ()
        self.data: dict[str, Any] = {
            "expression": f.text,
            "notes": list(f.notes),
            "variables": list(f.variables),
            "partials": {},
            "gradient": [],
            "hessian": [],
            "at": None,
            "value": None,
            "gradient_at": None,
            "hessian_at": None,
            "tangent": None,
            "tangent_plane": None,
            "kinks": [],
            "poles": [],
            "jumps": [],
            "holes": [],
            "limits": [],
            "subgradients": [],
            "critical_points": [],
            "level_curves": [],
            "singular_points": [],
            "domain": [],
            "complete": None,
            "reason": "",
            "typst": {"expression": typst(f), "partials": {}},
            "checks": {},
            "judged": [],
            "left_out": [],
        }

    def worked_out(self, parts: Sequence[tuple[str, Callable[[], Iterable[Page]]]]) -> tuple[Page, ...]:
        """Work out one part after the other, each within its time; name those that did not come."""
        pages: list[Page] = []
        ends = time.process_time() + _SECONDS
        for name, part in parts:
            left = ends - time.process_time()
            try:
                with cpu_limit(max(0.05, min(_MOST_SECONDS, left)), name):
                    pages += [page for page in part() if page[1]]
            except CpuLimitError:
                self.data["left_out"].append(name)
        if self.data["left_out"]:
            names = ", ".join(self.data["left_out"])
            pages.append(("left out", ((names, "too much to work out in five seconds: try a shorter formula"),)))
        return tuple(pages)

    def require_value(self) -> None:
        """Raise DomainError where f has no value at the point."""
        assert self.point is not None
        if math.isfinite(self.f(*self.point)) or math.isfinite(self.f.precise(*self.point)):
            return
        if not self.point:
            raise DomainError(f"{self.f.text} has no value.")
        with cpu_limit(_MOST_SECONDS, f"{self.f.text} has no value there"):
            Gradient.of(self.f, self.point)  # says where it has one
        raise DomainError(f"{self.f.text} has no value there")

    # -- one after the other ------------------------------------------------------------------------------------------

    def derivatives(self) -> Iterable[Page]:
        """First and second derivatives as formulas: shown by themselves, above the pages."""
        partials = {name: self.f.derivative(name) for name in self.f.variables}
        self.data["partials"] = {name: partial.text for name, partial in partials.items()}
        self.data["gradient"] = list(self.data["partials"].values())
        self.data["typst"]["partials"] = {name: typst(partial) for name, partial in partials.items()}
        names = self.f.variables
        self.data["hessian"] = [[partial.derivative(name).text for name in names] for partial in partials.values()]
        return [("as it was read", tuple(("", note) for note in self.f.notes))]

    def at_the_point(self) -> Iterable[Page]:
        """What is true at the point; where there is no gradient or Hessian, the reason."""
        f, point, data = self.f, self.point, self.data
        assert point is not None
        data["at"] = dict(zip(f.variables, point, strict=True))
        data["value"] = f.precise(*point)
        if not point:
            return
        try:
            gradient = Gradient.of(f, point)
        except DomainError as reason:
            yield "no slope", (("", str(reason)),)
            return
        slopes = gradient.components
        data["value"] = gradient.value
        data["gradient_at"] = dict(zip(f.variables, slopes, strict=True))
        intercept = sum_without_noise(gradient.value, *(-slope * x for slope, x in zip(slopes, point, strict=True)))
        if len(point) == 1:
            data["tangent"] = {"slope": slopes[0], "intercept": intercept}
        elif len(point) == 2:
            data["tangent_plane"] = {"slopes": list(slopes), "intercept": intercept}
        try:
            hessian = Hessian.of(f, point)
        except DomainError as reason:
            yield "no second derivative", (("", str(reason)),)
            return
        data["hessian_at"] = hessian.matrix.tolist()
        data["typst"] |= {"hessian": hessian.typst, "hessian_at": hessian.typst_at}
        if len(point) > 1:
            values = _numbers(hessian.eigenvalues.tolist())
            yield "how it bends", (("eigenvalues of ∇²f", values), ("∇²f is that of a", hessian.kind))

    def beside_the_point(self) -> Iterable[Page]:
        """The interval of slopes at a kink."""
        if self.point is None or len(self.point) != 1 or self.data["gradient_at"]:
            return ()
        try:
            subgradient = Subgradient.of(self.f, self.point[0])
        except DomainError:
            return ()
        self._add_subgradient(subgradient)
        rows = [("subgradients", f"[{_number(subgradient.low)}, {_number(subgradient.high)}]")]
        if math.isfinite(subgradient.automatic):
            rows.append(("automatic differentiation takes", _number(subgradient.automatic)))
        return [("lines through the point", tuple(rows))]

    def judged(self) -> Iterable[Page]:
        """Every number at the point, or at one near nought, beside its oracle; and largest differences close by."""
        judgements = {point: judge(self.f, point) for point in sample_points(self.f, self.point)}
        judged = next(iter(judgements.values()), ())
        self.wrong = tuple(str(each) for each in judged if not each.agrees)
        self.data["judged"] = [
            {"name": each.name, "found": _json(each.found), "oracle": _json(each.oracle), "agrees": each.agrees}
            for each in judged
        ]
        self.data["checks"] = largest_differences(self.f, judgements)
        return ()

    def of_the_curve(self) -> Iterable[Page]:
        """What the whole curve does, around the point."""
        data, centre = self.data, self.point[0] if self.point else 0.0
        reach = _REACH if abs(centre) < _FAR else abs(centre) / 2
        found = self.features = Features.of(self.f, (centre - reach, centre + reach), centre)
        data["complete"], data["reason"] = found.complete, found.reason
        data["kinks"] = [place.x for place in found.kinks]
        data["poles"] = [place.x for place in found.poles]
        data["jumps"] = [jump.x for jump in found.jumps]
        data["holes"] = [{"at": hole.x, "limit": hole.limit} for hole in found.holes]
        (name,) = self.f.variables
        points = found.critical_points
        data["critical_points"] = [{"at": {name: p.x}, "value": p.value, "kind": p.kind} for p in points]
        data["typst"]["features"] = found.typst
        data["domain"] = [
            {"from": low, "to": high, "closed": [run.start_closed, run.end_closed]}
            for run in found.domain
            for low, high in [run]
        ]
        rows = [("defined", " and ".join(map(_run, found.domain[:_MOST_SHOWN])) or "nowhere")]
        groups = (("zero", found.roots), ("poles", found.poles), ("kinks", found.kinks))
        rows += [(label, _nearest(places, centre)) for label, places in groups if places]
        jumps = sorted(found.jumps, key=lambda jump: abs(jump.x - centre))[:_MOST_SHOWN]
        jumps.sort(key=lambda jump: jump.x)
        rows += [(f"jump at {_number(j.x)}", f"from {_number(j.left)} to {_number(j.right)}") for j in jumps]
        if len(found.jumps) > len(jumps):
            rows += [("jumps", f"at {len(found.jumps)} points; those nearest to {_number(centre)} are shown")]
        rows += [(f"hole at {_number(h.x)}", f"limit {_number(h.limit)}") for h in found.holes]
        shown = nearest_places(points, centre, _MOST_SHOWN)
        rows += [(p.kind, _valued([p.x], p.value)) for p in shown]
        if len(points) > len(shown):
            rows += [("level", f"at {len(points)} points; those nearest to {_number(centre)} are shown")]
        for line in found.asymptotes:
            shown_line = format_sum([(line.slope, name), (line.intercept, "")], 6)
            rows.append((f"for {name} → {_number(line.end)}", f"close to y = {shown_line}"))
        rows += [("not all", found.reason)] if found.reason else []
        return [(f"for {name} from {_number(found.interval[0])} to {_number(found.interval[1])}", tuple(rows))]

    def broken_surface(self) -> Iterable[Page]:
        """Where the surface is infinite, bent, broken or torn, around the point."""
        data, (centre, box) = self.data, self._box()
        found = SingularSets.of(self.f, box, centre)
        groups = (("kinks", found.kinks), ("poles", found.poles), ("jumps", found.jumps), ("holes", found.holes))
        for kind, loci in groups:
            data[kind] = [f"{locus.text} = 0" for locus in loci]
        data["singular_points"] = [
            {"at": dict(zip(self.f.variables, each.at, strict=True)), "kind": each.kind, "is": each.description}
            for each in found.points
        ]
        kinds = ("poles", "kinks", "jumps", "holes")
        rows = [(f"{kind} where", readable_text(text)) for kind in kinds for text in data[kind]]
        for each in found.points:
            lowest = f"; a {each.extremum}" if each.extremum else ""
            rows.append((each.kind, f"at ({_numbers(each.at)}): {each.description}{lowest}"))
        rows += [("not all", "the formula has more parts than were looked at")] if found.cut else []
        return [(f"within {_REACH_OF_SURFACE:g} of the point", tuple(rows))]

    def level_surface(self) -> Iterable[Page]:
        """Where the surface is level, around the point: single points and whole curves."""
        data, (centre, box) = self.data, self._box()
        found = StationarySet.of(self.f, box, centre)
        data["complete"], data["reason"] = found.complete, found.reason
        data["critical_points"] = [
            {"at": dict(zip(self.f.variables, point.at, strict=True)), "value": point.value, "kind": point.kind}
            for point in found.points
        ]
        data["level_curves"] = [
            {"at": list(each.at), "value": each.value, "kind": each.kind, "equation": each.equation}
            for each in found.families
        ]
        rows: list[tuple[str, str]] = []
        rows += [(each.kind, f"{readable_text(str(each))}, where f = {_number(each.value)}") for each in found.families]
        rows += [(p.kind, _valued(list(p.at), p.value)) for p in found.points[:_MOST_SHOWN]]
        if len(found.points) > _MOST_SHOWN:
            rows += [("level", f"at {found.count} points; those nearest to ({_numbers(centre)}) are shown")]
        rows += [("not all", found.reason)] if found.reason else []
        return [(f"level within {_REACH_OF_SURFACE:g} of the point", tuple(rows))]

    def _box(self) -> tuple[tuple[float, ...], list[tuple[float, float]]]:
        centre = self.point or (0.0,) * len(self.f.variables)
        reaches = [_REACH_OF_SURFACE if abs(value) < _FAR else abs(value) / 2 for value in centre]
        return centre, [(value - reach, value + reach) for value, reach in zip(centre, reaches, strict=True)]

    def limits(self) -> Iterable[Page]:
        """Limits at infinity, at the ends of the domain, and where the curve breaks; slopes at its kinks."""
        f, found = self.f, self.features
        wanted = [Limit.of(f, end) for end in (-math.inf, math.inf)]
        if found is not None:
            gaps = {each.x for each in (*found.poles, *(jump.place for jump in found.jumps))}
            gaps |= {hole.x for hole in found.holes} | {end for run in found.domain for end in run}
            gaps -= set(found.interval)
            for x in sorted(gaps, key=lambda x: abs(x - (self.point[0] if self.point else 0.0)))[:_MOST_LIMITS]:
                wanted += [Limit.of(f, x, "left"), Limit.of(f, x, "right")]
            for kink in found.kinks[:_MOST_LIMITS]:
                if self.point is None or kink.x != self.point[0]:
                    self._try_subgradient(kink.x)
        self.data["limits"] = [
            {"at": _written(each.at), "side": each.side, "value": _written(each.value), "kind": each.kind}
            for each in wanted
        ]
        (name,) = f.variables
        signs = {"left": "⁻", "right": "⁺", "both": ""}
        rows = [
            (f"{name} → {_number(each.at)}{signs[each.side]}", _number(each.value))
            for each in wanted
            if each.kind != "none"
        ]
        return [("limits", tuple(rows))]

    def approximations(self) -> Iterable[Page]:
        """The Taylor polynomial and the difference quotient of a curve."""
        assert self.point is not None
        f, at = self.f, self.point[0]
        if self.data["gradient_at"] is None:
            return ()
        try:
            taylor, quotient = TaylorPolynomial.of(f, at, _ORDER), DifferenceQuotient.of(f, at)
        except DomainError:
            return ()
        self.data["typst"] |= {"taylor": taylor.typst, "difference_quotient": quotient.typst}
        near = 0.5
        bound = taylor.remainder_bound((at - near, at + near))
        surely = "at most" if bound.proven else "by samples at most about"
        wrong = f"{surely} {_number(bound.size)} within {near:g} (Lagrange)"
        if bound.proven and bound.size == 0:
            wrong = "nothing: it is f itself"
        elif math.isinf(bound.size):
            wrong = f"no bound within {near:g}: the curve breaks or bends there, or its formula overflows"
        rows = [(f"f({f.variables[0]}) ≈", _polynomial(taylor)), ("wrong by", wrong)]
        if math.isfinite(quotient.best_h):
            rows.append(("difference quotient", f"best with h = {_number(quotient.best_h)}"))
        return [("nearby", tuple(rows))]

    def rules(self) -> Iterable[Page]:
        """The derivative rule by rule."""
        steps = Derivative.of(self.f).steps
        self.data["typst"]["steps"] = [step.typst for step in steps]
        (name,) = self.f.variables
        rows = tuple((step.rule, readable_text(f"d/d{name} [{step.part.text}] = {step.result.text}")) for step in steps)
        return [("by the rules", rows)]

    def _try_subgradient(self, x: float) -> None:
        try:
            self._add_subgradient(Subgradient.of(self.f, x))
        except DomainError:
            return

    def _add_subgradient(self, found: Subgradient) -> None:
        row = {"at": found.at, "interval": [found.low, found.high], "automatic": _json(found.automatic)}
        self.data["subgradients"].append(row)


def _run(run: Run) -> str:
    """Return an interval, as "[0, 2)"."""
    low, high = run
    opening, closing = "[" if run.start_closed else "(", "]" if run.end_closed else ")"
    return f"{opening}{_number(low)}, {_number(high)}{closing}"


def _nearest(places: Sequence[Place], centre: float) -> str:
    """Return the numbers nearest to a point, ascending, and how many there are if not all are shown."""
    shown = nearest_places(places, centre, _MOST_SHOWN)
    return _numbers(place.x for place in shown) + (
        f" (the nearest of {len(places)})" if len(places) > len(shown) else ""
    )


def _polynomial(taylor: TaylorPolynomial) -> str:
    """Return the Taylor polynomial in powers of x − a, with decimals."""
    (x,) = taylor.function.variables
    step = x if taylor.at == 0 else f"({x} {'−' if taylor.at > 0 else '+'} {_number(abs(taylor.at))})"
    powers = ["", step, *(f"{step}{superscript(k)}" for k in range(2, taylor.order + 1))]
    return format_sum(zip(taylor.coefficients.tolist(), powers, strict=True), 6)


def _json(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _written(number: float) -> float | str | None:
    """Return a number for JSON, which knows no infinity: "inf", "-inf", or nothing where there is none."""
    return None if math.isnan(number) else number if math.isfinite(number) else str(number)


def _number(value: float) -> str:
    return format_number(value, 6)


def _valued(at: Sequence[float], value: float) -> str:
    """Write f(1, 2) = 3; ≈ where a number is rounded."""
    return f"f({_numbers(at)}) {equals_sign(*at, value, digits=6)} {_number(value)}"


def _numbers(values: Iterable[float]) -> str:
    return ", ".join(map(_number, values))
