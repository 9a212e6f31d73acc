"""Evaluates models, one a line of JSON on standard input, on Python's fractions.

Each answer is a line of JSON: the values by line and year as fractions, or the first
error with its line and year. Nothing here is taken from the Go code.
"""

import json
import sys
from fractions import Fraction
from math import floor

sys.setrecursionlimit(20000)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

MAX_DIGITS, MAX_EXPONENT = 4096, 8192
ABSENT = object()
OPEN = object()


class Fault(Exception):
    def __init__(self, cause, at):
        super().__init__(cause)
        self.cause, self.at = cause, at


class Bare(Exception):
    """An error of an operation that does not know where it is."""


def number(text):
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def in_force(e, year):
    starts = e.get("starts") or []
    if e.get("until") and year > e["until"]:
        return None
    if e.get("in_year") and year == e["in_year"]:
        return e["args"][len(starts)]
    found = None
    for start, arg in zip(starts, e["args"]):
        if start <= year:
            found = arg
    return found


def is_finite(x):
    d = x.denominator
    while d % 2 == 0:
        d //= 2
    while d % 5 == 0:
        d //= 5
    return d == 1


def fit(x):
    """A number of too many digits, or too far from one, is an error."""
    if x.denominator.bit_length() < 1000 and x.numerator.bit_length() < 1000:
        return x
    if x.denominator.bit_length() > 4 * MAX_EXPONENT or x.numerator.bit_length() > 50000:
        raise Bare("too large")
    places = 0
    while (10**places) % x.denominator:
        places += 1
    digits = str(abs((x * 10**places).numerator))
    short = digits.rstrip("0")
    if len(short) > MAX_DIGITS or places > MAX_EXPONENT or len(digits) - len(short) > MAX_EXPONENT:
        raise Bare("too large")
    return x


def to_integer(x, mode):
    """Rounds a fraction that is no integer."""
    low = floor(x)
    away = low if x < 0 else low + 1
    towards = low + 1 if x < 0 else low
    half = x - low - Fraction(1, 2)
    if mode.startswith("half_"):
        if half:
            return low + 1 if half > 0 else low
        return {"half_up": away, "half_down": towards, "half_even": low + low % 2}[mode]
    if mode == "exact":
        raise Bare("inexact")
    return {"up": away, "down": towards, "ceiling": low + 1, "floor": low}[mode]


def rounded(x, e):
    if not e.get("quantum"):
        if not is_finite(x):
            raise Bare("inexact")
        return x
    q = number(e["quantum"])
    n = x / q
    return q * (n.numerator if n.denominator == 1 else to_integer(n, e["mode"]))


