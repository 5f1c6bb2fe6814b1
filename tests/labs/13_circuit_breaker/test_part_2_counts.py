"""Lab 13, part 2: what is noted in the window, and when it opens."""

import pytest

from .model import judged
from .scene import FAIL, GOOD, at_once, call, failing, trials


@pytest.mark.rule(3)
@pytest.mark.parametrize("count", [1, 4])
def test_it_does_not_open_before_there_are_least(lab, count):
    judged(
        lab,
        f"{count} calls failed, and `least` is 20",
        failing(count) + at_once(8.0, 1, GOOD),
        "It opens when `window.calls()` is at least `least`.",
    )


@pytest.mark.rule(3)
def test_failures_need_not_be_in_a_row(lab):
    judged(
        lab,
        "Of thirty calls every other one failed, with `rate` 0.3 and `least` 6, and two callers came after them",
        [*trials(0.0, *[GOOD, FAIL] * 15, apart=0.15625), *at_once(4.75, 2, GOOD, who=90)],
        "It opens when the failures are at least `rate` times as many as the calls, in a row or not.",
        only=(90, 91),
        rate=0.3,
        least=6,
    )


@pytest.mark.rule(3)
def test_good_calls_and_failures_are_noted(lab):
    judged(
        lab,
        "Good calls and failures came, some at a time",
        [*trials(0.0, GOOD, FAIL, FAIL, GOOD, GOOD), *(call(3.0, n, (0.5 + n / 64, "Lost")) for n in range(5))],
        "It notes each good call and each failure in the window, once, when the call ends.",
        notes=True,
    )


@pytest.mark.rule(3)
def test_by_default_twenty_are_the_least(lab):
    judged(
        lab,
        "19 calls failed, and somebody came",
        failing(19) + at_once(8.0, 1, GOOD),
        "By default the calls are at least `least`, 20, when it opens.",
    )


PATTERNS = [(None, None), (0.5, 4), (0.25, 8), (0.75, 4), (1.0, 3), (0.0, 3), (0.3, 10), (0.5, 1), (0.6, 5)]


def pattern(rate, least, failures, first):
    """`least` calls with so many failures, the failures first or last, and two good ones after it."""
    kinds = [FAIL] * failures + [GOOD] * (least - failures)
    return [*(kinds if first else kinds[::-1]), GOOD, FAIL, FAIL]


@pytest.mark.rule(3)
@pytest.mark.parametrize(("rate", "least"), PATTERNS, ids=str)
@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("first", [True, False], ids=["failures first", "failures last"])
def test_it_opens_when_the_share_is_reached(lab, rate, least, more, first):
    options = {} if rate is None else {"rate": rate, "least": least}
    rate, least = 0.5 if rate is None else rate, least or 20
    failures = min(least, max(0, round(rate * least) + more))
    judged(
        lab,
        f"Of {least} calls {failures} failed, {'the first' if first else 'the last'} ones, with `rate` {rate} and "
        f"`least` {least}",
        trials(0.0, *pattern(rate, least, failures, first)),
        "It opens when, after a note of either kind, the calls are at least `least` and the failures at least `rate` "
        "times as many.",
        **options,
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("kind", [FAIL, GOOD], ids=["failures", "good calls"])
def test_what_the_window_has_forgotten_does_not_count(lab, kind):
    window = {"seconds": 4.0, "buckets": 4}
    rows = trials(0.0, *[kind] * 5) + trials(30.0, FAIL, FAIL, FAIL, GOOD, GOOD, FAIL, FAIL, FAIL, FAIL, who=40)
    judged(
        lab,
        f"Five {'failures' if kind == FAIL else 'good calls'}, and after half a minute some others; the window is "
        "4 s long, `least` is 6",
        rows,
        "It opens by `window.calls()` and `window.failures()`, which say what there is of late.",
        window,
        least=6,
    )
