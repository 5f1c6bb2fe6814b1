"""Lab 11, part 2: copies that come at once."""

import pytest

from .inbox import DELAY, life, play, takes, works
from .scene import call

SLOW = {"m": [works("m", 1.0)]}


@pytest.mark.rule(4)
@pytest.mark.parametrize("gap", [0.0, 0.0004, 0.003, 0.3, 0.99])
@pytest.mark.parametrize("id", [0, "", "x"], ids=repr)
def test_copies_wait_for_the_first(lab, gap, id):
    seen = play(lab, life(*(call(n * gap / 3, takes(id), takes(id)) for n in range(4))), plans=SLOW)
    assert seen.handled == ["m"] == seen.work, (
        f"Four copies of one message came within {gap} s while `handle` took 1 s: it was called {len(seen.handled)} "
        f"times, and committed was {seen.work}. Another copy waits, and returns when the message is done."
    )
    early = [event.time for event in seen.seen.of("returned") if event.time < 1.0]
    late = [event.time for event in seen.seen.of("returned") if event.time > 1.0 + DELAY]
    assert not early, f"`handle` took 1 s, and a copy returned at {early[0]:.3f} s, before the message was done."
    assert not late, f"The message was done at 1 s, and a copy returned at {late[0]:.3f} s only."


@pytest.mark.rule(4)
@pytest.mark.parametrize("losses", [[], ["question"]])
def test_messages_with_different_ids_do_not_wait_for_each_other(lab, losses):
    ids = [0, "0", 1, "1", "", "m"]
    script = [call(0.01 * n, takes(id)) for n, id in enumerate(ids)]
    seen = play(lab, life(*script), plans=SLOW, trouble={"rows": losses})
    last = max(event.time for event in seen.seen.of("returned") if event.rest[4] is None)
    assert last < 1.06 + DELAY and len(seen.work) == 6 - len(losses), (
        f"Messages with the ids {ids} came at once, each a second's work, of which {len(losses)} had its commit lost; "
        f"the last of the others was done after {last:.2f} s: messages with different ids don't wait for each other."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("kind", ["ValueError", "Halt", "Lost"])
@pytest.mark.parametrize("failures", [1, 2])
def test_when_the_first_fails_one_of_those_who_wait_works_it(lab, kind, failures):
    plans = {"m": [works("m", 1.0, [kind, "no"])] * failures + [works("m", 1.0)]}
    seen = play(lab, life(*(call(at, takes(7)) for at in (0, 0.1, 0.2, 0.3, 1.5))), plans=plans)
    told = [error for _, error in seen.seen.returned()]
    assert told == [kind] * failures + [None] * (5 - failures) and seen.work == ["m"], (
        f"Of five copies `handle` failed {failures} times with {kind}, and the calls ended with {told}; "
        f"committed was {seen.work}. If the message does not get done, one of those who wait works it, and has what "
        "comes of it."
    )
    assert len(seen.handled) == failures + 1, f"`handle` was called {len(seen.handled)} times, of {failures} failures."


@pytest.mark.rule(4)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_when_the_first_commit_is_lost_those_who_wait_look_into_the_rows(lab, loss):
    seen = play(lab, life(*(call(0.1 * n, takes(7)) for n in range(3))), plans=SLOW, trouble={"rows": [loss]})
    told = [error for _, error in seen.seen.returned()]
    count = 1 + (loss == "question")
    assert told == ["Lost", None, None] and seen.work == ["m"] and len(seen.handled) == count, (
        f"Of three copies at once the first one's commit was lost ({loss}): the calls ended with {told}, `handle` was "
        f"called {len(seen.handled)} times, and committed was {seen.work}. Those who wait look whether it was done."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("leave", [0.5, 0.9, 1.0005, 1.002, 1.004, 1.006, 1.008])
def test_when_the_first_is_cancelled_one_of_those_who_wait_works_it(lab, leave):
    """Cancelled while `handle` is at work, and while it looks or commits."""
    script = [*(call(0.1 * n, takes(7)) for n in range(3)), [leave, "leave", 0]]
    seen = play(lab, life(*script), plans=SLOW)
    told = [error for _, error in seen.seen.returned()]
    assert sorted(told, key=str)[1:] == [None, None] and len(seen.work) == 1, (
        f"Three copies were there, and the caller of the first was cancelled at {leave} s: the calls ended with "
        f"{told}, and committed was {seen.work}. If the message does not get done, one of those who wait works it."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("who", [1, 2])
def test_a_copy_whose_caller_is_cancelled_takes_nobody_with_it(lab, who):
    script = [*(call(0.1 * n, takes(7)) for n in range(4)), [0.5, "leave", who], call(0.7, takes(7))]
    seen = play(lab, life(*script), plans=SLOW)
    told = [error for _, error in seen.seen.returned()]
    assert told == ["CancelledError", *[None] * 4] and seen.handled == ["m"], (
        f"Of five copies one that waited was cancelled: the calls ended with {told}, and `handle` was called "
        f"{len(seen.handled)} times. The others wait for the first, as before."
    )
    assert seen.times()[who] < 0.5 + DELAY, f"Its caller was cancelled at 0.5 s, and left at {seen.times()[who]:.2f} s."


@pytest.mark.rule(4)
def test_one_that_is_cancelled_is_not_done(lab):
    seen = play(lab, life(call(0, takes(7)), [0.5, "leave", 0], call(0.6, takes(7))), plans=SLOW)
    told = [error for _, error in seen.seen.returned()]
    assert told == ["CancelledError", None] and seen.work == ["m"], (
        f"A caller was cancelled while `handle` was at work, and a copy came: the calls ended with {told}, and "
        f"committed was {seen.work}. A call returns when the message is done, and this one was not."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("keep", [1.5, 3600.0])
def test_copies_wait_as_long_as_it_takes(lab, keep):
    plans = {"m": [works("m", 61.0)]}
    seen = play(lab, life(*(call(at, takes(7)) for at in (0, 0.5, 30, 60.5))), plans=plans, options={"keep": keep})
    early = [event.time for event in seen.seen.of("returned") if event.time < 61.0]
    assert seen.handled == ["m"] and not early, (
        f"`handle` took 61 s, with keep={keep}, and copies came meanwhile: it was called {len(seen.handled)} times, "
        f"and calls returned at {[round(time, 1) for time in seen.times().values()]} s. While it is under way a copy "
        "waits, and returns if the message gets done."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("both", [True, False])
def test_a_failure_of_one_id_is_nothing_to_another(lab, both):
    plans = {"bad": [works("bad", 1.0, ["ValueError", "no"]), works("bad")], "m": [works("m", 1.0)]}
    script = [call(0, takes(1, "bad")), call(0.1, takes(2)), call(0.2, takes(2)), call(0.3, takes(1, "bad"))]
    seen = play(lab, life(*script[: 4 if both else 3]), plans=plans)
    told = [error for _, error in seen.seen.returned()]
    assert told.count("ValueError") == 1 and "m" in seen.work and seen.handled.count("m") == 1, (
        f"One id failed while another was worked, which had a copy: the calls ended with {told}, and committed was "
        f"{seen.work}."
    )