def integer_root(x, n):
    """The largest k of which k**n is not above x, digit by digit in base two."""
    k = 0
    for bit in range(x.bit_length() // n, -1, -1):
        if (k | 1 << bit) ** n <= x:
            k |= 1 << bit
    return k


def power(a, b, e):
    p, q = e.get("p", 0), e["q"]
    if b == 0 or a == 0 and p < 0:
        raise Bare("division by zero")
    if a / b < 0:
        raise Bare("out of range")
    y = (a / b) ** p
    if not e.get("quantum"):
        r = Fraction(integer_root(y.numerator, q), integer_root(y.denominator, q))
        if r**q != y:
            raise Bare("inexact")
        return rounded(r, e)
    # In quarters of a quantum the root is known well enough to be rounded.
    quantum = number(e["quantum"])
    z = y / quantum**q
    quarters = integer_root(floor(z * 4**q), q)
    r = Fraction(quarters, 4)
    if r**q != z:
        r += Fraction(1, 8)
    return rounded(r * quantum, e)


def ideal_shares(total, weights, floors, ceilings):
    low = [max(f or 0, 0) for f in floors]
    if any(w < 0 for w in weights) or any(c is not None and c < f for f, c in zip(low, ceilings)):
        raise Bare("out of range")
    if not any(weights):
        raise Bare("division by zero")

    def pay(rate):
        return [
            max(f, w * rate) if c is None else min(c, max(f, w * rate))
            for w, f, c in zip(weights, low, ceilings)
        ]

    # The last rate at which somebody meets a bound and the total is not yet passed; what
    # is missing there, those between their bounds share by weight.
    rates = {Fraction(0)}
    for w, f, c in zip(weights, low, ceilings):
        if w:
            rates |= {f / w} | ({c / w} if c is not None else set())
    at = None
    for rate in sorted(rates):
        if sum(pay(rate)) > total:
            break
        at = rate
    if at is None:
        raise Bare("out of range")
    due = pay(at)
    missing = total - sum(due)
    if missing:
        free = sum(
            w for w, f, c in zip(weights, low, ceilings)
            if w and w * at >= f and (c is None or w * at < c)
        )
        if not free:
            raise Bare("out of range")
        due = pay(at + missing / free)
    return due


def split(total, e, weights, floors, ceilings):
    if total < 0:
        if any(b is not None for b in floors + ceilings):
            raise Bare("out of range")
        return [-s for s in split(-total, e, weights, floors, ceilings)]
    due = ideal_shares(total, weights, floors, ceilings)
    q = number(e["quantum"])
    rest = total - q * floor(total / q)
    if rest and not e.get("keep_rest"):
        raise Bare("inexact")
    n, first, keys = len(weights), e.get("first"), e["keys"]
    least = [max(0, -floor(-(f or Fraction(0)) / q)) for f in floors]
    most = [None if c is None else floor(c / q) for c in ceilings]
    if any(m is not None and m < k for k, m in zip(least, most)):
        raise Bare("out of range")
    have = [max(floor(d / q), k) for d, k in zip(due, least)]
    lost = [max(d / q - h, 0) for d, h in zip(due, have)]
    queue = list(range(n)) if first else sorted(range(n), key=lambda i: (-lost[i], keys[i]))
    may = [i for i in queue if first or weights[i] > 0]

    left = floor(total / q) - sum(have)
    after = 0  # where in the queue the next stands
    while left > 0:
        for k in range(n):
            j = (after + k) % n
            i = queue[j]
            if i in may and (most[i] is None or have[i] < most[i]):
                have[i] += 1
                left -= 1
                after = 0 if first else (j + 1) % n
                break
        else:
            raise Bare("out of range")
    back, turn = queue[::-1], 0
    while left < 0:
        for k in range(n):
            j = (turn + k) % n
            i = back[j]
            if have[i] > least[i]:
                have[i] -= 1
                left += 1
                turn = 0 if first else (j + 1) % n
                break
        else:
            raise Bare("out of range")
    shares = [h * q for h in have]
    if rest:
        for k in range(n):
            i = queue[(after + k) % n]
            if i in may and (ceilings[i] is None or shares[i] + rest <= ceilings[i]):
                shares[i] += rest
                break
        else:
            raise Bare("out of range")
    return shares


class Model:
    def __init__(self, m):
        self.m = m
        self.defs = {l["name"]: l["def"] for l in m["lines"]}
        self.known = {}
        self.at = None
        self.values = {
            name: [(s["from"], s["to"], number(s["text"])) for s in p["spans"]]
            for name, p in m["params"].items()
        }

    def project(self):
        for year in range(self.m["from"], self.m["to"] + 1):
            for line in self.m["asked"]:
                self.compute((line, year))
        return {
            f"{line} {year}": str(v)
            for (line, year), v in self.known.items()
            if v is not ABSENT and self.m["from"] <= year <= self.m["to"]
        }

    def fail(self, cause):
        raise Fault(cause, self.at)

    def compute(self, cell):
        if cell in self.known:
            if self.known[cell] is OPEN:
                self.fail("cycle")
            return
        e = self.defs[cell[0]]
        if e["kind"] == "pieces" and in_force(e, cell[1]) is None:
            self.known[cell] = ABSENT
            return
        self.known[cell] = OPEN
        outer, self.at = self.at, cell
        self.need(e, cell[1])
        self.known[cell] = self.value(e, cell[1])
        self.at = outer

    def span(self, e, year):
        if e["kind"] == "sum_lags":
            return range(year - e["from"], year - e.get("to", 0) + 1)
        return range(e["from"], e["to"] + 1)

    def need(self, e, year):
        kind, args = e["kind"], e.get("args") or []
        if kind == "line":
            if year < 1:
                self.fail("missing year")
            self.compute((e["text"], year))
        elif kind == "lag":
            self.need(args[0], year - e.get("from", 0))
        elif kind in ("sum_lags", "sum_years"):
            for y in self.span(e, year):
                self.need(args[0], y)
        elif kind == "pieces":
            piece = in_force(e, year)
            if piece is not None:
                self.need(piece, year)
        elif kind == "when":
            self.need(args[0], year)
            self.need(args[1], year)
            try:
                branch = self.branch(e, year)
            except Fault:
                return
            self.need(branch, year)
        else:
            for a in args:
                if a is not None:
                    self.need(a, year)

    def branch(self, e, year):
        a, b, then, otherwise = e["args"]
        return then if self.value(a, year) < self.value(b, year) else otherwise

    def param(self, name, year):
        v = None
        for low, high, x in self.values[name]:
            if low <= year <= high:
                v = x
        if v is None:
            self.fail("missing year")
        return v

    def value(self, e, year):
        try:
            return self.raw(e, year)
        except Bare as b:
            self.fail(str(b))

    def raw(self, e, year):
        kind, args = e["kind"], e.get("args") or []
        if kind == "number":
            return number(e["text"])
        if kind == "param":
            return self.param(e["text"], year)
        if kind == "line":
            v = self.known.get((e["text"], year), ABSENT)
            if v is ABSENT or v is OPEN:
                self.fail("missing year")
            return v
        if kind == "lag":
            return self.value(args[0], year - e.get("from", 0))
        if kind == "on":
            return self.value(args[0], year)
        if kind == "pieces":
            piece = in_force(e, year)
            if piece is None:
                self.fail("missing year")
            return self.value(piece, year)
        if kind == "when":
            return self.value(self.branch(e, year), year)
        if kind in ("sum_lags", "sum_years"):
            total = Fraction(0)
            for y in self.span(e, year):
                total = fit(total + self.value(args[0], y))
            return total
        if kind in ("add", "multiply"):
            total = self.value(args[0], year)
            for a in args[1:]:
                x = self.value(a, year)
                total = fit(total + x if kind == "add" else total * x)
            return total
        v = [None if a is None else self.value(a, year) for a in args]
        if kind == "subtract":
            return fit(v[0] - v[1])
        if kind == "grown":
            return fit(v[0] * (1 + v[1]))
        if kind == "minimum":
            return min(v)
        if kind == "maximum":
            return max(v)
        if kind == "brackets":
            tops = v[3::2] + [None]
            return fit(sum(
                max(0, (v[0] if top is None else min(v[0], top)) - above) * rate
                for above, rate, top in zip(v[1::2], v[2::2], tops)
            ))
        if kind == "round":
            return fit(rounded(v[0], e))
        if kind == "power":
            return fit(power(v[0], v[1], e))
        if kind == "part":
            n = len(e["keys"])
            return split(v[0], e, v[1:1 + n], v[1 + n:1 + 2 * n], v[1 + 2 * n:])[e["keys"].index(e["text"])]
        if kind == "deflate":
            over, under = v[0] * self.param(args[1]["text"], e["from"]), v[1]
        elif kind == "inflate":
            over, under = v[0] * v[1], self.param(args[1]["text"], e["to"])
        else:
            assert kind == "quotient", kind
            over, under = v
        if under == 0:
            raise Bare("division by zero")
        return fit(rounded(over / under, e))


for text in sys.stdin:
    model = Model(json.loads(text))
    try:
        answer = {"values": model.project()}
    except Fault as f:
        answer = {"error": f.cause, "line": f.at[0], "year": f.at[1]}
    print(json.dumps(answer), flush=True)
