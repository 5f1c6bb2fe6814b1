"""Lab 16, part 4: lost answers, a store that is down, and processes that die."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .batches import click, close, play, play_all
from .leases import told

FAILURES = ["question", "answer", "Unavailable", "Refused", "TimedOut", "ServiceError"]


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("times", [1, 2, 4])
def test_clicks_whose_writing_failed_are_counted_once(lab, failure, verb, times):
    script = [click(1.3, times=3), click(30.0, times=4), click(31.0, "b")]
    for at in (0, 1):
        trouble = {verb: [None] * at + [failure] * times}
        play(lab, script, f"The store's `{verb}` number {at + 1} came to {failure}, {times} times. ", trouble=trouble).whole()


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", ["question", "answer"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_they_are_counted_once_though_others_have_written_since(lab, failure, times):
    """Three processes; the first one's answers are lost, and the others write before it sends them again."""
    script = [click(1.3, times=3), click(2.0, who="y", times=5), click(3.0, who="z", times=7), click(7.3, times=11),
              click(8.0, who="y"), click(12.0, who="z"), click(30.0), click(31.0, who="y", times=2)]  # fmt: skip
    told = f"A process's `put_if` was lost with its {failure} {times} times, and others wrote before it was sent again. "
    play(lab, script, told, trouble={"x put_if": [failure] * times}).whole()
    play(lab, script, told, trouble={"x put_if": [failure] * times, "y put_if": ["answer", failure], "z get": ["question"]}).whole()


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", ["question", "answer", "Unavailable"])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_they_go_with_the_next_batch_and_not_sooner(lab, failure, verb):
    script = [click(1.3, times=3), close(60.0)]
    seen = play(lab, script, trouble={verb: [failure] * 3}).whole()
    times = [row.time for row in seen.of("get", "a")]
    gaps = [other - one for one, other in zip(times, times[1:], strict=False)]
    assert gaps and all(4.75 < gap < 5.75 for gap in gaps), (
        f"`{verb}` failed three times, with batches 5 s apart, and the store was asked at {[round(time, 2) for time in times]} "
        "s: the clicks go with the next batch, `every` seconds later."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_other_codes_are_written_all_the_same(lab, failure, place, verb):
    script = [click(1.3 + 0.1 * n, code) for n, code in enumerate("abc")]
    seen = play(lab, script, trouble={verb: [None] * place + [failure]}).whole()
    done = {row.key for row in seen.of("put_if") if row.done is True and row.time < 9.0 and row.how == "heard"}
    assert len(done) == 2, (
        f"Of three codes of one batch the `{verb}` of one failed, and within that batch {sorted(done)} were written: other "
        "codes of the batch are written all the same."
    )


@pytest.mark.rule(4, 5)
def test_a_store_that_is_down_for_a_minute_loses_nothing(lab):
    script = [click(1.3 + 0.5 * n, "ab"[n % 2]) for n in range(160)]
    seen = play(lab, script, trouble={"get": [None] * 2 + ["Unavailable"] * 24}, until=120.0).whole()
    assert len(seen.log) < 80, f"The store was down for a minute, and was asked {len(seen.log)} times: batches are `every` seconds apart."


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("failure", ["question", "answer"])
def test_new_clicks_of_a_code_whose_batch_was_lost_are_counted_too(lab, failure):
    script = [click(1.3, times=3), click(6.35, times=4), click(6.45, times=5), click(9.0, times=6), click(11.5, times=7), close(13.0)]
    for times in (1, 2, 3):
        play(lab, script, f"`put_if` was lost with its {failure} {times} times, and new clicks came meanwhile. ",
             trouble={"put_if": [failure] * times}).whole()  # fmt: skip


@pytest.mark.rule(7)
@pytest.mark.parametrize("codes", ["a", "ab"])
def test_who_dies_takes_few_clicks_along(lab, codes):
    script = [click(1.3 + 0.5 * n, codes[n % len(codes)]) for n in range(40)]
    script += [click(2.0 + 3 * n, codes[-1], "y") for n in range(10)] + [click(50.0, code, "z", 5) for code in codes]
    calls = sum(row.who == "x" for row in play(lab, script).log)
    moments = [(last, done) for last in range(1, calls + 1) for done in (False, True)]
    several = [(script, told(last, done), {"deaths": [["x", [last, done]]]}) for last, done in moments]
    for seen, (last, _) in zip(play_all(lab, several), moments, strict=True):
        death = [row.time for row in seen.log if row.who == "x"][-1:] or [6.0]
        for code in seen.codes():
            others = sum(seen.counted(code, who=who) for who in "yz")
            least, most = others + seen.counted(code, death[0] - 5.1 - 5.1, "x"), others + seen.counted(code, who="x")
            assert least <= seen.kept.get(code, 0) <= most, (
                f"{seen.told}The store says {seen.kept.get(code, 0)} clicks of {code!r}, and it should be {least} to {most}: at most "
                "the clicks of its last `every` seconds are lost, and those of the batch under way; others are not disturbed."
            )


@pytest.mark.rule(7)
@pytest.mark.parametrize("batches", [1, 2, 5])
def test_a_process_that_begins_is_not_taken_for_one_that_died(lab, batches):
    """Each of them writes batches of the same numbers."""
    script = [click(1.3 + 5.1 * n, who="x", times=3) for n in range(batches)]
    script += [[1.3 + 5.1 * batches + 5.5, "x", "kill"]]
    script += [click(60.0 + 5.1 * n, who="y", times=5) for n in range(batches + 1)]
    told = f"A process wrote {batches} batches and died, and another one began. "
    play(lab, script, told).whole()


@pytest.mark.rule(1, 7)
def test_two_processes_that_count_the_same_are_two(lab):
    script = [click(1.3 + 5.1 * n, who=who, times=3) for n in range(6) for who in ("x", "y")]
    play(lab, script, "Two processes counted the same clicks at the same moments. ").whole()


@pytest.mark.rule(2, 3, 4, 5)
@schedules("4.clicks", targets=["x", "y"], verbs=["lose", "miss", "down", "dawdle", "close"], until=60, most=7, examples=25)
def test_whatever_was_lost_each_click_is_counted_once(lab, story):
    rng = Random(story.seed)
    script = [click(rng.uniform(1, 70), rng.choice("ab"), rng.choice("xy"), rng.randrange(1, 4)) for _ in range(60)]
    befalls = {"lose": "answer", "miss": "question", "down": "Unavailable", "dawdle": ["slow", 7.0]}
    for event in story.events:
        script.append(close(event.time, event.target) if event.verb == "close" else [event.time, event.target, "trouble", befalls[event.verb]])
    seen = play(lab, script, seed=story.seed, until=90.0)
    story.lines += [f"{row.time:8.3f} s  {row.who}: {row.verb} {row.key!r} was {row.how}" for row in seen.log]
    seen.whole()
