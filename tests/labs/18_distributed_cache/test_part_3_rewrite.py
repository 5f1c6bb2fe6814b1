"""Lab 18, part 3: a shorter log in place of a long one."""

from itertools import pairwise

import pytest

from .deaths import execute, play, play_all
from .test_part_3_crashes import crashes
from .test_part_3_policies import SECOND, a_second_apart, syncs

SHORT = "Of a rewrite nothing is lost at any moment, and nothing is done twice (rule 7)."
STAYS = "What was on the disk and safe stays so under every policy, whenever a rewrite dies (rule 7)."
FIRST = [execute(1.0, "SET", "a", "x" * 30, "EX", 60), execute(1.0, "INCR", "n"), execute(1.5, "SET", "b", "y")]
FIRST += [
    execute(1.5, "SET", "", ""),
    execute(1.5, "INCR", "n"),
    execute(1.75, "APPEND", "a", "z"),
    execute(1.75, "APPEND", "b", "z"),
]


def rewritten(*between, steps=3, name="log"):
    """A rewrite, and what is done after each of its first steps."""
    rows = [["rewrite", name]]
    for number in range(steps):
        rows += [["step", name, 1], *between[number : number + 1]]
    return [*rows, ["finish", name]]


BETWEEN = [execute(2.0, "INCR", "n"), execute(2.25, "APPEND", "a", "w"), execute(2.5, "INCR", "n")]
OTHERS = [
    [execute(2.0, "DEL", "a"), execute(2.0, "SET", "b", "n", "EX", 5), execute(2.5, "EXPIRE", "n", 30)],
    [execute(2.0, "APPEND", "b", "v"), execute(2.0, "DEL", "n"), execute(2.0, "INCR", "n")],
    [execute(70.0, "GET", "a"), execute(71.0, "APPEND", "a", "new"), execute(72.0, "SET", "c", "d")],
    [
        execute(2.0, "SET", "c", "1"),
        execute(2.0, "INCR", "c"),
        execute(2.0, "PEXPIREAT", "a", 2_500),
        execute(3.0, "APPEND", "a", "late"),
    ],
]
KEYS = [b"a", b"b", b"c", b"", b"n"]


@pytest.mark.rule(7)
@pytest.mark.parametrize("between", [[], BETWEEN, *OTHERS], ids=range(6))
@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
def test_after_a_rewrite_all_is_there_once(lab, between, policy):
    late = [execute(73.0 + number, "INCR", "n") for number in range(8 - len(between))]  # after the last key, too
    script = [execute(0.5, "SET", "c", "x", "PXAT", 0), *FIRST, *rewritten(*between, *late, steps=8), ["sync"]]
    script += [["crash", "nothing"], execute(90.0, "INCR", "n"), ["sync"]]
    play(lab, [*script, ["crash", "nothing"]], SHORT, "There was a rewrite. ", policy=policy, keys=KEYS)


@pytest.mark.rule(7)
@pytest.mark.parametrize("between", [BETWEEN, *OTHERS[:2]], ids=range(3))
def test_wherever_a_rewrite_dies_nothing_is_lost(lab, between):
    script = [*FIRST, *rewritten(*between), execute(3.0, "INCR", "n"), ["crash", "nothing"]]
    for _ in play_all(lab, crashes(lab, script, keys=KEYS), f"There was a rewrite. {SHORT}"):
        pass


@pytest.mark.rule(7)
@pytest.mark.parametrize("policy", ["everysec", "no"])
def test_what_was_safe_stays_so_under_every_policy(lab, policy):
    script = [*FIRST, ["sync"], *rewritten(*BETWEEN), ["crash", "nothing"]]
    for _ in play_all(lab, crashes(lab, script, STAYS, policy=policy, keys=KEYS),
                      STAYS):  # fmt: skip
        pass


@pytest.mark.rule(7)
def test_a_second_rewrite_begins_anew(lab):
    cut = [*FIRST, ["rewrite", "log"], ["step", "log", 2], *BETWEEN, ["crash", "all"], execute(3.0, "DEL", "b")]
    several = [(cut + rewritten(execute(4.0, "INCR", "n"), steps=2) + [["crash", "nothing"]], {}, "A rewrite died. ")]
    whole = [*FIRST, *rewritten(*BETWEEN), execute(3.0, "DEL", "b"), *rewritten(execute(4.0, "INCR", "n"), steps=2)]
    several.append(([*whole, ["crash", "nothing"]], {}, "There were two rewrites. "))
    failed = [*FIRST, *rewritten(*BETWEEN)[:-1], ["fail"], ["finish", "log"], execute(3.0, "DEL", "b")]
    again = rewritten(execute(4.0, "INCR", "n"), steps=2)
    several.append(([*failed, *again, ["crash", "nothing"]], {}, "A rewrite's sync failed. "))
    left = [*FIRST, ["rewrite", "log"], ["step", "log", 2], *BETWEEN]
    told = "A rewrite was left unfinished. "
    several.append(([*left, execute(3.0, "DEL", "b"), *again, ["crash", "nothing"]], {}, told))
    several.append(([*left, ["rewrite", "log"], ["crash", "nothing"]], {}, told))
    for _ in play_all(lab, several, f"Another one may follow. {SHORT}"):
        pass


