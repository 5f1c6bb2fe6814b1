"""What the chapter measures on a real broker: a window, a silence, a burst, a kill, and a pace."""

import pytest

from systemdesign.engines import available
from systemdesign.engines.nats.server import Nats
from systemdesign.messaging.jetstream import with_stream
from systemdesign.messaging.kill import KillPlan, killed
from systemdesign.messaging.measurement import HoldPlan, SilencePlan, WindowPlan, hold, open_in, silence, window
from systemdesign.messaging.pace import PacePlan, pace
from systemdesign.messaging.pair import SUBJECT, publish
from tests.quiet import quietly

needs_nats = pytest.mark.skipif(not available("nats"), reason=available("nats").reason)
DEFAULTS = {"window": 120, "ack_wait": 30, "held": 1000, "max_deliver": -1, "sync": 120}


@pytest.fixture
def live(way):
    way("live")


def check_window(found):
    assert (found.numbers, found.duplicates) == ([1, 1, 2], [False, True, False])
    assert found.defaults == DEFAULTS


def check_silence(found, late=0.1):
    gaps = [after - before for before, after in zip(found.at, found.at[1:])]
    assert found.at[0] == 0
    assert all(found.plan.ack_wait - 0.01 < gap < found.plan.ack_wait + late for gap in gaps)
    assert (len(found.at), found.listed, found.kept, found.owed) == (found.plan.most, 0, "a lamp", 0)
    assert found.dead == [[1, "a lamp", f"no ack after {found.plan.most} deliveries"]]


def check_hold(found, late=30):
    assert found.model == [100, 120, 140]
    assert found.works[0] == 100 < found.works[1] < found.works[2]
    assert all(model - 10 <= works <= model + late for works, model in zip(found.works, found.model))


def check_killed(found):
    assert found.kept == found.accepted
    assert min(found.accepted) > found.plan.acks
    assert found.missed == [0] * found.plan.times
    assert 0 < sum(found.forgotten) < found.plan.acks * found.plan.times  # else it had confirmed none
    assert all(forgotten >= new for forgotten, new in zip(found.forgotten, found.as_new))
    assert max(found.seconds) < 1


def check_pace(found):
    assert found.together[0] > found.one[0] > found.one[1]


@needs_nats
def test_an_id_is_forgotten_when_its_window_is_over(live):
    check_window(window(window=0.1, wait=0.3))


@needs_nats
def test_what_nobody_acknowledges_falls_silent_and_is_still_there(live):
    check_silence(quietly(lambda: silence(ack_wait=0.2, most=2)))


@needs_nats
def test_open_are_the_messages_that_are_handed_out_and_those_that_wait():
    async def story(broker):
        await publish(broker, 3)
        group = broker.group(SUBJECT, "pay")
        await (await group.fetch())[0].ack()
        await group.fetch()
        return await open_in(group)

    with Nats() as server:
        assert with_stream(server, story) == 2


@needs_nats
def test_workers_who_hold_more_than_they_can_work_in_time_work_it_twice_as_on_the_model(live):
    check_hold(quietly(lambda: hold(each=0.01, ack_wait=0.605, later=0.05)))


@needs_nats
def test_killed_a_broker_has_every_message_and_not_every_ack(live):
    check_killed(killed(times=2))


@needs_nats
def test_who_does_not_wait_for_each_receipt_is_faster_and_who_syncs_first_slower(live):
    check_pace(pace())


def test_every_recording_shows_what_the_chapter_says_of_it():
    checks = {window: check_window, silence: check_silence, hold: check_hold, killed: check_killed, pace: check_pace}
    plans = [WindowPlan(), SilencePlan(), HoldPlan(), KillPlan(), PacePlan()]
    for (measure, check), plan in zip(checks.items(), plans):
        found, = measure.recordings.all()
        assert found.plan == plan
        check(found)
