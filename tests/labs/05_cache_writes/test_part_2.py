"""Lab 05, part 2: the log."""

import pytest

from systemdesign import stream

from .rush import calls, due, in_order, in_time, safe
from .scene import commits

MS = 0.001


def append(ms, caller, *records, log="log"):
    """A step of a script: `caller` appends these records, one after the other."""
    return [ms * MS, "append", log, caller, list(records or [caller])]


def told(lab, script, sync=0.005, **options):
    return commits(lab, script, sync, **options)["log"]


@pytest.mark.rule(1)
@pytest.mark.parametrize("sync", [0.005, 0.0137])
def test_an_append_returns_when_its_sync_has_ended(lab, sync):
    made, _ = safe(told(lab, [append(1.1, "a")], sync), lambda call: call.caller)
    assert made[0].ended > 0.001 + sync, (
        f"By rule 1 an append returns when its sync has ended, here {1000 * sync:g} ms after it was called at 1.1 ms: "
        f"it was over at {1000 * made[0].ended:.1f} ms."
    )


@pytest.mark.rule(1)
def test_the_position_is_where_the_record_begins(lab):
    records = [["lamp", 19], None, 0, "", ["Äpfel", False]]
    seen = told(lab, [append(30 * place, place, record) for place, record in enumerate(records)])
    safe(seen, lambda call: records[call.caller])


@pytest.mark.rule(2)
@pytest.mark.parametrize("sync", [0.005, 0.0137])
def test_a_caller_alone_waits_for_one_sync(lab, sync):
    made, _ = safe(told(lab, [append(1.1, "a"), append(70.3, "b")], sync), lambda call: call.caller)
    waits = [round(1000 * (call.ended - call.called), 1) for call in made]
    assert waits == [round(1000 * sync, 1)] * 2, (
        f"By rule 2 a sync begins when somebody waits and none is under way, so a caller alone waits for one, "
        f"{1000 * sync:g} ms: two callers, far apart, waited {waits} ms."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("ms", [0.3, 2.9, 4.9])
def test_who_comes_during_a_sync_is_not_served_by_it(lab, ms):
    made, _ = safe(told(lab, [append(1, "first"), append(1 + ms, "second")]), lambda call: call.caller)
    assert made[1].ended == pytest.approx(0.011), (
        f"By rule 1 a sync serves whom it finds when it begins: the second append was called {ms} ms after the sync "
        f"of 5 ms had begun at 1 ms, and is safe with the next one, at 11 ms. It was over at "
        f"{1000 * made[1].ended:.1f} ms."
    )


@pytest.mark.rule(2)
def test_when_nobody_waits_there_is_no_sync(lab):
    seen = told(lab, [append(1, "a"), append(1.7, "b"), append(3000, "c")])
    assert seen["syncs"] == 3, (
        f"By rule 2 there is no sync when nobody waits: three were needed in 20 s, and there were {seen['syncs']}."
    )


@pytest.mark.rule(2)
def test_one_sync_serves_all_who_wait(lab):
    script = [append(1, "first")] + [append(1.1 + 0.03 * number, f"c{number}") for number in range(120)]
    seen = told(lab, script)
    made, _ = safe(seen, lambda call: call.caller)
    last = max(call.ended for call in made)
    assert last == pytest.approx(0.011), (
        f"By rule 2 one sync serves all who wait: 120 came while the first one's ran, and all are served by the "
        f"next, at 11 ms. The last was over at {1000 * last:.1f} ms."
    )
    assert seen["syncs"] == 2, f"By rule 2 all these need two syncs, and there were {seen['syncs']}."


@pytest.mark.rule(2)
def test_many_at_one_moment_need_two_syncs_at_most(lab):
    seen = told(lab, [append(1, f"c{number}") for number in range(100)])
    made, _ = safe(seen, lambda call: call.caller)
    last = max(call.ended for call in made)
    assert seen["syncs"] <= 2 and last < 0.0111, (
        f"By rule 2 nobody waits for more than two syncs, 10 ms: of a hundred who came at one moment the last was over "
        f"after {1000 * last - 1:.1f} ms and {seen['syncs']} syncs."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("callers", [1, 3])
def test_who_appends_again_at_once_is_served_as_well(lab, callers):
    script = [append(1 + 1.1 * number, number, *range(5 * number, 5 * number + 5)) for number in range(callers)]
    seen = told(lab, script)
    made, _ = calls(seen["events"])
    waits = [call.ended - call.called for call in made]
    assert len(made) == 5 * callers and max(waits) < 0.0101, (
        "By rule 2 nobody waits for more than two syncs, also who appends again in the step in which the last append "
        f"returned: {callers} callers with five records each made {len(made)} appends, the slowest over after "
        f"{1000 * max(waits):.1f} ms of 10. (Who comes between the last look for waiters and the end of the task is "
        "not seen.)"
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(("rate", "sync"), [(40, 0.005), (400, 0.005), (150, 0.0137)])
def test_a_stream_of_writers_is_served_as_it_should(lab, rate, sync):
    arrivals, time, script = stream("arrivals", seed=rate), 0.0, []
    for number in range(120):
        time += arrivals.expovariate(rate / 1000)
        script.append(append(time, number))
    seen = told(lab, script, sync)
    made, returned = safe(seen, lambda call: call.caller)
    in_time(made, sync)
    in_order(made, returned)
    needed = len(set(due([call.called for call in made], sync)))
    assert seen["syncs"] == needed, f"By rule 2 {needed} syncs serve these writers, and there were {seen['syncs']}."


@pytest.mark.rule(5)
def test_callers_return_in_their_order(lab):
    names = ["m", "c", "x", "a", "z", "b"]
    script = [append(1, "first")] + [append(1.2 + 0.4 * place, name) for place, name in enumerate(names)]
    made, returned = calls(told(lab, script)["events"])
    in_order(made, returned)


@pytest.mark.rule(5)
def test_each_log_is_for_itself(lab):
    script = [append(1, "x", log="one"), append(1.2, "y", log="one"), append(1.3, "z", log="two")]
    seen = commits(lab, script)
    ended = [round(1000 * call.ended, 1) for log in ("one", "two") for call in calls(seen[log]["events"])[0]]
    synced = [seen[log]["syncs"] for log in ("one", "two")]
    assert (ended, synced) == ([6.0, 11.0, 6.3], [2, 1]), (
        "Two logs on two disks: one syncs for x until 6 ms and for y until 11, the other for z until 6.3. They were "
        f"over at {ended} ms, and the disks made {synced} syncs. What a Log waits for belongs in `self`, each Log is "
        "for itself."
    )
