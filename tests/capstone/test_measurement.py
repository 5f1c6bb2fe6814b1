"""A short minute on real engines: HAProxy, Valkey, PostgreSQL and the shop's own processes, and its recordings."""

import pytest

from systemdesign.capstone.account import GAVE_UP, IN_TIME, SAID_NO, account
from systemdesign.capstone.measurement import ENGINES, minute
from systemdesign.capstone.plan import DESIGNS, MinutePlan
from systemdesign.capstone.real_shop import RealShop, options
from systemdesign.engines import available
from tests.quiet import quietly

SHORT = {
    "end": 5.0,
    "fast": (0.5, 2.5),
    "crowd": (0.0, 0.0),
    "hang": (2.5, 4.5),
    "goal": 0.4,
    "patience": 1.0,
    "pause": 1.0,
}
missing = [available(engine).reason for engine in ENGINES if not available(engine)]
needs_engines = pytest.mark.skipif(bool(missing), reason=" ".join(missing))


@pytest.fixture
def live(way):
    way("live")


def loosely(measure):
    """What it gives in a run that was not held up for long: counts forgive what latencies do not."""
    return quietly(measure, stall=0.1, tries=3)


@needs_engines
@pytest.mark.slow
def test_the_failing_worker_is_loved_by_least_connections_and_the_hanging_payment_takes_all(live):
    found = loosely(lambda: minute(design="least connections", **SHORT))
    measured, model = found.measured, found.model
    assert measured.to_failing > 0.4
    assert measured.phases["payment hangs"] < 0.8
    assert measured.ends[SAID_NO] == pytest.approx(model.ends[SAID_NO], rel=0.4)
    assert measured.unheard > 0 == measured.unpaid


@needs_engines
@pytest.mark.slow
def test_round_robin_s_failures_are_the_model_s_one_by_one(live):
    found = loosely(lambda: minute(**{**SHORT, "hang": (9.0, 9.5), "end": 3.0}))
    assert found.measured.ends[SAID_NO] == pytest.approx(found.model.ends[SAID_NO], abs=2)
    assert found.measured.to_failing == pytest.approx(1 / 3, abs=0.02)


@needs_engines
@pytest.mark.slow
def test_the_mended_design_answers_through_all_of_it(live):
    measured = loosely(lambda: minute(design="mended", **SHORT)).measured
    assert measured.within >= 0.97
    assert measured.to_failing < 0.2
    assert (measured.unheard, measured.unpaid) == (0, 0)


@needs_engines
@pytest.mark.slow
def test_a_shop_alone_takes_at_least_what_its_plan_says_and_keeps_nothing_of_it(live):
    with RealShop(MinutePlan(design="mended")) as shop:
        alone = shop.alone()
        assert shop.valkey.client.dbsize() == 0
        with shop.postgres.connect() as connection:
            assert connection.execute("select count(*) from orders").fetchone() == (0,)
    assert 0.03 <= alone["read"] < 0.06 and 0.01 <= alone["write"] < 0.06


def test_only_the_mended_design_asks_haproxy_for_more_than_a_policy():
    plain, mended = (options(MinutePlan(design=design)) for design in ("naive", "mended"))
    assert (plain["balance"], plain["retries"], plain["more"]) == ("roundrobin", 0, [])
    assert (mended["balance"], mended["retries"], mended["redispatch"]) == ("leastconn", 2, True)
    assert mended["more"] == [
        "timeout queue 500ms",
        "default-server maxconn 2",
        "retry-on 503",
        "default-server observe layer7 error-limit 3 on-error mark-down",
    ]
    assert mended["interval"] * 1.5 == MinutePlan().pause


def test_an_account_counts_what_came_in_time_late_and_not_at_all():
    plan = MinutePlan(end=1.0, crowd=(0.0, 0.0), rate=12.0, fast=(0.2, 0.6), orders=1.0, seed=2)
    count = len(plan.arrivals())
    outcomes = [(0.1, None), (1.5, None), (2.0, GAVE_UP), (0.01, SAID_NO), *[(0.2, None)] * (count - 4)]
    tries = {"s1": [0.1, 0.2, 0.5], "s2": [0.3], "s3": [0.6, -3.0]}
    found = account(plan, outcomes, tries, {0: "paid", 2: "paid", 5: "taken"})
    assert found.ends == {"gave up": 1, "in time": count - 3, "late": 1, "said no": 1}
    assert found.within == (count - 3) / count
    assert found.seconds == [[count, count - 3]]
    assert (found.p99, found.to_failing, found.unheard, found.unpaid) == (2.0, round(2 / 3, 4), 1, 1)


def test_the_three_designs_are_recorded_and_were_the_model_s():
    kept = {found.plan.design: found for found in minute.recordings.all()}
    assert set(kept) == set(DESIGNS)
    for found in kept.values():
        measured, model = found.measured, found.model
        assert sum(measured.ends.values()) == len(found.plan.arrivals())
        assert measured.within == pytest.approx(model.within, abs=0.1)
        assert measured.to_failing == pytest.approx(model.to_failing, abs=0.1)
        assert measured.ends.get(SAID_NO, 0) == pytest.approx(model.ends.get(SAID_NO, 0), abs=30)
    assert kept["mended"].measured.within >= 0.97 > 0.6 > kept["naive"].measured.ends[IN_TIME] / 2858
