"""Lab 13, part 2: open, nobody is asked; then a few trials, which close it or open it again."""

import pytest

from .model import judged
from .scene import FAIL, GOOD, NO, SLOW, at_once, call, failing, leave, look, trials

LONG = (2.5, "fine")
OPENED = 0.375
"""When it opens, by two failures that begin at 0 and 0.25 s."""
REFUSES = "Open, it refuses every call: `Refused` is raised at once, and nobody is asked."


@pytest.mark.rule(4)
@pytest.mark.parametrize("after", [0.0625, 1.0, 4.9])
@pytest.mark.parametrize("count", [1, 8])
def test_open_it_refuses_at_once(lab, after, count):
    judged(lab, "It had opened", failing() + at_once(OPENED + after, count, GOOD), REFUSES, least=2)


@pytest.mark.rule(4)
@pytest.mark.parametrize("open_", [None, 0.5, 2.25, 60.0])
@pytest.mark.parametrize("early", [0.0625, 0.03125])
def test_it_stays_open_for_so_long(lab, open_, early):
    options, seconds = {} if open_ is None else {"open": open_}, open_ or 5.0
    rows = failing() + at_once(OPENED + seconds - early, 2, GOOD)
    judged(lab, f"It had opened, for {seconds} s", rows, f"It stays so for `open` seconds. {REFUSES}", least=2, **options)


@pytest.mark.rule(4)
@pytest.mark.parametrize("apart", [0.5, 1.25])
def test_refused_calls_prolong_nothing_and_are_not_noted(lab, apart):
    rows = [*failing(), *trials(1.0, *[GOOD] * round(30 / apart), apart=apart)]
    judged(
        lab, f"It had opened at {OPENED} s, and somebody came every {apart} s", rows,
        "It stays open for `open` seconds from the moment at which it opened, whatever comes meanwhile, and nothing is "
        "noted.", least=2,
    )  # fmt: skip


@pytest.mark.rule(5)
@pytest.mark.parametrize("open_", [None, 0.5, 2.25, 60.0])
@pytest.mark.parametrize("late", [0.0, 0.0625, 100.0])
def test_when_the_seconds_are_over_a_call_is_tried(lab, open_, late):
    options, seconds = {} if open_ is None else {"open": open_}, open_ or 5.0
    time = OPENED + seconds + late
    judged(
        lab, f"It had opened at {OPENED} s for {seconds} s, and somebody came at {time} s",
        [*failing(), call(time, 7, LONG), look(time + 0.5)],
        "The first call that comes when these seconds are over, or at their very end, makes it half-open.",
        least=2, **options,
    )  # fmt: skip


@pytest.mark.rule(5)
@pytest.mark.parametrize("probes", [None, 1, 2, 5])
@pytest.mark.parametrize("apart", [0.0, 0.0625])
def test_at_most_so_many_trials_are_under_way(lab, probes, apart):
    options = {} if probes is None else {"probes": probes}
    rows = [*failing(), *trials(6.0, *[LONG] * 12, apart=apart)]
    judged(
        lab, "It had opened, and when its seconds were over a dozen callers came", rows,
        f"Half-open, it passes calls on as trials, at most `probes` ({probes or 3}) of them under way at a time, and "
        "refuses all others.", least=2, **options,
    )  # fmt: skip


@pytest.mark.rule(5)
def test_a_trial_that_is_over_makes_room_for_another(lab):
    rows = [*failing(), *at_once(6.0, 2, LONG), call(6.125, 7, GOOD), call(6.5, 8, LONG), call(6.75, 9, GOOD)]
    judged(
        lab, "Half-open, with `probes` 3, one of three trials was good and over, and others came", rows,
        "It passes calls on as trials, at most `probes` of them under way at a time, and not so many in all.", least=2,
    )  # fmt: skip


@pytest.mark.rule(5)
def test_trials_may_take_as_long_as_they_like(lab):
    rows = [*failing(), *trials(6.0, *[(25.0, "Lost")] * 4), *trials(14.0, *[GOOD] * 8, who=60, apart=1.5)]
    judged(
        lab, "Half-open, three trials took 25 s, and many came meanwhile", rows,
        "While `probes` trials are under way, all others are refused, for however long.", least=2, slow=30.0,
    )  # fmt: skip


@pytest.mark.rule(6)
@pytest.mark.parametrize("probes", [None, 1, 2, 5])
def test_so_many_good_trials_close_it(lab, probes):
    options = {} if probes is None else {"probes": probes}
    rows = [*failing(), *trials(6.0, *[GOOD] * ((probes or 3) - 1)), look(8.0), call(8.25, 7, GOOD), look(8.5)]
    rows += at_once(9.0, 9, LONG)
    judged(
        lab, f"Half-open, {probes or 3} trials were good, one after the other, and nine callers came", rows,
        "When `probes` trials have been good, it closes, and closed it passes every call on.", least=2, **options,
    )  # fmt: skip


@pytest.mark.rule(6)
def test_trials_under_way_at_a_time_count_each(lab):
    rows = [*failing(), *(call(6.0, 7 + n, (0.5 + n / 8, "fine")) for n in range(3)), *at_once(7.0, 9, LONG)]
    judged(lab, "Half-open, three trials of one moment were good", rows, "`probes` good trials close it.", least=2)


