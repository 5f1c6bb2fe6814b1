"""Lab 18, part 5: slots and room. Who is drawn."""

from collections import Counter
from math import comb

import pytest

from .rooms import POLICIES, beside, judge
from .test_part_5_room import SIZES, got, put

MANY, TRIALS = 8, 700
KEYS = [b"%d" % number for number in range(MANY)]
DRAWN = "five different keys are drawn by `rng`, all chances being even, and of these goes the one of the oldest use."


def filled(policy, keys=KEYS, before=(), last=1):
    """A script that fills a room with keys of 60 bytes, the first ones oldest, and sets one more."""
    end = 10_000 if policy == "volatile-lru" else None
    told = [["set", key, b"abc", 1, None] for key in before]
    told += [["set", key, b"abc", number + 2, end] for number, key in enumerate(keys)]
    return [*told, *(["set", b"n%d" % number, b"ab", 100 + number, end] for number in range(last))]


def expected(rank):
    """The chance that the one of this rank, 0 for the oldest, is the oldest of five out of eight."""
    return comb(MANY - 1 - rank, 4) / comb(MANY, 5)


@pytest.mark.rule(5)
@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-lru"])
def test_who_goes(lab, policy):
    before = [b"p", b"q", b"r"] if policy == "volatile-lru" else []
    limit = 60 * (MANY + len(before))
    script = filled(policy, before=before)
    gone = beside(lab).gone(limit, policy, list(range(TRIALS)), script, [*before, *KEYS])
    assert all(len(keys) == 1 for keys in gone), (
        f"Of {MANY} keys one had to go for another, and {sorted(map(len, gone))[-1]} went: no more than it takes."
    )
    times = Counter(keys[0] for keys in gone)
    wrong = [key for key in times if key in before]
    assert not wrong, f'{wrong[0]!r} went, which has no end: with "volatile-lru" those with an end may go.'
    for rank, key in enumerate(KEYS):
        chance = expected(rank)
        most = 4.5 * (TRIALS * chance * (1 - chance)) ** 0.5
        assert abs(times[key] - TRIALS * chance) <= most, (
            f"Eight keys, {policy}: in {TRIALS} rooms the oldest went {times[KEYS[0]]} times, then {ranks(times)}, and "
            f"{', '.join(str(round(TRIALS * expected(rank))) for rank in range(MANY))} were to be expected: {DRAWN}"
        )


def ranks(times):
    return ", ".join(str(times[key]) for key in KEYS[1:])


AGAIN = {"a key of two": ([["set", b"n0", b"x" * 62, 100]], 0.638), "two keys": (filled("", keys=[], last=2), 0.558)}


@pytest.mark.rule(5)
@pytest.mark.parametrize("what", AGAIN)
def test_five_are_drawn_for_each(lab, what):
    last, chance = AGAIN[what]
    script, trials = [*filled("allkeys-lru", last=0), *last], 900
    gone = beside(lab).gone(60 * MANY, "allkeys-lru", list(range(trials)), script, KEYS)
    oldest, mean = sum(keys == KEYS[:2] for keys in gone), round(trials * chance)
    assert abs(oldest - mean) <= 4.5 * (trials * chance * (1 - chance)) ** 0.5, (
        f"In {trials} rooms two of eight keys had to go for {what}, and in {oldest} of them the two oldest went, where "
        f"{mean} were to be expected: to evict one, {DRAWN} For the next one five are drawn again, of all that may go."
    )


@pytest.mark.rule(5)
def test_all_of_many_may_go(lab):
    keys = [b"%02d" % number for number in range(60)]
    script = [["set", key, b"ab", number + 2] for number, key in enumerate(keys)]
    script += [["set", b"n0", b"ab", 100]]
    gone = [found[0] for found in beside(lab).gone(60 * 60, "allkeys-lru", list(range(300)), script, keys) if found]
    mean = sum(keys.index(key) for key in gone) / max(1, len(gone))
    assert abs(mean - (60 - 5) / 6) <= 1.9, (
        f"Of 60 keys, from 0 for the oldest, number {mean:.1f} went on average, and 9.2 was to be expected: {DRAWN}"
    )


@pytest.mark.rule(5)
def test_the_generator_that_is_given(lab):
    script, numbers = filled("allkeys-lru", last=3), list(range(40))
    once, again = (beside(lab).gone(480, "allkeys-lru", numbers, script, KEYS, salt) for salt in (1, 2))
    assert once == again, f"The same generators drew {once[:5]} once, and {again[:5]} again: {DRAWN}"


@pytest.mark.rule(3)
def test_a_new_life_where_others_have_to_go(lab):
    script = [put(b"a", 60, 1, 900), put(b"b", 60, 2, 900), put(b"c", 60, 3, 900)]
    for policy in POLICIES[:2]:
        judge(lab, 180, policy, [*script, put(b"a", 90, 4), got(b"a", 950)], SIZES)
        judge(lab, 180, policy, [*script, put(b"a", 90, 4, 800), got(b"a", 850)], SIZES)
