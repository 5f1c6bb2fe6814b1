"""What an experiment does under every seed: data beside its figure, judged by the tests under twenty seeds."""

from dataclasses import dataclass
from itertools import pairwise

from systemdesign.show.promise import ENDS, SEEDS, Of, Promise
from systemdesign.show.words import percent

__all__ = ["ENDS", "Alike", "Between", "Near", "Of", "Order", "Promises"]
HEADING = f"Under each of {SEEDS} seeds, and where a line says nothing else at the default:"


class One(Promise):
    """A promise about a single number, given by its name or as `Of`."""

    def readings(self):
        """The one number that is judged."""
        return [_of(self.number)]


@dataclass(frozen=True)
class Near(One):
    """A number lies within a `share` of what theory expects, wherever its figure shows a theory."""

    number: object
    share: float

    def fault(self, numbers):
        """What is wrong with the number, or nothing."""
        [found] = numbers
        known = found.theory
        if known is None or abs(found.value - known) <= self.share * abs(known):
            return ""
        return f"{found.value:.6g} where theory has {known:.6g}"

    def claim(self, experiment):
        """The promise without its place."""
        return f"{_of(self.number).words(experiment)} within {percent(self.share)} of theory"


@dataclass(frozen=True)
class Between(One):
    """A number lies from `low` to `high`, both included; an end left out is open."""

    number: object
    low: float | None = None
    high: float | None = None

    def fault(self, numbers):
        """What is wrong with the number, or nothing."""
        value = numbers[0].value
        below = self.low is not None and value < self.low
        above = self.high is not None and value > self.high
        return f"{value:.6g}" if below or above else ""

    def claim(self, experiment):
        """The promise without its place."""
        return f"{_of(self.number).words(experiment)} {self.range()} {self.unit(experiment)}".rstrip()

    def range(self):
        """Both ends in words, or the one there is."""
        if self.low == self.high:
            return f"is {_plain(self.low)}"
        if self.low is None or self.high is None:
            word, end = ("at most", self.high) if self.low is None else ("at least", self.low)
            return f"{word} {_plain(end)}"
        return f"from {_plain(self.low)} to {_plain(self.high)}"

    def unit(self, experiment):
        """The unit of the number, once a chart has told it."""
        found = experiment.headline.get(_of(self.number).number)
        return found.unit if found else ""


@dataclass(frozen=True, init=False)
class Order(Promise):
    """Each number, `times` itself, is below the next one; all under the same seed."""

    given: tuple
    times: float

    def __init__(self, *given, times=1, at=None, average=False):
        for name, value in (("given", given), ("times", times), ("at", at), ("average", average)):
            object.__setattr__(self, name, value)

    def readings(self):
        """The numbers that are compared, the lowest first."""
        return [_of(number) for number in self.given]

    def fault(self, numbers):
        """What is wrong with the order, or nothing."""
        values = [number.value for number in numbers]
        kept = all(self.times * low < high for low, high in pairwise(values))
        return "" if kept else ", ".join(f"{value:.6g}" for value in values)

    def claim(self, experiment):
        """The promise without its place."""
        first, *rest = self.readings()
        same = all(r.number == first.number and r.settings for r in rest)
        times = "" if self.times == 1 else f"{_plain(self.times)} times "
        words = [first.words(experiment), *(r.words(experiment, told=not same) for r in rest)]
        return " < ".join([*(f"{times}{word}" for word in words[:-1]), words[-1]])


@dataclass(frozen=True, init=False)
class Alike(Promise):
    """All numbers lie within a `share` of the first one; all under the same seed."""

    given: tuple
    share: float

    def __init__(self, *given, share, at=None, average=False):
        for name, value in (("given", given), ("share", share), ("at", at), ("average", average)):
            object.__setattr__(self, name, value)

    def readings(self):
        """The numbers that are compared."""
        return [_of(number) for number in self.given]

    def fault(self, numbers):
        """What is wrong with the likeness, or nothing."""
        first, *others = [number.value for number in numbers]
        kept = all(abs(other - first) <= self.share * abs(first) for other in others)
        return "" if kept else ", ".join(f"{value:.6g}" for value in (first, *others))

    def claim(self, experiment):
        """The promise without its place."""
        names = "; ".join(reading.words(experiment) for reading in self.readings())
        return f"within {percent(self.share)} of each other: {names}"


class Promises:
    """All that an experiment promises, as `experiment.holds` returns it."""

    def __init__(self, experiment, promises):
        self.experiment, self.promises = experiment, promises

    def __iter__(self):
        return iter(self.promises)

    @property
    def lines(self):
        """Each promise in words."""
        return [promise.words(self.experiment) for promise in self.promises]

    def __repr__(self):
        return "\n".join([HEADING, *(f"- {line}" for line in self.lines)])

    def _repr_mimebundle_(self, include=None, exclude=None):
        from systemdesign.show.jupyter.html import promises_list

        return {"text/plain": repr(self), "text/html": promises_list(HEADING, self.lines)}


def _of(number):
    return number if isinstance(number, Of) else Of(number)


def _plain(value):
    """A limit as its author wrote it."""
    return f"{value:,.10g}"
