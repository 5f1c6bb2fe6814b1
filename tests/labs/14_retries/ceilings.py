"""Part 1 of lab 14 is judged by the ceilings of its pauses, and by those that a mistake would give."""

from math import e, exp, log, sqrt
from random import Random

ENOUGH = 1e300
CASES = [
    # failures, base, cap
    (1, 0.5, 10.0),
    (2, 0.5, 100.0),
    (3, 0.7, 100.0),
    (5, 0.37, 100.0),
    (7, 0.1, 90.0),
    (25, 0.001, 20_000.0),
    (4, 2.5, 7.3),
    (9, 0.3, 1.0),
    (12, 0.0001, 0.0003),
    (33, 0.3, 900.0),
    (1025, 0.3, 900.0),
    (41, 1e-12, 10.0),
    (181, 1e-52, 10.0),
    (1, 4.0, 1.5),
    (3, 4.0, 1.5),
]


def drawn(lab, failures, left=ENOUGH, draws=60, seed=1, **options):
    """So many pauses of a new jitter; with time enough each of them is a number."""
    jitter = lab.FullJitter(Random(seed), **options)
    pauses = [jitter.pause(failures, left) for _ in range(draws)]
    odd = [pause for pause in pauses if type(pause) not in (int, float) and (pause is not None or left == ENOUGH)]
    assert not odd, (
        f"By rule 4, with {left:g} s left a pause fits, so `pause` returns its seconds; yours returned {odd[0]!r}."
    )
    return pauses


def ceiling(failures, base, cap):
    """The rule, counted step by step."""
    found = base
    for _ in range(failures - 1):
        found = min(found * 2, cap)
    return min(found, cap)


def past_the_cap(failures, base, cap):
    while failures > 1 and base < cap:
        base, failures = base * 2, failures - 1
    return base


def short_of_the_cap(failures, base, cap):
    while failures > 1 and base * 2 <= cap:
        base, failures = base * 2, failures - 1
    return min(base, cap)


SUSPECTS = {
    "rule 2: after the first failure the ceiling is `base`, and yours is twice that: failures are counted from 1": (
        lambda f, base, cap: min(cap, base * 2**f)
    ),
    "rule 2: the ceiling starts at half of `base`: after the first failure it is `base` itself": (
        lambda f, base, cap: min(cap, base * 2.0 ** (f - 2))
    ),
    "rule 2: the ceiling is twice as much after each further failure, and not `base` more": (
        lambda f, base, cap: min(cap, base * f)
    ),
    "rule 2: the ceiling is twice as much after each further failure; yours grows with the square": (
        lambda f, base, cap: min(cap, base * f**2)
    ),
    "rule 2: the ceiling is twice as much after each further failure, not three times as much": (
        lambda f, base, cap: min(cap, base * 3.0 ** (f - 1))
    ),
    "rule 2: the ceiling is twice as much after each further failure, not e times as much": (
        lambda f, base, cap: min(cap, base * e ** (f - 1))
    ),
    "rule 2: the ceiling is `base` to the power of the failures; it should be `base`, doubled": (
        lambda f, base, cap: min(cap, base**f)
    ),
    "rule 2: the ceiling doubles from the second failure on, and not from the third": (
        lambda f, base, cap: min(cap, base * 2.0 ** max(f - 2, 0))
    ),
    "rule 2: the ceiling does not grow with the failures": lambda f, base, cap: min(cap, base),
    "rule 2: the ceiling begins with 0.1, whatever `base` is": lambda f, base, cap: min(cap, 0.1 * 2.0 ** (f - 1)),
    "rule 2: the ceiling begins with 1 s, whatever `base` is": lambda f, base, cap: min(cap, 2.0 ** (f - 1)),
    "rule 3: the ceiling goes above `cap`": lambda f, base, cap: base * 2.0 ** (f - 1),
    "rule 3: the ceiling stops at 10 s, whatever `cap` is": lambda f, base, cap: min(10.0, base * 2.0 ** (f - 1)),
    "rule 3: after the first failure the ceiling is `base` even where that is above `cap`": (
        lambda f, base, cap: base if f == 1 else min(cap, base * 2.0 ** (f - 1))
    ),
    "rule 3: the ceiling is never below `base`, and so above `cap` where `base` is": (
        lambda f, base, cap: max(base, min(cap, base * 2.0 ** (f - 1)))
    ),
    "rule 3: the last doubling of the ceiling goes past `cap`": past_the_cap,
    "rule 3: the ceiling stops at the last doubling that is not above `cap`, and never gets there": short_of_the_cap,
    "rule 3: the ceiling is the larger of `cap` and what has doubled, and should be the smaller": (
        lambda f, base, cap: max(cap, base * 2.0 ** (f - 1))
    ),
    "rule 3: the ceiling is `cap` from the start": lambda f, base, cap: cap,
}
SUSPECTS |= {
    f"rule 2: the ceiling doubles {bound} times and then no more, before it is at `cap`": (
        lambda f, base, cap, bound=bound: min(cap, base * 2.0 ** min(f - 1, bound))
    )
    for bound in (*range(3, 64), 100, 127, 128)
}
SUSPECTS |= {
    f"rule 2: the ceiling starts again after {period} failures, and should stay at `cap`": (
        lambda f, base, cap, period=period: min(cap, base * 2.0 ** ((f - 1) % period))
    )
    for period in (8, 16, 32, 64, 128, 256, 512, 1024)
}
"""What is wrong, and the ceiling that it gives."""


def fits(top, limit):
    """Whether the largest of 40 uniform draws may be `top`: one of a million sets has none above 70 %."""
    return 0.7 * limit < top <= limit * (1 + 1e-9)


def explains(formula, case, top):
    """Whether this ceiling explains the largest draw; one that is too large or small for a float does not tell."""
    try:
        limit = formula(*case)
        return limit == 0 or fits(top, limit)
    except OverflowError:
        return True


def mistake(lab, tops):
    """What explains the largest draws of all cases, or None."""
    for words, formula in SUSPECTS.items():
        if all(explains(formula, case, top) for case, top in tops.items()):
            return words
    small, large = (max(drawn(lab, 6, base=base, cap=1e3)) for base in (0.01, 10.0))
    if small == large:
        return "rule 2: a FullJitter draws below the ceiling of another, so keep what you know of it in `self`"
    return None


def distance(shares):
    """How far the distribution of these numbers is from the uniform one on 0 to 1 (Kolmogorov's D), and how far
    it may be: one of a million uniform samples goes farther."""
    ranked, n = sorted(shares), len(shares)
    far = max(max(share - i / n, (i + 1) / n - share) for i, share in enumerate(ranked))
    return far, sqrt(log(2 / exp(-13.8)) / 2 / n)
