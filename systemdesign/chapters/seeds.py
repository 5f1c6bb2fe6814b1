"""One experiment under several seeds: how far its numbers depend on chance."""

from systemdesign.show.words import amount
from systemdesign.theory.intervals import interval


def numbers_over_seeds(experiment, settings, seeds, level=0.95):
    """{name: {mean, low, high, unit, label, digits, theory}} over independent runs, one a seed.

    `low` and `high` bound the mean by Student's interval at `level`. A number that some seeds lack is left out.
    """
    charts = [experiment.evaluate(seed, **settings) for seed in seeds]
    names = [name for name in charts[0].numbers if all(name in chart.numbers for chart in charts)]
    return {name: _over([chart.numbers[name] for chart in charts], level) for name in names}


def _over(numbers, level):
    mean, low, high = interval([number.value for number in numbers], level)
    first = numbers[0]
    about = {"unit": first.unit, "label": first.label, "digits": first.digits, "theory": first.theory}
    return {"mean": mean, "low": low, "high": high, **about}


def table(numbers):
    """Aligned lines: label, mean, interval, and theory where there is one."""
    rows = [_row(number) for number in numbers.values()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _row(number):
    def told(value):
        return amount(value, number["unit"], number["digits"])

    theory = "" if number["theory"] is None else f"(theory {told(number['theory'])})"
    return number["label"], told(number["mean"]), f"95 % within {told(number['low'])} to {told(number['high'])}", theory
