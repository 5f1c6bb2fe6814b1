"""Real services that hear a hang-up or do not, and calls that are made twice, on real servers and in virtual time."""

import asyncio
import json
from math import sqrt

import pytest

from systemdesign import now, run
from systemdesign.engines import available
from systemdesign.engines.http.fickle import Fickle
from systemdesign.service_calls.measurement import QUIET, WAYS, HangUpPlan, hang_up, most, settled
from systemdesign.service_calls.theory import page_slow, twice_slow
from systemdesign.service_calls.twice import TwicePlan, ask_twice, model_pages, read
from tests.quiet import quietly

needs_both = pytest.mark.skipif(not (available("rest") and available("grpc")), reason="gRPC's or Starlette's wheel")
DEAF = ["REST", "gRPC on threads"]
HEAR = ["REST that listens", "gRPC, time passed on", "gRPC, nothing passed on"]
RPC = [way for way in WAYS if way.startswith("gRPC")]


def live(measure, **asked):
    """Measured, in a run in which this machine did not stand still for as long as a step takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYSTEMDESIGN_ENGINES", "live")
        return quietly(lambda: measure(**asked), stall=0.1)


@pytest.fixture(scope="module")
def gone():
    return live(hang_up, calls=5, limit=0.2, steps=6, step=0.1)


@needs_both
def test_who_hangs_up_has_heard_nothing(gone):
    assert gone.outcomes == {way: {"DEADLINE_EXCEEDED" if way in RPC else "ReadTimeout": 5} for way in WAYS}


@needs_both
@pytest.mark.parametrize("way", DEAF)
def test_a_service_that_does_not_listen_does_all_of_the_work(gone, way):
    assert (gone.steps[way], gone.stopped[way]) == (30, 0)


@needs_both
@pytest.mark.parametrize("way", HEAR)
def test_where_the_hang_up_travels_the_back_end_stops(gone, way):
    assert gone.stopped[way] == 5
    assert gone.steps[way] <= 20


@needs_both
def test_a_deadline_reaches_the_service_in_the_middle_and_the_back_end_only_where_it_is_passed_on(gone):
    for way, (middle, back) in gone.left.items():
        assert (middle is None) == (way not in RPC)
        assert (back is None) == (way != "gRPC, time passed on")
    assert 0 < back_left(gone) <= 0.2


def back_left(gone):
    return gone.left["gRPC, time passed on"][1]


@needs_both
def test_callers_who_wait_have_the_whole_work_done_by_all():
    patient = live(hang_up, calls=2, limit=20.0, steps=2, step=0.02)
    assert patient.outcomes == {way: {"done": 2} for way in WAYS}
    assert patient.steps == dict.fromkeys(WAYS, 4)
    assert patient.stopped == dict.fromkeys(WAYS, 0)
    assert 19 < back_left(patient) < 20.2  # gRPC sends tenths of so long a time, and rounds up


def test_services_have_settled_when_nobody_works_several_looks_in_a_row():
    working = iter([1, 0, 0, 2, 0, 0, 0, 0, 0])

    async def desk():
        return json.dumps({"under_way": next(working), "counts": {"way": now()}}).encode()

    assert QUIET == 3
    assert run(settled({"desk": desk}, pause=0.5)) == {"desk": {"way": 3.5}}


def test_services_that_never_settle_are_given_up():
    async def desk():
        return b'{"under_way": 1, "counts": {}}'

    with pytest.raises(TimeoutError):
        run(settled({"desk": desk}, pause=0.5))


def test_the_most_that_was_left_is_that_of_those_who_knew():
    assert most([0.1, None, 0.3, 0.2]) == 0.3
    assert most([None]) is most([]) is None


def test_a_fickle_server_is_slow_as_often_as_it_should_and_draws_the_same_again():
    async def answers(seed):
        fickle = Fickle("s1", 0.1, 0.5, 0.02, seed)
        signed = [await fickle.signed() for _ in range(2000)]
        return signed, now()

    signed, took = run(answers("0a"))
    slow = signed.count("s1 slowly")
    assert slow + signed.count("s1") == 2000
    assert slow == pytest.approx(200, abs=3 * sqrt(180))
    assert took == pytest.approx(0.5 * slow + 0.02 * (2000 - slow))
    assert run(answers("0a")) == (signed, took) != run(answers("0b"))


@pytest.mark.parametrize(("delay", "share"), [(None, 0.02), (0.05, twice_slow(0.02, 0.0))])
def test_the_model_s_pages_are_slow_as_often_as_theory_says(delay, share):
    plan = TwicePlan(pages=2000)
    pages, sends, nine = run(model_pages(plan, delay))
    slow = page_slow(share, 10)
    assert pages / 2000 == pytest.approx(slow, abs=3 * sqrt(slow * (1 - slow) / 2000))
    assert sends / 20_000 == pytest.approx(1 if delay is None else 1.02, abs=3 * sqrt(0.02 / 20_000))
    assert nine == pytest.approx(0.2 if delay is None else 0.06)


def test_a_page_is_slow_that_waits_for_one_slow_answer_and_not_for_a_copy_that_lost():
    async def main(delay, *servers):
        plan = TwicePlan(pages=3, services=2, readers=1)
        return await read(servers, plan, delay)

    def server(seconds, name):
        async def answer(request):
            await asyncio.sleep(seconds)
            return 200, name
        return answer

    quick, slow = server(0.01, "a"), server(0.2, "b slowly")
    assert run(main(None, slow, slow)) == (3, 6, pytest.approx(0.2))
    assert run(main(None, quick, quick)) == (0, 6, pytest.approx(0.01))
    pages, sends, _ = run(main(0.05, slow, quick))
    assert pages == 0
    assert 6 < sends < 12


def test_real_servers_and_the_model_agree():
    found = live(ask_twice, pages=60)
    assert found.sends[0] == found.model["sends"][0] == 600
    assert found.model["sends"][1] - 8 < found.sends[1] < 700  # a machine that stands still sends more copies
    assert found.pages == pytest.approx(found.model["pages"], abs=4)
    assert found.pages[1] < found.pages[0]
    assert found.nine[1] < 0.2 <= found.nine[0]


def test_every_recording_shows_what_the_chapter_says_of_it():
    (gone,), (pages,) = (measure.recordings.all() for measure in (hang_up, ask_twice))
    assert (gone.plan, pages.plan) == (HangUpPlan(), TwicePlan())
    assert gone.outcomes == {way: {"DEADLINE_EXCEEDED" if way in RPC else "ReadTimeout": 20} for way in WAYS}
    assert gone.steps == {way: 200 if way in DEAF else 60 for way in WAYS}
    assert gone.stopped == {way: 0 if way in DEAF else 20 for way in WAYS}
    assert 0.3 < min(gone.left["gRPC, time passed on"]) <= 0.35  # gRPC rounds milliseconds up
    assert gone.left["gRPC, nothing passed on"][1] is gone.left["gRPC on threads"][1] is None
    assert pages.pages[0] == pytest.approx(400 * page_slow(0.02, 10), abs=10)
    assert pages.pages[1] <= 6
    assert (pages.sends[0], pages.model["sends"]) == (4000, [4000, 4082])
    assert 4072 <= pages.sends[1] < 4100
    assert pages.model["pages"] == [72, 0]
    assert 0.2 <= pages.nine[0] < 0.21
    assert 0.06 <= pages.nine[1] < 0.07
