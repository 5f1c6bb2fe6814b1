"""The rules of the sketch once more, over all the values that were told, and scripts of what is told and asked."""

from collections import Counter
from math import atanh, ceil, exp, log, log1p
from pathlib import Path

BESIDE = Path(__file__).parent / "beside.py"
QUANTILES = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.903, 0.991, 0.9993, 1]
OTHERS = [{"error": 0.05}, {"error": 0.2, "most": 64}, {"error": 0.003}]
SKETCHES = [{}, *OTHERS]


def said(lab, script, *options):
    """What is answered to the rows of a script that ask something, in order."""
    answers = lab.beside(BESIDE).sketches(script, *(options or [{}]))
    return [answer for answer, row in zip(answers, script, strict=True) if row[1] not in ("add", "merge")]


def add(value, count=1, which=0):
    return [which, "add", value, count]


def adds(values, which=0):
    """Each value once, without a word about how often."""
    return [[which, "add", value] for value in values]


def ask(verb, *rest, which=0):
    return [which, verb, *rest]


def number(value, error):
    """The bucket of a value, which must not be near a bound: rounding would decide."""
    exact = log(value) / (2 * atanh(error))  # the logarithm of (1 + e) / (1 - e), in another way
    assert abs(exact - round(exact)) > 2e-9 / error, f"{value} is too near a bound to be judged"
    return ceil(exact)


def read(bucket, error):
    """What a bucket is read as."""
    return exp(bucket * 2 * atanh(error) + log1p(-error))


def within(bucket, error, where):
    """A value that lies so far, from 0 to 1, between the bounds of a bucket."""
    return exp((bucket - 1 + where) * 2 * atanh(error))


class Told:
    """What one sketch was told, each value of it, and what the rules make of it."""

    def __init__(self, error=0.01, most=2048):
        self.error, self.most, self.values, self.held = error, most, Counter(), Counter()

    @property
    def count(self):
        return self.values.total()

    def add(self, value, count=1):
        self.values[value] += count
        self.held[number(value, self.error) if value else None] += count

    def merge(self, other):
        """As the other's buckets are: what was in its lowest ones is where it put it."""
        values, held = Counter(other.values), Counter(other.kept())
        self.values += values
        self.held += held

    def kept(self):
        """{number: how many}, None for the zeros: the highest `most`, the lowest of which has what is lower."""
        highest = sorted(bucket for bucket in self.held if bucket is not None)[-self.most :]
        found = Counter()
        for bucket, count in self.held.items():
            found[bucket if bucket is None else max(bucket, highest[0])] += count
        return found

    def buckets(self):
        kept = self.kept()
        zeros = [(0.0, kept.pop(None))] if None in kept else []
        return zeros + [(read(bucket, self.error), kept[bucket]) for bucket in sorted(kept)]

    def ranked(self, q):
        """The value of that rank, itself."""
        return at_rank(sorted(self.values.items()), self.rank(q))

    def quantile(self, q):
        return at_rank(self.buckets(), self.rank(q))

    def rank(self, q):
        exact = q * self.count
        near = abs(exact - round(exact)) <= 1e-6
        assert q * 8 % 1 == 0 or not near, f"q = {q} of {self.count}: rounding decides"
        return max(1, ceil(exact))


def at_rank(counted, rank):
    for value, count in counted:
        rank -= count
        if rank <= 0:
            return value
    return None


def told(script, which=0, **options):
    """What one sketch was told in a script without merging."""
    found = Told(**options)
    for row in script:
        if row[:2] == [which, "add"]:
            found.add(*row[2:])
    return found


def same(found, value, slack=1e-9):
    """Whether an answer is this value, to one part in so many."""
    if value is None or found is None:
        return found is value
    return is_number(found) and abs(found - value) <= slack * abs(value)


def is_number(found):
    return isinstance(found, (int, float)) and not isinstance(found, bool)


def same_buckets(found, due):
    """Whether these are the buckets, each read to one part in 10⁹."""
    pairs = isinstance(found, list) and len(found) == len(due)
    return pairs and all(
        isinstance(one, (tuple, list)) and len(one) == 2 and same(one[0], two[0]) and one[1] == two[1]
        for one, two in zip(found, due, strict=True)
    )


def held(buckets):
    """How many each bucket holds, in no order, whatever it is read as."""
    return sorted(row[1] for row in buckets if row[1]) if isinstance(buckets, list) else []


def near(found, value, error):
    """Whether an answer keeps the promise."""
    return is_number(found) and abs(found - value) <= (error + 1e-9) * value


def short(buckets, most=5):
    """A list of buckets, as short as can be."""
    if not isinstance(buckets, list):
        return repr(buckets)[:100]
    try:
        rows = ", ".join(f"({value:.6g}, {count})" for value, count in buckets[:most])
    except (TypeError, ValueError):
        return repr(buckets)[:100]
    return f"[{rows}]" if len(buckets) <= most else f"{len(buckets)} that begin with [{rows}]"


def difference(found, due):
    """Where two lists of buckets differ first, in words."""
    if not isinstance(found, list) or len(found) != len(due):
        return f"{short(found)}, not {short(due)}"
    at = next(n for n in range(len(due)) if not same_buckets(found[n : n + 1], due[n : n + 1]))
    return f"bucket {at + 1} of {len(due)} as {found[at]!r}, not {due[at]!r}"
