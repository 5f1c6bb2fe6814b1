"""How far off a guess was, in words."""

from systemdesign.show.words import amount

NEAR = 0.05


def number(said, found):
    """A guess at a headline number, and its answer."""
    unit, value = found["unit"], found["value"]
    return f"You said {amount(said, unit)}; it is {amount(value, unit, found['digits'])}: {_off(said, value, unit)}."


def which(said, found, options):
    """A guess at the best option, and its answer: numbers in the order of the options."""
    told = {option: amount(n["value"], n["unit"], n["digits"])
            for option, n in zip(options, found["numbers"], strict=True)}
    best = found["option"]
    if said == best:
        return f"You said {said}, and it is: {told[best]}."
    return f"You said {said}; it is {best}: {told[best]} against {told[said]}."


def line(said, found, xs, x, y):
    """A guess at a line's heights at `xs`, and its answer; `x` and `y` are the units of the axes."""
    away = [abs(mine - true) for mine, true in zip(said, found["y"], strict=True)]
    most = away.index(max(away))
    return (f"Your line is {amount(sum(away) / len(away), y)} away on average, most at {amount(xs[most], x)}: "
            f"you said {amount(said[most], y)}; it is {amount(found['y'][most], y)}.")


def _off(said, value, unit):
    if said == value or (value and abs(said / value - 1) <= NEAR):
        return f"you are within {NEAR:.0%} of it".replace("%", " %")
    if said * value <= 0:
        return f"{amount(abs(said - value), unit)} too {'much' if said > value else 'little'}"
    return f"{amount(said / value, digits=2)} times as much"
