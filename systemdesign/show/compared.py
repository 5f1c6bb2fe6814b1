"""How far off a guess was, in words; the page says the same (`web/figure/verdicts.js`)."""

from math import exp, log

from systemdesign.show.words import amount

NEAR = 0.05
"""So near, as a part of the answer, is near enough."""


def number(said, found):
    """A guess at a headline number, and its answer."""
    value = found["value"]
    start = f"You said {_told(said, found)}; it is {_told(value, found)}"
    if said == value:
        return f"{start}: exactly so."
    if said * value <= 0:
        return f"{start}: {_told(abs(said - value), found)} too {'much' if said > value else 'little'}."
    return f"{start}: {_apart(said / value)}."


def which(said, found, options):
    """A guess at the best option, and its answer: numbers in the order of the options."""
    numbers, best = dict(zip(options, found["numbers"], strict=True)), found["option"]
    told = {option: _told(of["value"], of) for option, of in numbers.items()}
    if numbers[said]["value"] == numbers[best]["value"]:
        return f"You said {said}, and so it is: {told[said]}."
    return f"You said {said}; it is {best}: {told[best]} against {told[said]}."


def line(said, found, xs, chart):
    """A guess at a line's heights at `xs`, and its answer; on a logarithmic axis they are apart by a factor."""
    pairs = list(zip(said, found["y"], strict=True))
    factors = chart.y.scale == "log" and min(map(min, pairs)) > 0
    away = [abs(log(mine / true)) if factors else abs(mine - true) for mine, true in pairs]
    mean, worst = sum(away) / len(away), away.index(max(away))
    mine, true = (amount(height, chart.y.unit, 2) for height in pairs[worst])
    far = f"a factor of {amount(exp(mean), digits=2)}" if factors else amount(mean, chart.y.unit, 2)
    return (f"Your line is {far} off on average, and most at {amount(xs[worst], chart.x.unit)}: "
            f"you said {mine}; it is {true}.")


def _told(value, found):
    return amount(value, found["unit"], found["digits"])


def _apart(ratio):
    """In words, the ratio of a guess to the answer."""
    if abs(ratio - 1) <= NEAR:
        return f"within {100 * NEAR:g} %"
    if ratio <= 0.75:
        return f"{amount(1 / ratio, digits=2)} times as much as you said"
    if ratio >= 1.5:
        return f"your guess is {amount(ratio, digits=2)} times as much"
    return f"{int(100 * abs(ratio - 1) + 0.5)} % too {'much' if ratio > 1 else 'little'}"
