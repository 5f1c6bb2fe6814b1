"""Lab 19, part 3: a post-mortem."""

import pytest

from .blaming import NAMES, blamed, drawn, gains, played, right, told

DRAWN = [drawn(seed, count) for count in (2, 3, 5, 8) for seed in range(40)]
SMALL = [drawn(seed, count, low, high) for count in (3, 4) for low, high in ((-3, 3), (-9, 0)) for seed in range(40)]
FEW = [drawn(0, 0), drawn(0, 1, 3, 9), drawn(0, 1, -9, 0)]
LITTLE = 2**-10
"""Of a point: less than whoever rounds may keep, and more than sums of floating numbers are out by."""
ODD = [
    told(NAMES[:3], base=0, alpha=7, zeta__alpha=11),
    told(NAMES[:3], base=62.5, zeta=0.25, alpha=0.375, zeta__alpha=0.75),
    told(NAMES[:3], base=62.5, zeta=5, alpha=5 + LITTLE, zeta__alpha=10.5 + LITTLE, alpha__=5.5 + 2 * LITTLE),
    told(NAMES[:3], base=62.5, alpha=LITTLE, zeta__alpha=2 * LITTLE),
]
HIDDEN = told(NAMES[:4], zeta=3, alpha=4, zeta__alpha=9, __mid=6)
"""Two of which each hides what the other costs: alone neither gains anything."""
TIES = [
    told(NAMES[:3], zeta=5, alpha=5),
    told(("alpha", "zeta"), zeta=5, alpha=5),
    told(NAMES[:2], zeta=5, alpha=2, zeta__alpha=8),
]


def tied(one):
    """Whether two faults of a day have the greatest gain."""
    alone = sorted(gain for out, gain in gains(one).items() if len(out) == 1)
    return alone[-2:-1] == alone[-1:]


def told_of(one):
    """What this day was, in words."""
    gain = ", ".join(f"{' and '.join(map(repr, out))} {got:+g}" for out, got in gains(one).items() if out)
    return f"The gains without each, and without two, were {gain[:400]}{'…' * (len(gain) > 400)}: "


@pytest.mark.rule(4)
def test_every_call_has_this_design_and_names_of_faults(lab):
    days = [*DRAWN[:90], *FEW]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        odd = [out for out in found["asked"] if not set(out) <= set(one[1])]
        assert not odd, (
            f"`run` was called without {odd[0]}: every call has only names in `faults`, in a tuple, a list or a set."
        )
        assert not found["others"], f"`run` was called with {found['others'][0]}: every call has the same `design`."
        assert found["kept"], "`design` is not what it was: it stays as it is."


@pytest.mark.rule(3)
def test_nothing_is_run_twice(lab):
    days = [*DRAWN, *FEW]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        runs = [frozenset(out) for out in found["asked"]]
        twice = [set(out) for number, out in enumerate(runs) if out in runs[:number]]
        assert not twice, (
            f"Of {len(one[1])} faults, `run` was called {len(runs)} times, and twice without the same faults, "
            f"{twice[0] or 'none of them'}: never twice, in whatever order."
        )
        most = 1 + len(one[1]) * (len(one[1]) + 1) // 2
        assert len(runs) <= most, f"Of {len(one[1])} faults, `run` was called {len(runs)} times, at most {most} times."


@pytest.mark.rule(1, 2)
def test_a_fault_and_a_pair_are_returned(lab):
    days = [*DRAWN[:50], *FEW]
    for (_, faults, _), found in zip(days, blamed(lab, *days), strict=True):
        assert type(found["found"]) is list, (
            f"It returned {found['found']}: return the name of the fault with the greatest gain, or None, and the pair."
        )
        fault, pair = found["found"]
        assert fault is None or fault in faults, (
            f"Of the faults {faults} you blame {fault!r}: `fault` is the name with the greatest gain, or None."
        )
        assert pair is None or (type(pair) is list and len(set(pair) & set(faults)) == len(pair) == 2), (
            f"Of the faults {faults} you name the pair {pair}: `pair` are the two names in a tuple, or None."
        )


@pytest.mark.rule(1)
def test_the_fault_with_the_greatest_gain_is_blamed(lab):
    days = [one for one in [*DRAWN, *SMALL, *ODD] if right(one)[0] is not None and not tied(one)]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        due, fault = right(one)[0], found["found"][0]
        assert fault == due, told_of(one) + f"you blame {fault!r}, and the greatest gain has {due!r}."


@pytest.mark.rule(1)
def test_nobody_is_to_blame_where_nothing_gains(lab):
    days = [one for one in [*SMALL, *FEW] if right(one)[0] is None]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        fault = found["found"][0]
        assert fault is None, told_of(one) + f"you blame {fault!r}, and no gain is above 0: `fault` is None then."


@pytest.mark.rule(1)
def test_of_equal_faults_the_first_is_blamed(lab):
    for one, found in zip(TIES, blamed(lab, *TIES), strict=True):
        assert found["found"][0] == right(one)[0], (
            f"The faults {one[1]}: " + told_of(one) + f"you blame {found['found'][0]!r}: of several with the greatest "
            f"gain the one that stands first in `faults`, {right(one)[0]!r}."
        )


@pytest.mark.rule(2)
def test_the_pair_stands_in_the_order_of_the_faults(lab):
    days = [one for one in DRAWN if right(one)[1]]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        pair = found["found"][1]
        assert not pair or pair == sorted(pair, key=one[1].index), (
            f"Of the faults {one[1]} you name the pair {pair}: the one that stands first in `faults` comes first."
        )


@pytest.mark.rule(2)
def test_the_pair_that_exceeds_its_sum_by_most_is_named(lab):
    days = [one for one in [*DRAWN, *SMALL, *ODD, HIDDEN] if right(one)[1]]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        due, pair = right(one)[1], found["found"][1]
        assert pair == due, (
            told_of(one) + f"you name the pair {pair}; whose gain together exceeds the sum of their own by most, the "
            f"first of several, is {due}."
        )


@pytest.mark.rule(2)
def test_no_pair_where_each_two_gain_no_more_than_their_sum(lab):
    days = [one for one in [*SMALL, *DRAWN, *TIES, *FEW] if right(one)[1] is None]
    for one, found in zip(days, blamed(lab, *days), strict=True):
        pair = found["found"][1]
        assert pair is None, (
            told_of(one) + f"you name the pair {pair}, and no pair gains more than the sum: it is None."
        )


@pytest.mark.rule(1, 2)
def test_a_day_of_the_shop_itself(lab):
    one = played()
    (found,) = blamed(lab, one)
    assert found["found"] == right(one), (
        f"On a day of the shop: {told_of(one)}your fault and pair are {found['found']}; those with the greatest gain, "
        f"and with the gain that exceeds the sum by most, are {right(one)}."
    )
