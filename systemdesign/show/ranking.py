"""A ranking: the settings that a reader has tried in the page, best first, each with what it costs."""

from dataclasses import dataclass, field

from systemdesign.show.errors import ChartError, SettingError, suggestion

FIRST = "at first"
"""What the default settings are called, where no landmark is called otherwise."""


@dataclass(frozen=True)
class Ranking:
    """The reader's own designs under a figure: `Ranking(by="score", against="cost")`.

    `by` is the headline number that ranks them, the most first; `against` the one that it is weighed with: the less
    the better among equals. `landmarks` are {name: settings} to compare with, on the plane of the two numbers; the
    default settings are always among them. The published page keeps what was tried as long as its tab is open, and
    sends it nowhere. Notebooks, paper and terminals show nothing of it.
    """

    by: str
    against: str
    landmarks: dict = field(default_factory=dict)

    def __post_init__(self):
        if self.by == self.against:
            raise SettingError(f"A ranking weighs one number with another, such as the score with the cost; "
                               f"both are {self.by!r} here.")

    def check(self, experiment):
        """SettingError for a control or a position that the experiment does not have."""
        for settings in self.landmarks.values():
            experiment.check(settings)

    def read(self, chart):
        """The values of both numbers; ChartError where the chart lacks one."""
        for name in (self.by, self.against):
            if name not in chart.numbers:
                raise ChartError(f"The ranking of {chart.title!r} reads the number {name!r} at every setting; "
                                 f"it has {', '.join(chart.numbers) or 'none'}.{suggestion(name, chart.numbers)}")
        return chart.numbers[self.by].value, chart.numbers[self.against].value

    def to_json(self):
        """The two names as plain data."""
        return {"by": self.by, "against": self.against}

    def marks(self, experiment):
        """[name, value of `by`, value of `against`] of each landmark, as plain data."""
        places = {name: experiment.check(settings) for name, settings in self.landmarks.items()}
        if experiment.defaults not in places.values():
            places = {FIRST: experiment.defaults, **places}
        return [[name, *self.read(experiment(**settings))] for name, settings in places.items()]
