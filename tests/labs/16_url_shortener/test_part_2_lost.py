"""Lab 16, part 2: answers that are lost, callers who leave, and processes that die."""

import pytest

from .leases import call, close, moments, play, play_all, told

FAILURES = ["question", "answer", "Unavailable", "Refused", "TimedOut", "ServiceError"]
ERRORS = {"question": "Lost", "answer": "Lost"}
ANEW = "Where `put_if` says no, `next` reads again and tries anew, as often as it takes."
RAISES = "Where the store raises a ServiceError, `next` raises it, and the next call tries anew."


@pytest.mark.rule(1, 5)
@pytest.mark.parametrize("delays", [(0.002, 0.002), (0.0005, 0.0025), (0.0, 0.0)])
@pytest.mark.parametrize("count", [2, 7])
def test_many_begin_in_one_moment(lab, delays, count):
    script = [*(call(1.3, f"process {n}", 45) for n in range(count)), [60.0, "last", "rest"]]
    seen = play(lab, script, delays=delays)
    assert all(type(n) is int for n in seen.numbers()), (
        f"{count} allocators began in one moment, and came to {[n for n in seen.numbers() if type(n) is not int][:3]}: "
        f"{ANEW}"
    )
    seen.whole(2, count)


@pytest.mark.rule(5)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("failure", FAILURES)
def test_an_error_of_the_store_goes_to_the_caller(lab, verb, failure):
    for at in (0, 1, 9, 10):
        seen = play(lab, [call(1.3, "a", 26)], trouble={verb: [None] * at + [failure]})
        errors = [n for n in seen.numbers() if type(n) is not int]
        assert errors == [ERRORS.get(failure, failure)] * seen.failed(), (
            f"The store's `{verb}` number {at + 1} came to {ERRORS.get(failure, failure)}, and of 26 calls these "
            f"failed: {errors}. {RAISES}"
        )


@pytest.mark.rule(1, 5, 6)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("failure", ["question", "answer", "Unavailable"])
@pytest.mark.parametrize("size", [20, 30, 7])
def test_whatever_was_lost_no_number_comes_twice(lab, verb, failure, size):
    several = []
    for at in range(0, 12):
        script = [call(1.3, "a", 19), call(1.4, "b", 9), call(60.0, "a", 9), [200.0, "c", "rest"]]
        trouble = {verb: [None] * at + [failure] * (1 + at % 2)}
        several.append((script, f"The store's `{verb}` number {at + 1} came to {failure}. ", {"trouble": trouble}))
    for seen in play_all(lab, several, size=size):
        seen.whole(max(1, size // 10), 3 + seen.failed())


@pytest.mark.rule(5, 6)
def test_a_store_that_is_down_for_a_minute_costs_no_numbers(lab):
    script = [call(1.3, "a", 2), *(call(2.3 + n, "a") for n in range(60)), call(70.0, "a", 20), close(71.0)]
    script.insert(1, [2.0, "a", "trouble", *["Unavailable"] * 60])
    seen = play(lab, script)
    found = [n for n in seen.numbers() if type(n) is int]
    assert found == list(range(22)), (
        f"The store was down for a minute, nothing was done, and the numbers were {found}: nothing was written, so "
        "nothing "
        "is skipped. " + RAISES
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("failure", ["question", "answer"])
def test_a_lost_answer_costs_a_block_at_most(lab, failure):
    script = [call(1.3, "a", 30), [100.0, "b", "rest"]]
    for at in range(6):
        seen = play(lab, script, size=100, trouble={"put_if": [None] * at + [failure]})
        seen.told = f"The put_if number {at + 1} was lost with its {failure}. "
        seen.whole(10, 1 + seen.failed())


@pytest.mark.rule(5)
@pytest.mark.parametrize("leaves", [1.3005, 1.3021, 1.3033, 1.3042, 1.3055, 1.3065])
@pytest.mark.parametrize("callers", [1, 3])
def test_a_caller_who_leaves_disturbs_nobody(lab, leaves, callers):
    script = [*(call(1.3) for _ in range(callers)), [leaves, "a", "leave", 0], call(2.3, "a", 5), [200.0, "c", "rest"]]
    told = f"A caller was cancelled at {leaves} s: he gets the CancelledError, and others who call get numbers. "
    seen = play(lab, script, told, delays=(0.002, 0.002))
    found = seen.numbers("a")
    assert found[0] in ("CancelledError", 0) and all(type(n) is int for n in found[1:]), (
        f"The first of {callers} callers was cancelled at {leaves} s, and they and five more came to {found}: he gets "
        "the CancelledError, and others who call get numbers."
    )
    seen.whole(2, 3)


@pytest.mark.rule(1, 5)
@pytest.mark.parametrize("who", [0, 1, 2])
def test_whoever_leaves_at_whatever_moment_no_number_comes_twice(lab, who):
    several = []
    for step in range(24):
        script = [call(1.3, "a", 3), call(1.3, "a", 3), call(1.3, "b", 3), [1.3 + 0.0011 * step, "a", "leave", who],
                  call(2.3, "a", 5), call(2.4, "b", 5), [200.0, "c", "rest"]]  # fmt: skip
        several.append((script, f"Caller {who + 1} left at {1.3 + 0.0011 * step:.4f} s. ", {}))
    for seen in play_all(lab, several):
        seen.whole(2, 4)


@pytest.mark.rule(1, 3, 6)
@pytest.mark.parametrize("size", [20, 7])
@pytest.mark.parametrize("verb", ["next", "close"])
def test_who_dies_at_any_of_his_calls_takes_no_number_along(lab, size, verb):
    script = [call(1.3, "a", 13), *([close(2.3)] if verb == "close" else [call(2.3, "a", 13)]), [60.0, "b", "rest"]]
    several = [
        (script, told(last, done), {"deaths": [["a", [last, done]]]})
        for last, done in moments(play(lab, script, size=size))
    ]
    for seen in play_all(lab, several, size=size):
        seen.whole(max(1, size // 10), 2)


@pytest.mark.rule(1, 4)
@pytest.mark.parametrize("how", ["late", "slow"])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_a_call_that_takes_longer_than_the_lease(lab, how, verb):
    """Whoever made it has lost his range meanwhile, or has it still."""
    several = []
    for at in range(5):
        script = [call(1.3, "a", 9), call(35.0, "b", 7), call(36.0, "c", 3), call(70.0, "a", 9), [200.0, "d", "rest"]]
        trouble = {f"a {verb}": [None] * at + [[how, 40.0]]}
        several.append((script, f"The `{verb}` number {at + 1} of a process took 40 s. ", {"trouble": trouble}))
    for seen in play_all(lab, several):
        seen.whole(2, 4)
