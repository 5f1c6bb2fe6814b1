"""A server that stands still behind Traefik's breaker and behind ours, for real and in virtual time."""

import pytest

from systemdesign import run
from systemdesign.circuit_breaker.measurement import TraefikPlan, behind_traefik, status, summary
from systemdesign.circuit_breaker.twin import OursPlan, behind_ours, observe
from systemdesign.engines import available
from systemdesign.engines.http.load import Outcome
from systemdesign.sim.server import Server
from tests.quiet import quietly

needs_traefik = pytest.mark.skipif(not available("traefik"), reason=available("traefik").reason)
SHORT = {"stops": 0.5, "stall": 0.7, "fallback": 0.4, "recovery": 0.4, "end": 3.0}
BRIEF = {"stops": 0.11, "stall": 0.85, "limit": 0.11, "end": 1.4, "in_a_row": 3, "open_for": 0.4}


def live(measure, **asked):
    """Measured, in a run in which this machine did not stand still for long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYSTEMDESIGN_ENGINES", "live")
        return quietly(lambda: measure(**asked), stall=0.05)


def in_virtual_time(**asked):
    """What is seen of the model: (times, states), outcomes."""
    plan = OursPlan(**asked)
    model = Server("s1", workers=len(plan.arrivals), hears=True)
    seen = run(observe(plan, model, model))
    return list(zip(*seen["states"])), seen["outcomes"]


@pytest.fixture(scope="module")
def stall():
    return live(behind_traefik, **SHORT)


@needs_traefik
def test_traefiks_callers_wait_for_its_limit_and_are_then_refused_at_once(stall):
    assert stall.codes[0] == {"200": 25}
    assert 0.3 <= stall.took["504"] < 0.34
    assert stall.took["503"] < 0.02
    assert 0.8 < stall.opens < 1.3


@needs_traefik
def test_traefik_refuses_on_when_the_server_is_back_and_answers_all_in_the_end(stall):
    assert stall.plan.back == pytest.approx(1.2)
    assert stall.first > stall.opens + 0.4
    assert 2.0 < stall.whole < 2.5
    assert stall.codes[-1] == {"200": 25}


@needs_traefik
def test_calls_that_were_out_when_traefik_opened_have_it_open_once_more(stall):
    assert stall.out == pytest.approx(15, abs=3)
    assert stall.whole > stall.first + 0.4


def test_an_answer_is_told_by_its_status_and_none_by_what_happened():
    outcomes = Outcome(0.1, "s1"), Outcome(0.1, error="HTTP 503"), Outcome(2.0, error="timed out")
    assert [status(outcome) for outcome in outcomes] == ["200", "503", "timed out"]


def test_a_summary_says_when_calls_were_refused_and_when_all_were_answered_again():
    plan = TraefikPlan(rate=4, stops=0.5, stall=0.6, end=2.25)
    codes = ["200", "200", "504", "200", "503", "503", "200", "503", "200"]  # one waits until the server goes on
    took = [0.01, 0.03, 0.3, 0.35, 0.001, 0.003, 0.02, 0.002, 0.01]
    found = summary(plan, list(zip(plan.arrivals, codes, took)))
    assert found["codes"] == [{"200": 2}, {"504": 1, "200": 1}, {"503": 2}, {"200": 1, "503": 1}, {"200": 1}]
    assert found["times"] == [0.02, 0.325, 0.002, 0.011, 0.01]
    assert found["took"] == {"200": 0.02, "503": 0.002, "504": 0.3}
    assert (found["opens"], found["out"], found["first"], found["whole"]) == (1.0, 1, 1.5, 2.0)


def test_a_summary_counts_those_who_had_no_answer_when_the_first_was_refused():
    plan = TraefikPlan(rate=4, stops=0.0, stall=0.1, end=1.0)
    answers = [(0.0, "504", 0.7), (0.25, "504", 0.7), (0.5, "504", 0.1), (0.75, "503", 0.3)]
    assert summary(plan, answers)["out"] == 1


def test_a_summary_of_what_never_came_has_none():
    plan = TraefikPlan(rate=4, stops=0.0, stall=0.1, end=0.5)
    found = summary(plan, [(0.0, "504", 0.3), (0.25, "504", 0.3)])
    assert (found["opens"], found["out"], found["first"], found["whole"]) == (None, 0, None, 0.5)


def test_before_the_model_the_breaker_opens_tries_once_in_vain_and_closes():
    (times, states), outcomes = in_virtual_time()
    assert states == ("closed", "open", "half-open", "open", "half-open", "closed")
    assert times == pytest.approx((0.0, 0.71, 1.52, 1.83, 2.64, 2.645))
    assert outcomes == {"answered": 44, "TimedOut": 21, "Refused": 95}


def test_a_breaker_that_waits_for_longer_needs_no_second_trial():
    (times, states), outcomes = in_virtual_time(open_for=1.4)
    assert states == ("closed", "open", "half-open", "closed")
    assert times == pytest.approx((0.0, 0.71, 2.12, 2.125))
    assert outcomes["TimedOut"] == 20


def test_before_a_server_that_goes_on_it_stays_closed():
    assert in_virtual_time(stall=0.0) == ([(0.0,), ("closed",)], {"answered": 160})


def test_before_a_real_server_it_does_what_it_does_before_the_model():
    found = live(behind_ours, **BRIEF)
    times, states = zip(*found.states)
    assert (list(zip(*found.model["states"])), found.model["outcomes"]) == in_virtual_time(**BRIEF)
    expected, same = zip(*found.model["states"])
    assert states == same == ("closed", "open", "half-open", "open", "half-open", "closed")
    assert times == pytest.approx(expected, abs=0.1)
    assert found.outcomes == {name: pytest.approx(count, abs=8) for name, count in found.model["outcomes"].items()}


def test_every_recording_shows_what_the_chapter_says_of_it():
    (traefik,), (ours,) = (measure.recordings.all() for measure in (behind_traefik, behind_ours))
    assert (traefik.plan, ours.plan) == (TraefikPlan(), OursPlan())
    assert traefik.codes[:4] == [{"200": 25}] * 4
    assert 0.3 < traefik.took["504"] < 0.31
    assert traefik.took["503"] < 0.002
    assert 3.1 < traefik.opens < 3.3
    assert traefik.out == 15
    assert traefik.first == pytest.approx(traefik.opens + traefik.plan.fallback + 0.2, abs=0.05)
    assert 6.2 < traefik.whole < 6.5
    assert traefik.codes[-1] == {"200": 25}
    assert ours.outcomes == ours.model["outcomes"] == {"answered": 44, "TimedOut": 21, "Refused": 95}
    for (at, state), (expected, same) in zip(ours.states, ours.model["states"], strict=True):
        assert (at, state) == (pytest.approx(expected, abs=0.01), same)
