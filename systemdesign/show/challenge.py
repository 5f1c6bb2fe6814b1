"""A challenge: a condition on settings and numbers that the figure recognises when it is met."""

import re
from dataclasses import dataclass
from itertools import product
from operator import ge, gt, le, lt

from systemdesign.show.errors import SettingError

GOAL = re.compile(r"(\w+) (<=|>=|<|>) (-?\d+(?:\.\d+)?(?:e-?\d+)?)")
SIGNS = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True)
class Challenge:
    """A task to be met by moving some of the controls, and the best answer that is known.

    `goals` are comparisons of headline numbers, or of controls: "p99 < 8". The controls in `over` may be moved; all
    others must stand at their defaults. `least`, or `most`, is the control or the number that is to be as small or as
    large as it can be. `best` are the settings of the best known answer; a test looks for a better one.
    """

    task: str
    goals: tuple
    over: tuple
    best: dict
    least: str = ""
    most: str = ""

    def __post_init__(self):
        for name in ("goals", "over"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for goal in self.goals:
            if not GOAL.fullmatch(goal):
                raise SettingError(f'Write a goal as "p99 < 8", with one of {", ".join(SIGNS)}; not {goal!r}.')
        if not self.goals or not self.over or (self.least and self.most):
            raise SettingError(f"The challenge {self.task!r} needs goals, controls to move, and at most one extreme.")

    def check(self, experiment):
        """SettingError for a control or a position that the experiment does not have."""
        for name in self.over:
            experiment.control(name)
        experiment.check(self.best)
        if set(self.best) - set(self.over):
            raise SettingError(f"The best answer to {self.task!r} moves more than {', '.join(self.over)}.")

    def to_json(self):
        """The challenge as plain data."""
        goals = [[name, sign, float(value)] for name, sign, value in map(self._parsed, self.goals)]
        return {"task": self.task, "goals": goals, "over": list(self.over), "best": self.best,
                "least": self.least, "most": self.most}

    def met(self, experiment, chart, settings):
        """Whether the goals are met by this chart at these settings, and nothing was moved that must stand."""
        standing = all(settings[name] == value for name, value in experiment.defaults.items() if name not in self.over)
        reads = [(self.read(chart, settings, name), sign, float(value))
                 for name, sign, value in map(self._parsed, self.goals)]
        return standing and all(value is not None and SIGNS[sign](value, bound) for value, sign, bound in reads)

    def cost(self, chart, settings):
        """What is to be as small as it can be: the less the better; 0 where only the goals count."""
        if self.most:
            return -self.read(chart, settings, self.most)
        return self.read(chart, settings, self.least) if self.least else 0

    def answers(self, experiment):
        """(cost, settings) of every position of the controls in `over` at which the goals are met: a long search."""
        for places in product(*(experiment.control(name).positions() for name in self.over)):
            settings = {**experiment.defaults, **dict(zip(self.over, places))}
            chart = experiment(**settings)
            if self.met(experiment, chart, settings):
                yield self.cost(chart, settings), settings

    @staticmethod
    def read(chart, settings, name):
        """The control's or the headline number's value; None where the chart has no such number."""
        if name in settings:
            return settings[name]
        return chart.numbers[name].value if name in chart.numbers else None

    @staticmethod
    def _parsed(goal):
        return GOAL.fullmatch(goal).groups()
