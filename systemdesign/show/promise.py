"""A promise of an experiment: what is read, where, and under how many seeds."""

from dataclasses import dataclass, replace

ENDS = "ends"
"""Where a promise holds: at the default and at both ends of every control."""
SEEDS = 20


class Of:
    """A headline number at some settings: `Of("p99", policy="random")`; the others stand as the promise says."""

    def __init__(self, number, **settings):
        self.number, self.settings = number, settings

    def words(self, experiment, told=True):
        """As a reader says it: "99th percentile, random"; without the number's name unless `told`."""
        found = experiment.headline.get(self.number)
        label = found.label if found else self.number
        return ", ".join([*([label] if told else []), *(said(experiment, pair) for pair in self.settings.items())])


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Where a promise holds, and whether each seed keeps it or only the `average` over all of them.

    `at` is one dictionary of settings, a list of them, or `ENDS`; left out, the default.
    """

    at: dict | list | str | None = None
    average: bool = False

    def places(self, experiment):
        """The settings, a dictionary each, at which it is judged."""
        if self.at == ENDS:
            return experiment.edges()
        return self.at if isinstance(self.at, list) else [self.at or {}]

    def check(self, experiment):
        """SettingError for a control or a position that the experiment does not have."""
        for place in self.places(experiment):
            for reading in self.readings():
                experiment.check({**place, **reading.settings})

    def broken(self, experiment, read):
        """What breaks it, a sentence for each place; nothing where it is kept.

        `read(number, settings)` gives a headline number, as a `Number`.
        """
        found = [(place, self.fault([read(r.number, {**place, **r.settings}) for r in self.readings()]))
                 for place in self.places(experiment)]
        return [f"{self.words(experiment)}: {fault} at {place or 'the default'}" for place, fault in found if fault]

    def words(self, experiment):
        """The promise as a reader says it."""
        over = " (on average over the seeds)" if self.average else ""
        return f"{self.claim(experiment)}{self._where(experiment)}{over}"

    def _where(self, experiment):
        if self.at is None:
            return ""
        if self.at == ENDS:
            return ", at the default and both ends of every control"
        return ", at " + " or ".join(
            " and ".join(said(experiment, pair) for pair in place.items()) or "the default"
            for place in self.places(experiment))


def said(experiment, pair):
    """One setting as a reader says it: "power of two choices", "Utilisation 0.8"."""
    name, value = pair
    control = experiment.control(name)
    if isinstance(value, bool):
        return control.label if value else f"not: {control.label}"
    return str(value) if isinstance(value, str) else f"{control.label} {control.told(value)}"


def averaged(numbers):
    """The mean of one headline number over several seeds, as a `Number`."""
    theories = [n.theory for n in numbers if n.theory is not None]
    return replace(numbers[0], value=sum(n.value for n in numbers) / len(numbers),
                   theory=sum(theories) / len(theories) if len(theories) == len(numbers) else None)
