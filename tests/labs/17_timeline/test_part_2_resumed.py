"""Lab 17, part 2: a fan-out that is killed, or has an error, goes on from its row."""

import pytest

from .fans import play, play_all
from .test_part_2 import fans, given, post


def alone(lab, chunk, count):
    """How many calls a whole fan-out takes."""
    return play(lab, "", [[1.0, "run", "x", post()]], "", {"chunk": chunk}, **given(count)).calls["x"]


def repeated(seen, id=5):
    return len(seen.adds(id)) - len(set(seen.adds(id)))


def all_of(seen, count):
    missing = {(user * 7) % 1009 for user in range(count)} - {user for user, _ in seen.adds(5)}
    assert not missing, (
        f"{seen.told}In the end {sorted(missing)} have not got the post: the next `run` goes on from where the "
        "fan-out was, and nothing is lost."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("chunk", [None, 1, 4, 7])
def test_followers_are_asked_for_a_chunk_at_a_time(lab, chunk):
    count = 250 if chunk is None else 30
    seen = play(lab, "", [[1.0, "run", "x", post()]], "", {"chunk": chunk} if chunk else {}, **given(count))
    counts = {call.args[2] for call in seen.of("followers")}
    assert counts == {chunk or 100}, (
        f"chunk {chunk or 100}: `followers` was asked for {counts} users: it is asked for `chunk` at a time."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("limit", [5, 1000])
@pytest.mark.parametrize(("count", "id"), [(0, 5), (3, 0), (6, 5), (7, 5)])
def test_a_run_of_a_post_that_is_at_its_end_does_nothing(lab, count, id, limit):
    what = post(id)
    script = [[1.0, "run", "x", what], *([20.0 + n, "follow", 500 + n, "star"] for n in range(2)),
              [30.0, "run", "x", what], [40.0, "run", "y", what]]  # fmt: skip
    told = f"{count} followers, limit {limit}. `run` of {what} returned True; two more follow, and it is called again. "
    seen = play(lab, "", script, told, {"chunk": 3, "limit": limit}, **given(count, id=id)).raised()
    late = [call.verb for call in seen.log if call.who and call.times[0] > 25 and call.verb in ("add", "followers")]
    assert seen.outcomes(id) == [True] * 3 and not late, (
        f"{told}The runs came to {seen.outcomes(id)}, and the later ones asked for {late}: when `run` has returned "
        "True, a further `run` adds nothing, asks for no followers, and returns True."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("chunk", "done"), [(1, True), (3, False), (3, True), (4, True)])
def test_killed_at_any_call_the_next_process_goes_on(lab, chunk, done):
    script = [[1.0, "run", "x", post()], [9.0, "run", "y", post(), 3]]
    several = [
        (script, f"chunk {chunk}; killed {'after' if done else 'before'} call {last} of its own. ",
         {**given(10), "deaths": [["x", [last, done]]]})
        for last in range(1, alone(lab, chunk, 10) + 1)
    ]  # fmt: skip
    for seen in play_all(lab, "", several, {"chunk": chunk}):
        all_of(seen, 10)
        seen.raised()
        assert repeated(seen) <= chunk, (
            f"{seen.told}{repeated(seen)} ids were added once more: how far the fan-out is, is written into `rows` "
            "after each chunk, and after a crash at most `chunk` ids are added once more."
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize("lasts", [(9, 8), (14, 5), (7, 7, 7), (2, 3, 4, 5, 6)])
def test_killed_again_and_again(lab, lasts):
    names = "uvwxyz"[: len(lasts)]
    script = [[1.0 + 9 * n, "run", who, post()] for n, who in enumerate([*names, "last"])]
    deaths = [[who, [last, n % 2 == 0]] for n, (who, last) in enumerate(zip(names, lasts, strict=True))]
    told = f"chunk 3; one process after the other was killed, at its calls {lasts}. "
    seen = play(lab, "", script, told, {"chunk": 3}, deaths=deaths, **given(12)).raised()
    all_of(seen, 12)
    assert repeated(seen) <= 3 * len(lasts), (
        f"{told}{repeated(seen)} ids were added once more: after a crash at most `chunk`."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("call", range(3, 15))
def test_who_goes_in_the_middle_hides_nobody(lab, call):
    for deeds in ([["unfollow", 0, "star"], ["unfollow", 7, "star"]], [["unfollow", 0, "star"], ["follow", 0, "star"]]):
        told = f"chunk 3; before the call number {call}: {deeds}. "
        seen = play(lab, "", [[1.0, "run", "x", post()]], told, {"chunk": 3}, before={call: deeds}, **given(8)).raised()
        missing = {user * 7 for user in range(2, 8)} - {user for user, _ in seen.adds()}
        assert not missing, (
            f"{told}{sorted(missing)} have not got the post: it goes on behind the number of the last follower that "
            "it has done with, and no position."
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize("last", [6, 9, 12])
def test_who_goes_meanwhile_hides_nobody(lab, last):
    """Followers leave between the crash and the next process."""
    script = [[1.0, "run", "x", post()], *([5.0, "unfollow", user * 7, "star"] for user in range(3)),
              [5.0, "unfollow", 14, "star"], [9.0, "run", "y", post()]]  # fmt: skip
    told = f"chunk 2; killed after call {last}, and then the first three followers go. "
    seen = play(lab, "", script, told, {"chunk": 2}, deaths=[["x", [last, True]]], **given(9)).raised()
    missing = {user * 7 for user in range(3, 9)} - {user for user, _ in seen.adds()}
    assert not missing, (
        f"{told}{sorted(missing)} have not got the post: it goes on behind the number of the last follower that it "
        "has done with, and no position."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("chunk", [2, 3])
@pytest.mark.parametrize("last", range(4, 14, 2))
def test_a_fan_out_that_has_begun_goes_on_to_its_end(lab, chunk, last):
    """Killed or not: many followers come meanwhile."""
    told = f"limit 6, chunk {chunk}; nine more follow before the call number {last}. "
    world = {**given(6), "before": {last: fans(9, first=100)}}
    script = [[1.0, "run", "x", post()], [9.0, "run", "y", post(), 3]]
    dies = {**world, "deaths": [["x", [last, True]]]}
    several = [(script, told, world), (script, f"{told}Then the process dies. ", dies)]
    for seen in play_all(lab, "", several, {"limit": 6, "chunk": chunk}):
        asked = [call for call in seen.of("followers", "x") if call.ticks[1] is not None]
        all_told = asked and len(asked[-1].value) < chunk
        assert len(asked) < 2 or all_told or len(seen.of("followers")) > 3, (
            f"{seen.told}`rows` had a chunk of the fan-out, and it asked for no more followers then: it goes on to its "
            "end, whatever `size` would say now."
        )
