"""Lab 18, part 3: a crash at every call of the disk."""

import pytest

from .beside_log import LEFT
from .deaths import SAFE, execute, play, play_all

TORN = (
    "What a torn end leaves is dropped before anything is appended, so that what is acknowledged after a crash is "
    "found after the next one (rule 2)."
)
WHOLE = (
    f"{SAFE}: the next `Log` has every request that returned, once, in order, and the one under way "
    "as a whole or not at all."
)
DAY = [
    execute(1.0, "SET", "a", "paid", "EX", 3),
    execute(1.25, "INCR", "n"),
    execute(1.5, "APPEND", "b", "x" * 40),
    execute(2.0, "INCR", "n"),
    execute(2.5, "SET", "b", "y", "EX", 60),
    execute(3.0, "EXPIRE", "n", 2),
    execute(4.5, "APPEND", "a", "late"),
    execute(5.5, "INCR", "n"),
    execute(5.75, "APPEND", "b", "z"),
    execute(6.0, "DEL", "b"),
    execute(6.0, "PEXPIREAT", "n", 60_000),
]


def deaths(lab, script, why=WHOLE, **options):
    """Each call of the disk in the first life, and whether it is done as the process dies there."""
    seen = play(lab, script, why, **options)
    return [(call, done) for call in range(1, len(seen.calls[0]) + 1) for done in (False, True)]


def crashes(lab, script, why=WHOLE, **options):
    """The script, with a death at each call of the disk, and all that it may leave."""
    found = deaths(lab, script, why, **options)
    return [(script, {**options, "deaths": [death], "left": left}, told(left))
            for death in found for left in (LEFT if death[1] else ["nothing", "half"])]  # fmt: skip


def told(left):
    return f"{left.capitalize()} of what was not safe was left. "


BIG = execute(1.5, "SET", "a", "y" * 300)


@pytest.mark.rule(2)
@pytest.mark.parametrize("left", ["a byte", "half", "all but a byte"])
@pytest.mark.parametrize("torn", [execute(1.5, "SET", "a", "y"), BIG], ids=["small", "big"])
def test_a_torn_end_is_in_nobodys_way(lab, left, torn):
    first = [execute(1.0, "SET", "b", "x"), execute(1.0, "INCR", "n"), ["sync"]]
    later = [execute(2.0, "INCR", "n"), execute(2.0, "SET", "a", "z"), ["sync"], ["crash", "nothing"]]
    play(lab, [*first, torn, ["crash", left], *later, *later], TORN, told(left), policy="no")


@pytest.mark.rule(1)
@pytest.mark.parametrize("policy", [None, "always"])
def test_what_returned_is_there_after_a_crash(lab, policy):
    for count in range(1, len(DAY) + 1):
        play(lab, [*DAY[:count], ["crash", "nothing"]], f"{SAFE}, by default too.", policy=policy)


@pytest.mark.rule(1)
def test_whatever_call_of_the_disk_it_dies_at_all_that_returned_is_there(lab):
    for _ in play_all(lab, crashes(lab, [*DAY, ["crash", "nothing"]]), WHOLE):
        pass


@pytest.mark.rule(2)
def test_lives_that_die_as_they_begin_lose_nothing(lab):
    script = [*DAY[:4], ["crash", "half"], *DAY[4:7], ["crash", "nothing"], *DAY[7:], ["crash", "nothing"]]
    several = []
    for first, done in deaths(lab, DAY[:4]):
        for second in (1, 2, 3, 4, 5):
            options = {"deaths": [(first, done), (second, done), (second + 1, not done)], "left": "half"}
            several.append((script, options, told("half")))
    for _ in play_all(lab, several, TORN):
        pass
