"""A guess: the reader's prediction, asked for before the result is shown, and what to hold it against."""

from dataclasses import dataclass, field

from systemdesign.show.errors import ChartError, SettingError
from systemdesign.show.slider import Slider

BEST = {"least": min, "most": max}


@dataclass(frozen=True)
class Guess:
    """A question whose answer the experiment itself computes. It asks for one of three things:

    - a headline `number`, on a `scale` (a `Slider`): `Guess("How long?", number="mean", scale=Slider(0, 10, 5))`;
    - `which` option of a choice has the least or most of a number: `Guess("Which?", which="policy", number="mean")`
      (of several that have it, each is right);
    - the course of a `line` of the chart, drawn at the places `xs`: `Guess("Draw it.", line="stale", xs=[0.1, 1, 10])`.

    `at` are the settings at which the answer is read; the others stand at their defaults.
    """

    question: str
    number: str = ""
    scale: Slider | None = None
    which: str = ""
    best: str = "least"
    line: str = ""
    xs: tuple = ()
    at: dict = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "xs", tuple(self.xs))
        if [bool(self.scale), bool(self.which), bool(self.line)].count(True) != 1:
            raise SettingError(f"The guess {self.question!r} asks for one thing: a number on a scale, which option, "
                               f"or a line.")
        if bool(self.line) != bool(self.xs) or (not self.line and not self.number):
            raise SettingError(f"The guess {self.question!r} needs a number to be read, or a line with its xs.")
        if self.best not in BEST:
            raise SettingError(f'The best option has the "least" or the "most", not {self.best!r}.')

    def check(self, experiment):
        """SettingError for a control or a position that the experiment does not have."""
        experiment.check(self.at)
        if self.which:
            experiment.control(self.which).positions()

    def to_json(self, experiment):
        """The question as plain data, without its answer."""
        options = [str(option) for option in experiment.control(self.which).positions()] if self.which else []
        scale = self.scale.named("guess").to_json() if self.scale else None
        return {"question": self.question, "kind": self.kind, "scale": scale, "options": options, "best": self.best,
                "line": self.line, "xs": list(self.xs), "at": self.at}

    @property
    def kind(self):
        """"number", "which" or "line"."""
        return "number" if self.scale else "which" if self.which else "line"

    def answer(self, experiment):
        """What the experiment says, as plain data: see the three methods below for each kind."""
        return getattr(self, f"_{self.kind}")(experiment)

    def _number(self, experiment):
        """{value, unit, label, digits, theory} of the headline number."""
        return _read(experiment(**self.at), self.number).to_json()

    def _which(self, experiment):
        """{option, numbers}: the best option, and each option's number in the order of the options."""
        found = {option: _read(experiment(**{**self.at, self.which: option}), self.number)
                 for option in experiment.control(self.which).positions()}
        best = BEST[self.best](found, key=lambda option: found[option].value)
        return {"option": str(best), "numbers": [number.to_json() for number in found.values()]}

    def _line(self, experiment):
        """{y}: the heights of the line at the guess's xs, between its points as it is drawn."""
        chart = experiment(**self.at)
        mark = next((m for m in chart.series if getattr(m, "name", "") == self.line and not m.theory), None)
        if mark is None or mark.kind not in ("line", "step", "points"):
            raise ChartError(f"No line, step or points of {chart.title!r} is called {self.line!r}.")
        return {"y": [_height(mark, x) for x in self.xs]}


def _read(chart, name):
    if name not in chart.numbers:
        raise ChartError(f"{chart.title!r} has no number {name!r}; it has {', '.join(chart.numbers) or 'none'}.")
    return chart.numbers[name]


def _height(mark, x):
    """The mark's height at x: a step's last value, else on the straight line between two points."""
    pairs = sorted(zip(mark.x, mark.y))
    before = [pair for pair in pairs if pair[0] <= x] or pairs[:1]
    after = [pair for pair in pairs if pair[0] >= x] or pairs[-1:]
    (left, low), (right, high) = before[-1], after[0]
    if mark.kind == "step" or right == left:
        return low
    return low + (high - low) * (x - left) / (right - left)
