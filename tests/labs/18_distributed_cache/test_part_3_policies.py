"""Lab 18, part 3: what is synced, and when."""

from itertools import pairwise

import pytest

from .deaths import SAFE, execute, play

SECOND = 'Under "everysec" all is safe that was done up to one second before (rule 5).'
FAILED = (
    "When a sync fails, the disk says in the end what `execute` says meanwhile, and the next sync that goes well makes "
    "safe all that counts (rule 6)."
)


def syncs(seen):
    """When `execute` and `tick` synced `name`, by the times of their rows; that a new `Log` does is its own affair."""
    times = {row: what[2] for row, what in enumerate(seen.script) if what[0] in ("execute", "tick")}
    rows = [row for calls in seen.calls for row, verb, file, _ in calls if (verb, file) == ("sync", "log")]
    return [times[row] for row in rows if row in times]


@pytest.mark.rule(5)
def test_under_no_it_never_syncs(lab):
    script = [execute(0.5 * number, "INCR", "n") for number in range(60)]
    script += [["tick", "log", 31.0 + number] for number in range(9)]
    found = syncs(play(lab, [*script, ["crash", "half"], execute(50.0, "INCR", "n")], SAFE, policy="no"))
    assert found == [], f'There was a sync at {found[0]} s: under "no", `execute` and `tick` never sync (rule 5).'


@pytest.mark.rule(5)
@pytest.mark.parametrize("gap", [0.125, 0.375, 0.75, 1.0, 1.625])
def test_under_everysec_a_second_at_most_is_lost(lab, gap):
    for count in range(3, 16):
        script = [execute(5 + gap * number, "INCR", "n") for number in range(count)] + [["crash", "nothing"]]
        play(lab, script, SECOND, f"{count} requests came, one each {gap} s. ", policy="everysec")


@pytest.mark.rule(5)
@pytest.mark.parametrize("late", [1.0, 1.25, 7.0])
def test_under_everysec_a_tick_syncs_when_nobody_asks(lab, late):
    for times in ((1.0, 1.125, 1.75), (1.0, 1.0, 1.0)):
        script = [execute(0.0, "INCR", "n"), ["tick", "log", 1.0]]
        script += [execute(times[0], "INCR", "n"), execute(times[1], "INCR", "n"), execute(times[2], "SET", "a", "x")]
        script += [execute(1.875, "GET", "a"), ["tick", "log", times[2] + late], ["crash", "nothing"]]
        play(lab, script, SECOND, f"Requests came at {times} s, and then a tick. ", policy="everysec")


@pytest.mark.rule(5)
@pytest.mark.parametrize("gap", [0.125, 0.375, 0.8125, 1.0, 1.625])
@pytest.mark.parametrize("ticking", [False, True])
def test_under_everysec_there_is_a_sync_a_second_and_no_more(lab, gap, ticking):
    script = [execute(3 + gap * number, "INCR", "n") for number in range(40)]
    if ticking:
        script = sorted(script + [["tick", "log", 3 + 0.25 * n] for n in range(60)], key=lambda row: row[2])
    a_second_apart(syncs(play(lab, script, SECOND, policy="everysec")))


def a_second_apart(found):
    for one, other in pairwise(found):
        assert other - one >= 1, (
            f'Under "everysec" there was a sync at {one} s and the next at {other} s: from the beginning of one such '
            "sync to the next it is 1 s at least (rule 5)."
        )


@pytest.mark.rule(5, 6)
def test_after_a_failed_sync_under_everysec_it_is_a_second_again(lab):
    script = [execute(3.0, "INCR", "n"), ["tick", "log", 4.0], ["fail"]]
    script += [execute(6 + 0.25 * number, "INCR", "n") for number in range(30)]
    found = syncs(play(lab, script, FAILED, policy="everysec"))
    a_second_apart([time for time in found if time > 8])  # by then it has failed, and gone well again


@pytest.mark.rule(5, 6)
@pytest.mark.parametrize("policy", ["always", "everysec"])
@pytest.mark.parametrize("fails", [1, 2, 3])
def test_a_failed_sync_is_told_and_made_good_by_the_next(lab, policy, fails):
    script = [execute(1.0, "INCR", "n"), ["tick", "log", 2.0], execute(3.0, "INCR", "n"), *[["fail"]] * fails]
    script += [execute(4.0 + 0.25 * number, "APPEND", "a", "xyz"[number]) for number in range(fails)]
    after = [execute(6.0, "INCR", "n"), execute(7.0, "GET", "a"), ["tick", "log", 8.0], ["crash", "nothing"]]
    play(lab, [*script, *after, execute(9.0, "INCR", "n"), ["crash", "nothing"]], FAILED, policy=policy)
    raised = play(lab, [*script, ["tick", "log", 8.0]], FAILED, policy=policy).events
    told = [what for row, what, *_ in raised if what == "raised"]
    assert len(told) == fails, (
        f"{fails} syncs failed and {len(told)} calls raised `Unavailable`: when a sync fails, the call raises it "
        "(rule 6)."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("policy", ["always", "everysec"])
@pytest.mark.parametrize("then", [[], [["crash", "nothing"]], [["crash", "all"]], [["crash", "half"]],
                                  [["tick", "log", 6.0], ["crash", "nothing"]]])  # fmt: skip
@pytest.mark.parametrize("request_", [["INCR", "n"], ["SET", "a", "new", "EX", 9], ["DEL", "a"], ["EXPIRE", "a", 3]])
def test_a_request_whose_sync_failed_is_in_both_or_in_neither(lab, policy, then, request_):
    script = [execute(1.0, "INCR", "n"), execute(1.0, "SET", "a", "old"), ["tick", "log", 3.0], ["fail"]]
    script += [execute(3.5, "APPEND", "b", "x")] if policy == "everysec" else []
    script += [execute(4.75, *request_), execute(5.0, "GET", "a"), execute(5.0, "GET", "n"), *then]
    play(lab, [*script, execute(8.0, "INCR", "n"), ["tick", "log", 9.5], ["crash", "nothing"]], FAILED, policy=policy)


@pytest.mark.rule(6)
def test_a_failed_sync_of_a_tick_is_told_too(lab):
    script = [execute(1.0, "INCR", "n"), execute(1.125, "INCR", "n"), ["fail"], ["tick", "log", 2.5]]
    script += [["tick", "log", 2.75], ["crash", "nothing"]]
    seen = play(lab, script, FAILED, policy="everysec")
    assert [what for row, what, *_ in seen.events if row == 3] == ["raised"], (
        "A sync failed in `tick`, and that returned: when a sync fails, the call raises `Unavailable` (rule 6)."
    )
