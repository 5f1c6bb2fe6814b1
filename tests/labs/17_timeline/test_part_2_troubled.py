"""Lab 17, part 2: nothing is lost by an error or by being cancelled, and runs at once do no harm to each other."""

import pytest

from .fans import play, play_all
from .test_part_2 import fans, given, post
from .test_part_2_resumed import all_of, repeated
from .test_part_2_waits import ANSWER, runs, thread


@pytest.mark.rule(7)
@pytest.mark.parametrize("verb", ["follows", "add"])
def test_when_it_has_ended_it_asks_for_nothing_more(lab, verb):
    """Be it with an error, and in the middle of a chunk."""
    first = [*fans(8), *fans(8, "ada"), ["write", post()], ["write", post(6, "ada", 5)]]
    script = [[1.0 + 9 * n, "run", "x", what] for n, what in enumerate([post(6, "ada", 5), post(), post(6, "ada", 5)])]
    for trouble in ({}, {verb: [None, "Lost"]}):
        seen = play(lab, "", script, "", {"chunk": 3}, trouble=trouble, delays=(0.0001, 0.0099), first=first)
        late = [c for c in seen.log if c.who and not any(r.ticks[0] < c.ticks[0] < r.ticks[1] for r in seen.runs)]
        assert not late, (
            f"A `run` came to its end{f' by an error of {verb}' if trouble else ''}, and `{late[0].verb}` was asked "
            "then: when it has ended, or was cancelled, it asks for nothing more."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("verb", ["size", "followers", "add", "get", "put"])
def test_what_a_call_raises_run_raises(lab, verb):
    script = [[1.0, "run", "x", post(), 5], [30.0, "run", "y", post()]]
    for place, error in ((0, "Lost"), (0, "TimedOut"), (2, "ConnectionError"), (3, "Lost"), (4, "TimedOut")):
        told = f"`{verb}` number {place + 1} raised {error}. "
        seen = play(lab, "", script, told, {"chunk": 3}, trouble={verb: [None] * place + [error]}, **given(7))
        happened = [call for call in seen.of(verb) if call.how == error]
        assert not happened or error in seen.outcomes(5), (
            f"{told}The runs came to {seen.outcomes(5)}: what a call raises, `run` raises."
        )
        seen.raised(error)
        all_of(seen, 7)
        done = any(run.who == "x" and run.outcome is True for run in seen.runs)
        assert not done or not seen.of("followers", "y"), (
            f"{told}`run` was called again until it returned True, and a further one in another process asked for "
            "followers: by what is raised nothing is lost, and that the fan-out is at its end is in `rows` then, too."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("loss", ["question", "answer"])
@pytest.mark.parametrize("verb", ["followers", "add", "get", "put"])
def test_nothing_is_lost_by_an_answer_that_is(lab, loss, verb):
    several = [
        ([[1.0, "run", "x", post(), 9]], f"chunk 3; `{verb}` number {place + 1} was lost with its {loss}, twice. ",
         {**given(10), "trouble": {verb: [None] * place + [loss] * 2}})
        for place in (0, 1, 2, 4, 7)
    ]  # fmt: skip
    for seen in play_all(lab, "", several, {"chunk": 3}):
        all_of(seen.raised("Lost"), 10)
        assert repeated(seen) <= 6, (
            f"{seen.told}{repeated(seen)} ids were added once more: after an error at most `chunk`."
        )


@pytest.mark.rule(3)
def test_who_waited_does_not_make_it_begin_anew(lab):
    """The reply's process dies among its readers, and the next one when it has seen to those who wait."""
    more = [["follow", user, "ada"] for user in range(500, 510)]
    script = [*runs(1.0), [9.0, "run", "y", post()], *runs(20.0, who="z"), *runs(30.0, 31.0, who="w")]
    several = [(script, f"chunk 2; killed after call 40, and the next process after its call {last}. ",
                {**thread(more=more), "deaths": [["x", [40, True]], ["z", [last, True]]]})
               for last in range(4, 9)]  # fmt: skip
    for seen in play_all(lab, "", several, {"chunk": 2}):
        adds = [user for user, _ in seen.raised().adds(ANSWER) if user in range(500, 510)]
        assert len(adds) - len(set(adds)) <= 4, (
            f"{seen.told}To readers who did not wait, {len(adds) - len(set(adds))} ids were added once more: how far "
            "the fan-out is, stays in `rows` when those who wait are seen to, and after each crash at most `chunk` "
            "ids are added once more."
        )


@pytest.mark.rule(6)
def test_a_parent_below_many_newer_ids_has_come(lab):
    """Its own fan-out died half way."""
    first = [*fans(6), ["follow", 0, "ada"], ["write", post()], ["write", post(8, "ada", 5)]]
    script = [[1.0, "run", "y", post()], *([2.0, "push", 0, id] for id in (6, *range(100, 250))),
              [3.0, "run", "x", post(8, "ada", 5)]]  # fmt: skip
    seen = play(lab, "", script, "", {"chunk": 1}, deaths=[["y", [9, True]]], first=first)
    assert seen.runs[-1].outcome is True and (0, 8) in seen.adds(), (
        f"A list has a reply's parent 5 below 6 and 150 newer ids, and the reply's `run` came to "
        f"{seen.runs[-1].outcome} and added {seen.adds(8)}: to whom the parent has come, gets the reply."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("number", range(0, 12, 2))
def test_nothing_is_lost_by_being_cancelled(lab, number):
    moment = 1.0 + 0.0047 * (number + 1)
    script = [[1.0, "run", "x", post()], [moment, "cancel", "x", 5], [9.0, "run", "x", post(), 3]]
    seen = play(lab, "", script, f"Cancelled at {moment:.3f} s. ", {"chunk": 3}, **given(10))
    assert seen.runs[0].outcome in ("cancelled", True), (
        f"{seen.told}`run` came to {seen.runs[0].outcome!r} then: it raises CancelledError when it is cancelled."
    )
    all_of(seen, 10)


@pytest.mark.rule(7)
@pytest.mark.parametrize("number", [1, 5, 9])
def test_when_it_is_cancelled_it_is_over(lab, number):
    moment = 1.0 + 0.0047 * number
    script = [[1.0, "run", "x", post()], [moment, "cancel", "x", 5], [9.0, "wake", 0]]
    seen = play(lab, "", script, "", {"chunk": 3}, **given(10))
    late = [call for call in seen.log if call.who and call.times[0] > moment - 1e-9]
    assert not late, (
        f"`run` was cancelled at {moment:.4f} s, and `{late[0].verb}` was asked at {late[0].times[0]:.4f} s: when it "
        "has ended, or was cancelled, it asks for nothing more."
    )


@pytest.mark.rule(7)
def test_it_does_not_wait_for_another_run(lab):
    first = [*fans(20), ["follow", 1, "ada"], ["write", post()], ["write", post(6, "ada")]]
    other, both = [1.01, "run", "x", post(6, "ada")], {"first": first, "delays": (0.001, 0.001)}
    took = []
    for script in ([other], [[1.0, "run", "x", post()], other]):
        took += [run.times[1] - run.times[0] for run in play(lab, "", script, "", {}, **both).runs if run.post[0] == 6]
    assert took[1] <= took[0] + 1e-6, (
        f"A `run` took {took[0]:.3f} s alone, and {took[1]:.3f} s while another post was pushed: it waits for the "
        "answers to its calls, and for nothing else."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("gap", [0.0, 0.003, 0.011, 0.031])
@pytest.mark.parametrize("who", ["x", "y"])
def test_two_runs_of_one_post_at_once(lab, gap, who):
    for delays in ((0.0005, 0.0025), (0.0, 0.0)):
        script = [[1.0, "run", "x", post()], [1.0 + gap, "run", who, post()], [1.0 + gap, "run", "x", post(6, "ada")]]
        first = [*fans(10), *fans(10, "ada"), ["write", post()], ["write", post(6, "ada")]]
        seen = play(lab, "", script, "Two runs at once. ", {"chunk": 3}, delays=delays, first=first).raised()
        all_of(seen, 10)
        assert seen.outcomes(5) == [True] * 2 and seen.outcomes(6) == [True], (
            f"Two runs of a post at once came to {seen.outcomes(5)}, and one of another post to {seen.outcomes(6)}: "
            "they do no harm to each other."
        )


@pytest.mark.rule(3)
def test_it_goes_on_from_the_row_in_whichever_process(lab):
    """One, another one, and the first again: both have an error, and nobody dies."""
    script = [[1.0 + 9 * n, "run", who, post()] for n, who in enumerate("xyx")]
    trouble = {"x add": [*[None] * 4, "Lost"], "y add": [*[None] * 10, "Lost"]}
    seen = play(lab, "", script, "", {"chunk": 3}, trouble=trouble, **given(20))
    all_of(seen, 20)
    assert repeated(seen) <= 6, (
        f"Two processes in turn went on with a fan-out, chunk 3, after errors, and {repeated(seen)} ids were added "
        "once more: the next `run` goes on from what is in `rows`, in whichever process."
    )
