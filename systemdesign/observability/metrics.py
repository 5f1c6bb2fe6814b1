"""Metrics: series under names and labels that are declared beforehand, and a page on which all of them are read."""

import re

from systemdesign.observability.series import DEFAULT, Counter, Gauge, Histogram, number

NAME, LABEL = re.compile("[a-zA-Z_:][a-zA-Z0-9_:]*"), re.compile("(?!__|le$)[a-zA-Z_][a-zA-Z0-9_]*")
OTHER = "other"


class Metrics:
    """All families of one process. What is declared twice in the same way is one family."""

    def __init__(self, most=1000):
        """`most` is the ceiling on the series of each family."""
        self.most, self.families = most, {}

    def counter(self, name, text, *labels):
        return self._declare(name, text, labels, Counter)

    def gauge(self, name, text, *labels):
        return self._declare(name, text, labels, Gauge)

    def histogram(self, name, text, *labels, bounds=DEFAULT):
        return self._declare(name, text, labels, Histogram, tuple(bounds))

    def exposition(self):
        """All series as text, in the form that Prometheus scrapes."""
        return "".join(line + "\n" for family in self.families.values() for line in family.lines())

    def _declare(self, *declared):
        known = self.families.setdefault(declared[0], Family(declared, self.most))
        if known.declared != declared:
            raise ValueError(f"{known.name} is declared already, and not like this")
        return known


class Family:
    """The series of one name: `family(*values)` is the one with these values of its labels.

    There are never more than `most`. What comes under further values is counted in one more, whose labels all say
    "other": who it was is lost, and how much it was is not. After the cardinality limits of OpenTelemetry.
    """

    def __init__(self, declared, most):
        self.declared, self.most, self.series = declared, most, {}
        self.name, self.text, self.labels, self.kind, *self.options = declared
        named = NAME.fullmatch(self.name) and all(map(LABEL.fullmatch, self.labels))
        if not named or len(set(self.labels)) < len(self.labels):
            raise ValueError(f"a name is made of letters, digits and _, a label too, and once: {declared[:3]}")
        self.kind(*self.options)

    def __call__(self, *values):
        """Raises ValueError for too many values, or too few."""
        if len(values) != len(self.labels):
            raise ValueError(f"{self.name} has the labels {self.labels}, and these are {values}")
        values = tuple(map(str, values))
        if values not in self.series and len(self.series) >= self.most:
            values = (OTHER,) * len(values)
        if values not in self.series:
            self.series[values] = self.kind(*self.options)
        return self.series[values]

    def lines(self):
        """What Prometheus reads of it, line by line."""
        yield f"# HELP {self.name} {escaped(self.text)}"
        yield f"# TYPE {self.name} {self.kind.kind}"
        for values, series in self.series.items():
            for suffix, more, value in series.samples():
                pairs = [f'{label}="{quoted(word)}"' for label, word in (*zip(self.labels, values), *more)]
                labels = "{" + ",".join(pairs) + "}" if pairs else ""
                yield f"{self.name}{suffix}{labels} {number(value)}"


def escaped(text):
    """Text without the characters that would end its line."""
    return text.replace("\\", r"\\").replace("\n", r"\n")


def quoted(text):
    """Text that may stand between quotation marks."""
    return escaped(text).replace('"', r"\"")
