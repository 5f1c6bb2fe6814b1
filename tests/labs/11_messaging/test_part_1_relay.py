"""Lab 11, part 1: what the relay does when something fails."""

from itertools import pairwise

import pytest

from .outbox import deaths, play
from .scene import call, life

SCRIPT = [[verb, number, *["pizza"][: verb == "place"]] for number in (5, 6, 7) for verb in ("place", "cancel")]
FAULTS = [("answer", "Lost"), ("question", "Lost"), ("crash", "Unavailable")]


def tried(seen, process=0):
    """(subject, number) of what was tried in a process, in turn."""
    return [(event.rest[1], event.rest[0][0]) for event in seen.seen.of("publishes") if event.process == process]


@pytest.mark.rule(5)
@pytest.mark.parametrize("process", [0, 1])
def test_what_is_published_is_not_published_again(lab, process):
    again = [["run"], ["place", 5, "pizza"], ["cancel", 6], ["run"]]
    lives = (
        [life(call(0, *SCRIPT, ["run"], *again))]
        if process == 0
        else [life(call(0, *SCRIPT, ["run"])), life(call(0, *again))]
    )
    seen = play(lab, "25", *lives)
    assert len(seen.published()) == 6, (
        f"Six changes were published, and after more runs it was {seen.published()}: an event is not published again "
        "once a run has published it and committed that."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_an_event_whose_publishing_failed_stays(lab, loss):
    for place in range(4):
        runs = [call(n, ["run"]) for n in range(1, 6)]
        trouble = {"topic": [loss] * (place + 1)}
        seen = play(lab, "25", life(call(0, ["place", 5, "pizza"]), *runs), trouble=trouble).complete()
        assert len(tried(seen)) == place + 2, (
            f"`publish` failed {place + 1} times, and five runs tried {tried(seen)}: until it is published the event "
            "stays in the rows, and each run tries it once."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("loss", ["answer", "question"])
@pytest.mark.parametrize("place", range(6))
def test_an_order_whose_event_failed_waits_and_the_others_go_on(lab, loss, place):
    trouble = {"topic": [None] * place + [loss]}
    seen = play(lab, "4", life(call(0, *SCRIPT, ["run"])), life(call(0, ["run"])), trouble=trouble)
    told = [error for _, error in seen.seen.returned()]
    assert not any(told), f"`publish` raised Lost, and the calls ended with {told}: `run` does not raise that."
    failed = tried(seen)[place]
    others = {("order." + word, n) for n in (5, 6, 7) if n != failed[1] for word in ("placed", "cancelled")}
    assert others <= set(tried(seen)), (
        f"`publish` failed for {failed}, and that run tried {tried(seen)}: what there is of other orders does not wait."
    )
    assert len(set(tried(seen))) == len(tried(seen)), f"A run tried {tried(seen)}: it tries each event once."
    behind = ("order.cancelled", failed[1])
    assert failed == behind or behind not in tried(seen), (
        f"`publish` failed for {failed}, and that run tried {tried(seen)}: what comes after it of the same order waits "
        "for the next `run`."
    )


@pytest.mark.rule(4)
def test_an_order_whose_number_prints_alike_does_not_wait(lab):
    script = [["place", 1, "pizza"], ["place", "1", "soup"], ["cancel", 1], ["cancel", "1"], ["run"]]
    seen = play(lab, "4", life(call(0, *script)), trouble={"topic": ["question"]})
    assert len(tried(seen)) == 3, (
        f"`publish` failed for order.placed of 1 or of '1', which are two orders, and that run tried {tried(seen)}: "
        "what there is of other orders does not wait."
    )


@pytest.mark.rule(4)
def test_a_topic_that_is_down_is_tried_once_for_each_order(lab):
    lives = life([0, "crash", "topic"], call(0, *SCRIPT, ["run"]), [5, "restart", "topic"], call(6, ["run"]))
    seen = play(lab, "4", lives)
    told = [error for _, error in seen.seen.returned()]
    first = [("order.placed", number) for number in (5, 6, 7)]
    assert not any(told) and sorted(tried(seen)[:3]) == first and len(tried(seen)) == 9, (
        f"The topic was down during the first of two runs; they tried {tried(seen)} and the calls ended with {told}. "
        "A run tries each event once, but for those that wait behind one that failed, and raises no ServiceError."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("loss", ["answer", "question"])
@pytest.mark.parametrize("place", range(6))
def test_a_lost_commit_of_the_relays_does_not_end_its_run(lab, loss, place):
    trouble = {"rows": [None] * (6 + place) + [loss]}
    seen = play(lab, "4", life(call(0, *SCRIPT, ["run"])), life(call(0, ["run"])), trouble=trouble)
    told = [error for _, error in seen.seen.returned()]
    others = {number for _, number in tried(seen)}
    assert not any(told) and others == {5, 6, 7}, (
        f"A commit of the relay's was lost ({loss}): its run tried {tried(seen)}, and the calls ended with {told}. A "
        "Lost from a commit does not go to its caller, and other orders do not wait."
    )
    assert len(set(tried(seen))) == len(tried(seen)), f"A run tried {tried(seen)}: it tries each event once."


@pytest.mark.rule(4)
@pytest.mark.parametrize("gap", [0.0, 0.004, 0.011, 0.023])
@pytest.mark.parametrize("seed", range(3))
def test_of_one_order_placed_comes_before_cancelled_in_runs_at_once_too(lab, gap, seed):
    runs = [call(1 + n * gap, ["run"]) for n in range(5)]
    play(lab, "4", life(call(0, *SCRIPT), *runs), seed=seed)


@pytest.mark.rule(4)
@pytest.mark.parametrize("place", range(3))
def test_what_failed_is_published_before_what_came_later(lab, place):
    """An order is cancelled after its first event failed, and the topic is as new."""
    orders = [["place", number, "pizza"] for number in (5, 6, 7)]
    trouble = {"topic": [None] * place + ["question"]}
    play(lab, "4", life(call(0, *orders, ["run"], *(["cancel", n] for n in (7, 6, 5)), ["run"])), trouble=trouble)


@pytest.mark.rule(5)
def test_what_is_published_of_an_order_with_a_false_number_is_not_published_again(lab):
    orders = [["place", 0, ""], ["cancel", 0], ["place", "", 0]]
    seen = play(lab, "25", life(call(0, *orders, ["run"], ["run"])))
    assert len(seen.published()) == 3, (
        f"Two orders, with the numbers 0 and '', were published, and after one more run it was {seen.published()}: an "
        "event is not published again once a run has published it and committed that."
    )


@pytest.mark.rule(5)
def test_a_crash_repeats_at_most_one_event(lab):
    script = [call(0, *SCRIPT, ["run"])]
    for seen in deaths(lab, "25", script, [call(0, ["run"])]):
        seen.complete()
        repeated = len(seen.published()) - len(set(seen.published()))
        assert repeated <= 1, (
            f"{seen.seen.deaths}{repeated} events were published twice: a run commits that an event is published "
            "before it publishes the next event."
        )


@pytest.mark.rule(5)
def test_events_come_in_the_order_of_the_changes_and_between_commits(lab):
    seen = play(lab, "25", life(call(0, *SCRIPT, ["run"]))).seen
    told = [event.what for event in seen.events if event.what in ("accepted", "committed")][6:]
    assert all(one != two for one, two in pairwise(told)), (
        f"In a run of six events publishing and commits came as {told}: it commits that one is published before it "
        "publishes the next event."
    )


@pytest.mark.rule(1, 2, 3, 4, 5)
@pytest.mark.parametrize("loss", ["answer", "question"])
@pytest.mark.parametrize("thing", ["rows", "topic"])
def test_a_crash_and_a_loss(lab, loss, thing):
    """Whatever is lost, in a process that is killed at any call."""
    for place in range(3):
        script = [call(0, *SCRIPT[:2], ["run"])]
        for seen in deaths(
            lab, "2345", script, [call(0, ["run"], ["run"], ["run"])], trouble={thing: [None] * place + [loss]}
        ):
            seen.complete()