@pytest.mark.rule(5, 7)
@pytest.mark.parametrize("gap", [0.125, 0.375, 0.75])
@pytest.mark.parametrize("finished", [None, 9, 2])
def test_a_rewrite_changes_nothing_of_when_it_syncs(lab, gap, finished):
    told = f"A rewrite {'was under way' if finished is None else 'had ended'}, a request came each {gap} s. "
    rows = [execute(5 + gap * number, "INCR", "n") for number in range(30)]
    rows[5:5] = [["rewrite", "log"], ["step", "log", 1]]
    if finished is not None:
        rows[7 + finished : 7 + finished] = [["finish", "log"]]
    for count in range(8, len(rows), 3):
        play(lab, [*rows[:count], ["crash", "nothing"]], SECOND, told, policy="everysec")
    a_second_apart(syncs(play(lab, rows, SECOND, told, policy="everysec")))


@pytest.mark.rule(6, 7)
@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
@pytest.mark.parametrize("left", ["nothing", "all"])
def test_a_failed_sync_ends_a_rewrite_and_the_old_log_stays(lab, policy, left):
    script = [*FIRST, ["sync"], *rewritten(*BETWEEN)[:-1]]
    for count in range(3):
        after = [execute(3.0 + number, "INCR", "n") for number in range(count)]
        play(lab, [*script, ["fail"] if policy != "always" else ["tick", "log", 2.5], ["finish", "log"], *after,
                   ["crash", left]], f"A sync may have failed in a rewrite. {SHORT}", policy=policy)  # fmt: skip
    told = "A rewrite's sync failed, and then there was a tick. "
    play(lab, [*script, ["fail"], ["finish", "log"], ["tick", "log", 5.0], ["crash", left]], SHORT, told, policy=policy)
    if policy != "no":
        told = "A sync failed while a rewrite was under way. "
        failed = [*script, ["fail"], execute(2.75, "APPEND", "b", "u"), execute(4.0, "APPEND", "b", "v")]
        play(lab, [*failed, ["finish", "log"], ["crash", left]], SHORT, told, policy=policy)
    seen = play(lab, [*script, ["fail"], ["finish", "log"]], SHORT, policy=policy)
    assert seen.events[-2][1] == "raised" or seen.events[-1][1] == "raised", (
        "A sync failed in a rewrite, and it went on to its end: the shorter log is synced before it gets its place "
        "(rule 7), and when a sync fails, the call raises `Unavailable` (rule 6)."
    )


@pytest.mark.rule(7)
def test_a_rewrite_writes_one_key_from_one_yield_to_the_next(lab):
    script = [execute(1.0, "SET", f"k{number}", "x" * 1000) for number in range(6)]
    before = play(lab, script, SHORT, keys=[]).sizes["log"]
    written, steps, over = [0], 0, False
    while not over and steps < 60:
        seen = play(lab, [*script, ["rewrite", "log"], *[["step", "log", 1]] * steps], SHORT, keys=[])
        over = steps > 0 and seen.events[-1][-1] == 0
        replaced = over or seen.sizes["log"] < before
        written.append(6000 if replaced else seen.sizes.get("log.new", 0))
        steps += 1
    most = max(now - last for last, now in pairwise(written))
    assert most < 1500, (
        f"A rewrite of six keys, of 1000 bytes each, wrote some {most} bytes from one `yield` to the next: it writes "
        "one key at most (rule 7)."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("many", [0, 1, 3, 20])
def test_a_rewritten_log_is_short(lab, many):
    keys = [f"k{number}" for number in range(many)]
    script = [execute(1 + 0.01 * turn, "INCR", key) for turn in range(60) for key in keys]
    script += [execute(3.0, "SET", "gone", "x" * 5000), execute(3.0, "DEL", "gone")]
    script += [["rewrite", "log"], ["step", "log", 1], execute(4.0, "INCR", "k0"), ["finish", "log"]]
    seen = play(lab, script, SHORT, keys=[key.encode() for key in keys], policy="no")
    assert seen.sizes["log"] <= 200 * (many + 2), (
        f"60 requests for each of {many} keys, and a rewrite: the log has {seen.sizes['log']} bytes. Afterwards the "
        "file holds one or two requests at most for each key that there was (rule 7)."
    )


@pytest.mark.rule(7)
def test_an_empty_log_can_be_rewritten(lab):
    for first in ([], [execute(1.0, "SET", "a", "x"), execute(1.0, "DEL", "a")]):
        script = [*first, ["rewrite", "log"], ["finish", "log"], execute(2.0, "INCR", "n"), ["crash", "nothing"]]
        play(lab, script, f"There was no key when the rewrite began. {SHORT}")


@pytest.mark.rule(7)
def test_a_rewrite_is_in_no_other_logs_way(lab):
    names = ("log", "b")
    script = [execute(1.0, "INCR", "n", name=name) for name in ("log", "b", "b", "log", "b")]
    script += [["rewrite", "b"], ["rewrite", "log"], ["step", "b", 1], ["step", "log", 1]]
    script += [execute(2.0, "INCR", "n", name="b"), execute(2.0, "INCR", "n", name="log"), ["finish", "b"]]
    script += [execute(3.0, "INCR", "n", name="log"), ["crash", "nothing"], execute(4.0, "INCR", "n", name="log")]
    play(lab, [*script, ["crash", "nothing"]], f"Two logs were rewritten at once. {SHORT}", names=names)
