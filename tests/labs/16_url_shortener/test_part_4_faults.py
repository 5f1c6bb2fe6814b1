"""Lab 16, part 4: lost answers, and a store that is down."""

from itertools import pairwise

import pytest

from .batches import AGAIN, CLOSED, click, close, play

FAILURES = ["question", "answer", "Unavailable", "Refused", "TimedOut", "ServiceError"]


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("times", [1, 2, 4])
def test_clicks_whose_writing_failed_are_counted_once(lab, failure, verb, times):
    script = [click(1.3, times=3), click(30.0, times=4), click(31.0, "b")]
    for at in (0, 1):
        trouble = {verb: [None] * at + [failure] * times}
        play(
            lab, script, f"The store's `{verb}` number {at + 1} came to {failure}, {times} times. ", trouble=trouble
        ).whole(AGAIN)


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("failure", ["question", "answer"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_they_are_counted_once_though_others_have_written_since(lab, failure, times):
    """Three processes; the first one's answers are lost, and the others write before it sends them again."""
    script = [click(1.3, times=3), click(2.0, who="y", times=5), click(3.0, who="z", times=7), click(7.3, times=11),
              click(8.0, who="y"), click(12.0, who="z"), click(30.0), click(31.0, who="y", times=2)]  # fmt: skip
    told = (
        f"A process's `put_if` was lost with its {failure} {times} times, and others wrote before it was sent again. "
    )
    play(lab, script, told, trouble={"x put_if": [failure] * times}).whole(AGAIN)
    play(
        lab,
        script,
        told,
        trouble={"x put_if": [failure] * times, "y put_if": ["answer", failure], "z get": ["question"]},
    ).whole(AGAIN)


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", ["question", "answer", "Unavailable"])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_they_go_with_the_next_batch_and_not_sooner(lab, failure, verb):
    script = [click(1.3, times=3)]
    seen = play(lab, script, trouble={verb: [failure] * 3}).whole(AGAIN)
    times = [row.time for row in seen.of("get", "a")]
    gaps = [other - one for one, other in pairwise(times)]
    assert gaps and all(4.75 < gap < 5.75 for gap in gaps), (
        f"`{verb}` failed three times, with batches 5 s apart, and the store was asked at "
        f"{[round(time, 2) for time in times]} s: the clicks go with the next batch, `every` seconds later."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_other_codes_are_written_all_the_same(lab, failure, place, verb):
    script = [click(1.3 + 0.1 * n, code) for n, code in enumerate("abc")]
    seen = play(lab, script, trouble={verb: [None] * place + [failure]}).whole(AGAIN)
    done = {row.key for row in seen.of("put_if") if row.done is True and row.time < 9.0 and row.how == "heard"}
    assert len(done) == 2, (
        f"Of three codes of one batch the `{verb}` of one failed, and within that batch {sorted(done)} were written: "
        "other codes of the batch are written all the same."
    )


@pytest.mark.rule(4, 5)
def test_a_store_that_is_down_for_a_minute_loses_nothing(lab):
    script = [click(1.3 + 0.5 * n, "ab"[n % 2]) for n in range(160)]
    seen = play(lab, script, trouble={"get": [None] * 2 + ["Unavailable"] * 24}, until=120.0).whole(AGAIN)
    last = max(row.time for row in seen.log if row.how == "Unavailable")
    assert last > 55.0, (
        f"A store that is down was asked 24 times for two codes until {last:.1f} s, from 11 s on: batches are `every` "
        "seconds apart, here 5 s."
    )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("failure", ["question", "answer"])
def test_new_clicks_of_a_code_whose_batch_was_lost_are_counted_too(lab, failure):
    script = [
        click(1.3, times=3),
        click(6.35, times=4),
        click(6.45, times=5),
        click(9.0, times=6),
        click(11.5, times=7),
    ]
    for times in (1, 2, 3):
        play(lab, script, f"`put_if` was lost with its {failure} {times} times, and new clicks came meanwhile. ",
             trouble={"put_if": [failure] * times}).whole(AGAIN)  # fmt: skip


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_clicks_that_come_while_a_call_fails_are_not_lost(lab, verb):
    """The store is silent for 0.2 s before it fails; the clicks come in that time."""
    script = [click(1.3, times=3), click(6.4, times=2), click(11.6, times=4), click(30.0)]
    play(lab, script, f"Clicks came while a `{verb}` failed. ", trouble={verb: ["question"] * 2}).whole()


@pytest.mark.rule(6)
def test_close_goes_on_for_as_long_as_it_takes(lab):
    script = [click(1.3, times=3), close(2.0)]
    play(lab, script, "The store failed 12 times. ", trouble={"get": ["question"] * 12}, until=120.0).whole(CLOSED)