@pytest.mark.rule(6)
@pytest.mark.parametrize("kind", [FAIL, GOOD], ids=["failures", "good calls"])
def test_the_window_is_empty_when_it_closes(lab, kind):
    rows = [*trials(0.0, *[kind] * 4, *[FAIL] * 4), *trials(8.0, GOOD, GOOD, GOOD, who=60)]
    rows += trials(9.0, *[FAIL] * 12, who=70)
    judged(
        lab, f"With `least` 8, four {'failures' if kind == FAIL else 'good calls'} and then four failures opened it, "
        "three trials closed it, and then all calls failed", rows,
        "It closes with `window.clear()`: what was noted before counts no more, and it opens when there are `least` "
        "calls again.", least=8,
    )  # fmt: skip


@pytest.mark.rule(6, 7)
def test_good_trials_are_counted_anew_after_a_failure(lab):
    rows = [*failing(), *trials(6.0, GOOD, GOOD, FAIL), *trials(13.0, GOOD, GOOD, who=40), look(14.0)]
    rows += at_once(14.25, 5, LONG)
    judged(
        lab, "Half-open, two trials were good and one failed; half-open again, two were good and five callers came",
        rows, "It closes when `probes` trials, 3, have been good since it became half-open.", least=2,
    )  # fmt: skip


@pytest.mark.rule(7)
@pytest.mark.parametrize("kind", [FAIL, SLOW, (0.125, "ValueError"), (1.25, None)], ids=str)
@pytest.mark.parametrize("good", [0, 1, 2])
@pytest.mark.parametrize("later", [0.0625, 2.0, 4.9375, 5.0])
def test_one_failure_opens_it_again(lab, kind, good, later):
    over = 6.0 + 0.25 * good + kind[0]
    judged(
        lab, f"Half-open, {good} trials were good, and one came to {kind[1]!r} after {kind[0]} s, at {over} s",
        [*failing(), *trials(6.0, *[GOOD] * good, kind), *at_once(over + later, 2, LONG)],
        "When a trial is a failure it opens again, at that moment, for another `open` seconds.", least=2,
    )  # fmt: skip


@pytest.mark.rule(7)
@pytest.mark.parametrize("open_", [0.75, 2.5])
def test_it_opens_again_and_again(lab, open_):
    rows = [*failing(), *trials(1.5, *[FAIL] * 60, apart=0.3125)]
    judged(
        lab, f"It had opened for {open_} s, all calls failed, and somebody came every 0.3125 s", rows,
        "Each failure of a trial opens it for another `open` seconds.", least=2, open=open_,
    )  # fmt: skip


@pytest.mark.rule(8)
@pytest.mark.parametrize("how", ["ends with Refused", "ends with Refused, late", "is cancelled", "is cancelled, late"])
@pytest.mark.parametrize("probes", [None, 1, 2])
def test_a_trial_that_counts_for_nothing_leaves_its_place(lab, how, probes):
    options, many = {} if probes is None else {"probes": probes}, probes or 3
    takes = 1.5 if "late" in how else 0.5
    outcome = (takes, "Refused") if "Refused" in how else (9.0, "fine")
    rows = failing()
    for n in range(5):
        start = 6.0 + 2.0 * n
        rows += [call(start, 10 * n + 200 + k, outcome) for k in range(many)]
        rows += [leave(start + takes, 10 * n + 200 + k) for k in range(many) if outcome[0] == 9.0]
    rows += [look(17.0), *trials(17.5, *[GOOD] * many), look(20.0), *at_once(20.5, 7, LONG)]
    judged(
        lab, f"Half-open, each of {many} trials {how}, five times over, and then all were good", rows,
        "A trial that counts for nothing leaves its place to another as it ends, and changes nothing else.",
        least=2, **options,
    )  # fmt: skip


@pytest.mark.rule(8)
@pytest.mark.parametrize("leaves", [6.0625, 6.5, 8.25])
def test_a_trial_is_cancelled_at_any_moment(lab, leaves):
    rows = [*failing(), call(6.0, 7, LONG), leave(leaves, 7), *trials(9.0, LONG, LONG, LONG, LONG, apart=0.125)]
    judged(
        lab, f"Half-open, the first trial of three was cancelled at {leaves} s, and then four callers came", rows,
        "A trial that counts for nothing leaves its place to another as it ends.", least=2,
    )  # fmt: skip


@pytest.mark.rule(8)
@pytest.mark.parametrize("kind", [NO, None], ids=["Refused", "cancelled"])
def test_one_that_counts_for_nothing_is_no_good_trial(lab, kind):
    rows = [*failing(), *trials(6.0, GOOD, GOOD, kind or LONG), *([] if kind else [leave(6.75, 32)])]
    rows += [look(7.0), *at_once(7.25, 6, LONG)]
    judged(
        lab, "Half-open, two trials were good and a third counts for nothing; then six callers came", rows,
        "A trial that counts for nothing leaves its place, and is not one of the `probes` that close it.", least=2,
    )  # fmt: skip
