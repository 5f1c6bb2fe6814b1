"""Lab 16, part 2: answers that are lost, callers who leave, processes that die, and all of it at once."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .leases import HERE, ONCE, Seen, call, close, moments, play, play_all, told

FAILURES = ["question", "answer", "Unavailable", "Refused", "TimedOut", "ServiceError"]
ERRORS = {"question": "Lost", "answer": "Lost"}
ANEW = "Where `put_if` says no, `next` reads again and tries anew, as often as it takes."
RAISES = "Where the store raises a ServiceError, `next` raises it, and the next call tries anew."


@pytest.mark.rule(5)
@pytest.mark.parametrize("conflicts", [1, 2, 5, 17])
@pytest.mark.parametrize("at", [0, 1, 10])
def test_after_a_conflict_it_tries_anew(lab, conflicts, at):
    seen = play(lab, [call(1.3, "a", 30)], trouble={"put_if": [None] * at + ["conflict"] * conflicts})
    assert seen.numbers() == list(range(30)), (
        f"`put_if` said no {conflicts} times, and 30 calls came to {seen.numbers()}, not to 0 to 29: nothing was written "
        f"then. {ANEW}"
    )


@pytest.mark.rule(1, 5)
@pytest.mark.parametrize("delays", [(0.002, 0.002), (0.0005, 0.0025), (0.0, 0.0)])
@pytest.mark.parametrize("count", [2, 7])
def test_many_begin_in_one_moment(lab, delays, count):
    script = [*(call(1.3, f"process {n}", 45) for n in range(count)), [60.0, "last", "rest"]]
    seen = play(lab, script, delays=delays)
    assert all(type(n) is int for n in seen.numbers()), (
        f"{count} allocators began in one moment, and came to {[n for n in seen.numbers() if type(n) is not int][:3]}: {ANEW}"
    )
    seen.whole(2, count)


@pytest.mark.rule(5)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("failure", FAILURES)
def test_an_error_of_the_store_goes_to_the_caller(lab, verb, failure):
    for at in (0, 1, 9, 10):
        seen = play(lab, [call(1.3, "a", 26)], trouble={verb: [None] * at + [failure]})
        errors = [n for n in seen.numbers() if type(n) is not int]
        assert errors == [ERRORS.get(failure, failure)], (
            f"The store's `{verb}` number {at + 1} came to {ERRORS.get(failure, failure)}, and of 26 calls these failed: "
            f"{errors}. {RAISES}"
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
    seen = play(lab, script, trouble={"get": [None] + ["Unavailable"] * 60})
    found = [n for n in seen.numbers() if type(n) is int]
    assert found == list(range(22)), (
        f"The store was down for a minute, nothing was done, and the numbers were {found}: nothing was written, so nothing "
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
    seen = play(lab, script, delays=(0.002, 0.002))
    due = "CancelledError" if leaves < 1.308 else 0
    found = seen.numbers("a")
    assert found[0] == due and all(type(n) is int for n in found[1:]), (
        f"The first of {callers} callers was cancelled at {leaves} s, and they and five more came to {found}: he gets the "
        "CancelledError, and others who call get numbers."
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


@pytest.mark.rule(7)
@pytest.mark.parametrize("used", [0, 1, 2, 5, 20])
def test_after_close_next_raises_closed(lab, used):
    script = [*([call(1.3, "a", used)] if used else []), close(2.3), call(3.3, "a", 2), close(4.3), call(5.3), call(50.0)]
    found = play(lab, script).numbers("a")[used:]
    assert found == ["Closed"] * 4, (
        f"After {used} numbers and `close`, four calls of `next` came to {found}: after it, `next` raises Closed."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_close_raises_what_the_store_raises_and_may_be_called_again(lab, failure, verb):
    for used in (3, 5, 20):
        at = {"get": [None], "put_if": [None]}[verb] * (-(-used // 2))
        script = [call(1.3, "a", used), close(2.3), call(3.3, "b", 3), close(4.3), close(5.3), call(6.3, "c", 40), [99.0, "d", "rest"]]
        seen = play(lab, script, trouble={f"a {verb}": [*at, failure]})
        closes = [one.outcome for one in seen.calls if one.verb == "close"]
        fails = ERRORS.get(failure, failure)
        assert closes in ([fails, None, None], [None] * 3) and (closes[0] or used == 20 or len(at) != -(-used // 2)), (
            f"The store's `{verb}` came to {failure} while an allocator was closed, and three calls of `close` came to "
            f"{closes}: it raises that, may be called again, and then gives back what is left."
        )
        seen.whole(2, 2 + seen.failed())


@pytest.mark.rule(7)
@pytest.mark.parametrize("conflicts", [1, 4])
def test_close_tries_anew_after_a_conflict(lab, conflicts):
    seen = play(lab, [call(1.3, "a", 3), close(2.3), call(3.3, "b", 19)], trouble={"put_if": [None, None] + ["conflict"] * conflicts})
    assert seen.numbers("b")[:17] == list(range(3, 20)), (
        f"`put_if` said no {conflicts} times while an allocator was closed after 3 numbers, and another one returned "
        f"{seen.numbers('b')}: `close` gives all back at once, 3 to 19."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("used", [1, 3, 4])
def test_close_gives_nothing_back_that_others_have_taken(lab, used):
    script = [call(1.3, "a", used), call(40.0, "b", 5), close(41.0), call(42.0, "c", 3), close(43.0), call(44.0, "b", 20), call(45.0, "c", 20)]
    seen = play(lab, script)
    assert seen.numbers("c")[0] == 20 or seen.numbers("c")[0] in range(used, 4), (
        f"An allocator outstayed its lease, another one took the rest, and when the first one was closed a third one began "
        f"with {seen.numbers('c')[0]}: nothing is given back that others have taken."
    )


@pytest.mark.rule(7)
def test_what_was_given_back_is_given_back_once(lab):
    script = [call(1.3, "a", 3), close(2.3), close(2.3), call(3.3, "b"), close(4.3), call(5.3, "c", 20), close(6.3), call(7.3, "b", 20)]
    seen = play(lab, script)
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
    seen = play(lab, [*sorted(script, key=lambda row: row[0]), [200.0, "last", "rest"]], size=30)
    seen.whole(3, 0)


@pytest.mark.rule(1, 4, 6)
@schedules("2.processes", targets=["a", "b", "c"], verbs=["kill", "lose", "miss", "stall", "dawdle", "leave", "close"], until=60, most=6, examples=25)
def test_whatever_fails_no_number_comes_twice(lab, story):
    """Three processes, and a new one for each that is killed or closed."""
    rng, script, lives = Random(story.seed), [], dict.fromkeys("abc", 0)
    events, callers = list(story.events), []
    for time in range(1, 80):
        for event in [event for event in events if event.time == time]:
            script += happens(event, lives, callers)
        for who in "abc":
            if rng.random() < 0.5:
                script.append(call(time + rng.uniform(0.01, 0.9), f"{who}{lives[who]}", rng.randrange(1, 4)))
        script.sort(key=lambda row: row[0])
    script = numbered(script)
    things, stage = lab.bring(HERE / "beside_shelf.py"), lab.bring(HERE / "beside_numbers.py")
    report = stage.play(things, [*script, [200.0, "last", "rest"]], {"size": 20, "lease": 20.0}, seed=story.seed)
    seen = Seen(report)
    for event in seen.calls[:40]:
        story.lines.append(f"{event.asked:8.3f} s  {event.who}.{event.verb}() came to {event.outcome}")
    seen.once().whole(2, sum(lives.values()) + 4 + seen.failed() + 2 * len(events))
    assert seen.issued(), ONCE


def happens(event, lives, callers):
    """What an event means, as rows of a script."""
    who, time = f"{event.target}{lives[event.target]}", event.time
    befalls = {"lose": "answer", "miss": "question", "stall": ["late", 35.0], "dawdle": ["slow", 35.0]}.get(event.verb)
    if befalls:
        return [[time, who, "trouble", befalls]]
    if event.verb == "leave":
        return [[time, who, "next", 5], [time + 0.003, who, "leave", None]]
    lives[event.target] += 1
    return [[time, who, event.verb]]


def numbered(script):
    """Who leaves is who came last before."""
    found, callers = [], 0
    for row in script:
        if row[2] == "leave":
            row = [*row[:3], callers - 1]
        callers += row[2] in ("next", "close", "rest")
        found.append(row)
    return found
