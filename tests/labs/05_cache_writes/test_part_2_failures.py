"""Lab 05, part 2: syncs that fail, and callers who leave."""

from math import inf

import pytest

from systemdesign.grading.remote import StudentError
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import ServiceError

from .rush import calls, in_order, in_time, safe
from .test_part_2 import append, told

LEFT = (
    "Who leaves stops nothing, and when all have left nobody is told of anything: your code raised {!r}. The future of "
    "one who has left is done already, and an error in one that nobody awaits is reported at the end of the run."
)
LOOSE = (
    "A sync that fails fails those who waited for it, with its error: here {!r} was raised where nobody waits for it, "
    "as in a task that ends with it. Catch it there, and give it to the callers."
)
FAIL = [0.002, "fail", "log"]


def leave(ms, caller):
    return [ms / 1000, "leave", "log", caller]


def ends(lab, script, **options):
    """{caller: (over at so many ms, error)}"""
    try:
        seen = told(lab, script, **options)
    except (StudentError, ServiceError) as error:
        if any(step[1] == "leave" for step in script):
            raise AssertionError(LEFT.format(error)) from None
        if isinstance(error, StudentError):
            raise
        raise AssertionError(LOOSE.format(error)) from None
    made, _ = calls(seen["events"])
    if any(step[1] == "leave" for step in script):
        safe(seen, lambda call: call.caller)
    return {call.caller: (round(1000 * call.ended, 1), call.error) for call in made}


@pytest.mark.rule(3)
def test_a_failed_sync_fails_who_waited_for_it(lab):
    got = ends(lab, [append(1, "a"), FAIL])
    assert got["a"] == (6.0, "Unavailable(the disk did not sync)"), (
        f"The sync that an append waited for failed at 6 ms, with Unavailable(the disk did not sync): the append fails "
        f"with its error then. It was over at {got['a'][0]} ms, with {got['a'][1]}."
    )


@pytest.mark.rule(3)
def test_a_failed_sync_fails_nobody_else(lab):
    got = ends(lab, [append(1, "a"), FAIL, append(3, "b"), append(4, "c"), append(7, "d"), append(40, "e")])
    due = {"b": (11.0, None), "c": (11.0, None), "d": (16.0, None), "e": (45.0, None)}
    for caller, outcome in due.items():
        assert got[caller] == outcome, (
            f"A sync from 1 to 6 ms failed. Who came while it ran, or later, waits for the next and hears nothing of "
            f"it: the append of {caller!r} was due at {outcome[0]} ms, without an error; it was over at "
            f"{got[caller][0]} ms, with {got[caller][1]}."
        )


@pytest.mark.rule(3)
def test_a_failed_sync_fails_all_who_waited_for_it_and_the_next_may_fail_too(lab):
    script = [append(1, "a"), FAIL, append(3, "b"), append(4, "c"), [0.009, "fail", "log"], append(9.5, "d")]
    got = ends(lab, script)
    failed = {caller for caller, (_, error) in got.items() if error}
    assert failed == {"a", "b", "c"} and got["d"] == (16.0, None), (
        "Two syncs in a row failed, the first with a, the second with b and c: these three fail, and d is served by "
        f"the third, at 16 ms. There failed {sorted(failed)}, and d was over at {got['d'][0]} ms."
    )


@pytest.mark.rule(1, 4)
@pytest.mark.parametrize("leaver", ["a", "b", "c", "d"])
def test_who_leaves_is_gone_at_once_and_stops_nothing(lab, leaver):
    script = [append(1, "a"), append(2, "b"), append(2.5, "c"), append(3, "d"), leave(4.1, leaver), append(30, "e")]
    got = ends(lab, script)
    assert got[leaver][0] == 4.1, (
        f"A caller who leaves is gone at once: {leaver!r} left at 4.1 ms, and its append was over at "
        f"{got[leaver][0]} ms."
    )
    for caller, ended in {"a": 6.0, "b": 11.0, "c": 11.0, "d": 11.0, "e": 35.0}.items():
        assert caller == leaver or got[caller] == (ended, None), (
            f"{leaver!r} left at 4.1 ms, which stops nothing for the others: the append of {caller!r} was due at "
            f"{ended} ms, and was over at {got[caller][0]} ms, with {got[caller][1]}."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("fails", [False, True])
def test_when_all_have_left_nobody_is_told_and_the_log_goes_on(lab, fails):
    script = [append(1, "a"), append(1.5, "b"), leave(2, "a"), [0.0025, "fail", "log"], leave(3, "b")]
    script = [step for step in script if fails or step[1] != "fail"]
    got = ends(lab, [*script, append(30, "c")])
    assert got["c"] == (35.0, None), (
        "All who waited have left, and the log goes on: an append at 30 ms was due at 35 ms, and was over at "
        f"{got['c'][0]} ms, with {got['c'][1]}."
    )


@pytest.mark.rule(4)
def test_who_leaves_during_the_sync_before_stops_nothing(lab):
    script = [append(1, "a"), append(2, "b"), append(2.2, "c"), leave(2.5, "a"), leave(7, "b"), append(8, "d")]
    got = ends(lab, script)
    assert (got["c"], got["d"]) == ((11.0, None), (16.0, None)), (
        "The first left during its sync, the second during the next: c was due at 11 ms with the second sync, and d at "
        f"16 ms with the third. They were over at {got['c'][0]} and {got['d'][0]} ms."
    )


VERBS = ["append", "append", "fail", "leave"]


@schedules("2.syncs", targets=["a", "b", "c"], verbs=VERBS, until=24, most=9, examples=15)
@pytest.mark.rule(1, 2, 3, 4, 5)
def test_whatever_happens_what_returned_is_safe(lab, story):
    script, busy, fails, left = [], {}, [], False
    for number, event in enumerate(story.events):
        ms = 1.3 * event.time + 0.07 * number + 0.011 * story.seed
        if event.verb == "append":
            caller = f"{event.target}{number}"
            script.append(append(ms, caller))
            busy[event.target] = caller
        elif event.verb == "fail":
            script.append([ms / 1000, "fail", "log"])
            fails.append(ms / 1000)
        elif event.target in busy:
            script.append(leave(ms, busy.pop(event.target)))
            left = True
    script.sort(key=lambda step: step[0])
    seen = told(lab, script) if any(step[1] == "append" for step in script) else {"events": [], "data": "", "start": 0}
    story.lines += [f"{time:8.4f} s  {' '.join(map(str, what))}" for time, *what in seen["events"]]
    made, returned = safe(seen, lambda call: call.caller)
    in_order(made, returned)
    if not left:
        in_time(made, 0.005, fails)
    for call in made:
        assert call.ended - call.called < 0.0101, (
            f"By rule 2 nobody waits for more than two syncs, 10 ms: {call} was "
            + (f"over after {1000 * (call.ended - call.called):.1f} ms." if call.ended < inf else "never over.")
        )
        assert call.left or fails or not call.error, f"By rule 3 no sync failed, and {call} did: {call.error}."
