"""Lab 16, part 2: what an allocator gives back when it is closed."""

from random import Random

import pytest

from .leases import call, close, play

FAILURES = ["question", "answer", "Unavailable", "Refused", "TimedOut", "ServiceError"]
ERRORS = {"question": "Lost", "answer": "Lost"}


@pytest.mark.rule(7)
@pytest.mark.parametrize("begun", [0.05, 131.3])
@pytest.mark.parametrize("used", [1, 3, 4, 19, 20, 23])
@pytest.mark.parametrize("size", [20, 25])
def test_close_gives_all_back_at_once(lab, begun, used, size):
    end = -(-used // size) * size
    script = [call(begun, "a", used), close(begun + 0.5), call(begun + 0.6, "b", end - used + 1)]
    found, due = play(lab, script, size=size, rule=7).numbers("b"), [*range(used, end + 1)]
    assert found == due, (
        f"size {size}: one used {used} numbers and was closed, and then another one returned {found[:8]} …; {due[:8]} "
        "… are due: `close` gives all back at once, unreturned numbers of a block too."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("used", [0, 1, 2])
def test_close_gives_back_what_a_next_under_way_has_written(lab, used):
    script = [*([call(1.3, "a", used)] if used else []), call(2.3, "a"), close(2.3), call(2.6, "b", 21)]
    seen = play(lab, script, size=20, rule=7)
    theirs, found = seen.numbers("a"), seen.numbers("b")
    left = [n for n in range(20) if n not in theirs + found]
    assert not left and (theirs[-1] == used or theirs[-1] == "Closed"), (
        f"An allocator that had used {used} numbers was asked for one more and closed in the same step. The call came "
        f"to {theirs[-1]}, and another one then returned 21 numbers without {left[:5]}: a call that is under way "
        "returns a number or raises Closed, and `close` gives all back, unreturned numbers of its block too."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("used", [0, 1, 2, 5, 20])
def test_after_close_next_raises_closed(lab, used):
    script = [
        *([call(1.3, "a", used)] if used else []),
        close(2.3),
        call(3.3, "a", 2),
        close(4.3),
        call(5.3),
        call(50.0),
    ]
    found = play(lab, script, rule=7).numbers("a")[used:]
    assert found == ["Closed"] * 4, (
        f"After {used} numbers and `close`, four calls of `next` came to {found}: after it, `next` raises Closed."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_close_raises_what_the_store_raises_and_may_be_called_again(lab, failure, verb):
    for used in (3, 5, 20):
        at = {"get": [None], "put_if": [None]}[verb] * (-(-used // 2))
        script = [
            call(1.3, "a", used),
            close(2.3),
            call(3.3, "b", 3),
            close(4.3),
            close(5.3),
            call(6.3, "c", 40),
            [99.0, "d", "rest"],
        ]
        seen = play(lab, script, trouble={f"a {verb}": [*at, failure]}, rule=7)
        closes = [one.outcome for one in seen.calls if one.verb == "close"]
        fails = ERRORS.get(failure, failure)
        late = [row for row in seen.log if row.who == "a" and row.time > 2.0 and row.how != "heard"]
        assert closes == ([fails, None, None] if late else [None] * 3), (
            f"The store's `{verb}` came to {failure} while an allocator was closed, and three calls of `close` came to "
            f"{closes}: it raises that, may be called again, and then gives back what is left."
        )
        seen.whole(2, 2 + seen.failed())
        found = seen.numbers("b") + seen.numbers("c")
        left = [n for n in range(used, 20) if n not in found and (verb, failure) != ("put_if", "answer")]
        assert not left, (
            f"The store's `{verb}` came to {failure} while an allocator was closed after {used} numbers, it was closed "
            f"again, and others who asked then were not given {left[:5]}: `close` may be called again, and gives all "
            "back."
        )


@pytest.mark.rule(7)
@pytest.mark.parametrize("conflicts", [1, 4])
def test_close_tries_anew_after_a_conflict(lab, conflicts):
    seen = play(
        lab,
        [call(1.3, "a", 3), close(2.3), call(3.3, "b", 19)],
        trouble={"put_if": [None, None] + ["conflict"] * conflicts},
        rule=7,
    )
    assert seen.numbers("b")[:17] == list(range(3, 20)), (
        f"`put_if` said no {conflicts} times while an allocator was closed after 3 numbers, and another one returned "
        f"{seen.numbers('b')}: `close` gives all back at once, 3 to 19."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("used", [1, 3, 4])
def test_close_gives_nothing_back_that_others_have_taken(lab, used):
    script = [
        call(1.3, "a", used),
        call(40.0, "b", 5),
        close(41.0),
        call(42.0, "c", 3),
        close(43.0),
        call(44.0, "b", 20),
        call(45.0, "c", 20),
    ]
    seen = play(lab, script, rule=7)
    assert seen.numbers("c")[0] == 20 or seen.numbers("c")[0] in range(used, 4), (
        "An allocator outstayed its lease, another one took the rest, and when the first one was closed a third one "
        f"began with {seen.numbers('c')[0]}: nothing is given back that others have taken."
    )


@pytest.mark.rule(7)
def test_what_was_given_back_is_given_back_once(lab):
    script = [
        call(1.3, "a", 3),
        close(2.3),
        close(2.3),
        call(3.3, "b"),
        close(4.3),
        call(5.3, "c", 20),
        close(6.3),
        call(7.3, "b", 20),
    ]
    seen = play(lab, script, rule=7)
    assert (seen.numbers("b")[0], seen.numbers("c")[0]) == (3, 20), (
        f"An allocator was closed again and again, and two others began with {seen.numbers('b')[0]} and "
        f"{seen.numbers('c')[0]}: 3 and 20 are due, for nothing is given back twice."
    )


@pytest.mark.rule(7)
def test_with_all_closed_no_number_is_lost(lab):
    rng, script = Random(2), []
    for n in range(40):
        who = f"process {n}"
        script += [call(2.3 * n, who, rng.randrange(1, 40)), close(2.3 * n + rng.choice([1.1, 2.9]), who)]
    seen = play(lab, [*sorted(script, key=lambda row: row[0]), [200.0, "last", "rest"]], size=30, rule=7)
    seen.whole(3, 0)
