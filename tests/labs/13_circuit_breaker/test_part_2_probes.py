"""Lab 13, part 2: trials that are good, that fail, and that count for nothing."""

import pytest

from .model import judged
from .scene import FAIL, GOOD, LONG, NO, SLOW, at_once, call, failing, leave, look, trials


@pytest.mark.rule(6)
@pytest.mark.parametrize("probes", [None, 1, 2, 5])
def test_so_many_good_trials_close_it(lab, probes):
    options = {} if probes is None else {"probes": probes}
    rows = [*failing(), *trials(6.0, *[GOOD] * ((probes or 3) - 1)), look(8.0), call(8.25, 7, GOOD), look(8.5)]
    rows += at_once(9.0, 9, LONG)
    judged(
        lab,
        f"Half-open, {probes or 3} trials were good, one after the other, and nine callers came",
        rows,
        "When `probes` trials have been good, it closes, and closed it passes every call on.",
        least=2,
        **options,
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("probes", [None, 2, 5])
def test_fewer_do_not_close_it(lab, probes):
    options = {} if probes is None else {"probes": probes}
    rows = [*failing(), *trials(6.0, *[GOOD] * ((probes or 3) - 1)), *at_once(9.0, 9, LONG)]
    judged(
        lab,
        f"Half-open, {(probes or 3) - 1} trials were good, one after the other, and nine callers came",
        rows,
        f"When `probes` trials, {probes or 3}, have been good, it closes, and not before.",
        least=2,
        **options,
    )


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
        lab,
        f"With `least` 8, four {'failures' if kind == FAIL else 'good calls'} and then four failures opened it, "
        "three trials closed it, and then all calls failed",
        rows,
        "It closes with `window.clear()`: what was noted before counts no more, and it opens when there are `least` "
        "calls again.",
        least=8,
    )


@pytest.mark.rule(6)
def test_the_window_is_empty_whenever_it_closes(lab):
    rows = [row for n in range(3) for row in trials(8.0 * n, *[FAIL] * 8, who=100 + 20 * n)]
    rows += [row for n in range(3) for row in trials(8.0 * n + 7.1875, GOOD, GOOD, GOOD, who=300 + 20 * n)]
    judged(
        lab,
        "With `least` 8 and `open` 5 s, eight failures opened it and three trials closed it, three times, and then "
        "seven calls failed and two came",
        [*rows, *trials(24.0, *[FAIL] * 7, who=400), *at_once(26.0, 2, GOOD)],
        "It closes with `window.clear()`, each time: what was noted before it opened counts no more.",
        least=8,
    )


@pytest.mark.rule(7)
def test_one_failure_opens_it_whatever_is_under_way(lab):
    rows = [*failing(), *at_once(6.0, 2, LONG), call(6.0625, 7, FAIL), *at_once(6.5, 3, GOOD, who=80)]
    judged(
        lab,
        "Half-open, two trials were under way when a third failed, at 6.1875 s, and three callers came",
        rows,
        "When a trial is a failure it opens again, at that moment, whatever is under way.",
        least=2,
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("kind", [FAIL, SLOW, (0.125, "ValueError"), (1.25, None)], ids=str)
@pytest.mark.parametrize("good", [0, 1, 2])
@pytest.mark.parametrize("later", [0.0625, 2.0, 4.9375, 5.0])
def test_one_failure_opens_it_again(lab, kind, good, later):
    over = 6.0 + 0.25 * good + kind[0]
    judged(
        lab,
        f"Half-open, {good} trials were good, and one came to {kind[1]!r} after {kind[0]} s, at {over} s",
        [*failing(), *trials(6.0, *[GOOD] * good, kind), *at_once(over + later, 2, LONG)],
        "When a trial is a failure it opens again, at that moment, for another `open` seconds.",
        least=2,
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("open_", [0.75, 2.5])
def test_it_opens_again_and_again(lab, open_):
    rows = [*failing(), *trials(1.5, *[FAIL] * 60, apart=0.3125)]
    judged(
        lab,
        f"It had opened for {open_} s, all calls failed, and somebody came every 0.3125 s",
        rows,
        "Each failure of a trial opens it for another `open` seconds.",
        least=2,
        open=open_,
    )


@pytest.mark.rule(6, 7)
def test_good_trials_are_counted_anew_after_a_failure(lab):
    rows = [*failing(), *trials(6.0, GOOD, GOOD, FAIL), *trials(13.0, GOOD, GOOD, who=40), look(14.0)]
    rows += at_once(14.25, 5, LONG)
    judged(
        lab,
        "Half-open, two trials were good and one failed; half-open again, two were good and five callers came",
        rows,
        "It closes when `probes` trials, 3, have been good since it became half-open.",
        least=2,
    )


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
        lab,
        f"Half-open, each of {many} trials {how}, five times over, and then all were good",
        rows,
        "A trial that counts for nothing leaves its place to another as it ends, and changes nothing else.",
        least=2,
        **options,
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("leaves", [6.0625, 6.5, 8.25])
def test_a_trial_is_cancelled_at_any_moment(lab, leaves):
    rows = [*failing(), call(6.0, 7, LONG), leave(leaves, 7), *trials(9.0, LONG, LONG, LONG, LONG, apart=0.125)]
    judged(
        lab,
        f"Half-open, the first trial of three was cancelled at {leaves} s, and then four callers came",
        rows,
        "A trial that counts for nothing leaves its place to another as it ends.",
        least=2,
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("kind", [NO, None], ids=["Refused", "cancelled"])
def test_one_that_counts_for_nothing_is_no_good_trial(lab, kind):
    rows = [*failing(), *trials(6.0, GOOD, GOOD, kind or LONG), *([] if kind else [leave(6.75, 32)])]
    rows += [look(7.0), *at_once(7.25, 6, LONG)]
    judged(
        lab,
        "Half-open, two trials were good and a third counts for nothing; then six callers came",
        rows,
        "A trial that counts for nothing leaves its place, and is not one of the `probes` that close it.",
        least=2,
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("kind", [NO, None], ids=["Refused", "cancelled"])
def test_good_trials_before_one_that_counts_for_nothing_count(lab, kind):
    rows = [*failing(), *trials(6.0, GOOD, GOOD, kind or LONG, GOOD), *([] if kind else [leave(6.625, 32)])]
    judged(
        lab,
        "Half-open, two trials were good, the next counts for nothing, and one more was good; then six callers came",
        [*rows, *at_once(7.25, 6, LONG)],
        "A trial that counts for nothing leaves its place, and changes nothing else: three were good, and it closed.",
        least=2,
    )
