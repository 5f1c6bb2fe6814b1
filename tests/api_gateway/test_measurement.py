"""Forged tokens and PyJWT, a gateway's answers, and a client with one limit at two gateways."""

from itertools import product

import pytest

from systemdesign.api_gateway.forged import Price, PricePlan, forge, price, verdict
from systemdesign.api_gateway.herd import WAYS, HerdPlan, herd, model
from systemdesign.api_gateway.measurement import CALLS, AnswersPlan, answers
from systemdesign.engines import available
from tests.quiet import quietly

needs_jwt = pytest.mark.skipif(not available("jwt"), reason=available("jwt").reason)
GATEWAY = ("rest", "jwt", "valkey")
needs_gateway = pytest.mark.skipif(not all(map(available, GATEWAY)), reason="a gateway's wheels")
needs_all = pytest.mark.skipif(not all(map(available, (*GATEWAY, "traefik"))), reason="Traefik's wheel, or a gateway's")
PUBLIC = ("public key as secret", "public JWK as secret")


@pytest.fixture
def live(way):
    way("live")


def check_judged(judged):
    assert judged.accepted == {"no check": 8, "the header's way": 1, "RS256 or HS256": 1, "RS256": 1,
                               "RS256, until when": 0}
    assert set(judged.verdicts["sound"].values()) == {"ann"}
    assert [*judged.verdicts["without an expiry"].values()] == ["ann"] * 4 + ["MissingRequiredClaimError"]
    assert [judged.verdicts[name]["RS256 or HS256"] for name in PUBLIC] == ["InvalidKeyError"] * 2


def check_price(cost):
    assert 0 < cost.none < cost.key < cost.pem < 0.005
    assert cost.key < cost.call < 0.05


def check_answers(told):
    assert told.statuses == [200, 200, 404, 404, 504, 502, 401, 401, 401, 429, 200]
    assert [said for *_, said in told.rows[:6]] == [None] * 6
    assert [said for *_, said in told.rows[6:9]] == ["Bearer", *['Bearer error="invalid_token"'] * 2]
    assert 1 <= int(told.rows[9][3]) <= 1 / told.plan.rate
    assert told.plan.within <= told.slowest < told.plan.within + 5


def check_herd(found):
    got, most = found.admitted, found.bounds
    assert found.plan.burst <= got["in one step"] <= most["in one step"]
    assert found.plan.burst <= got["Traefik"] <= most["Traefik"] + 1
    assert most["each its own"] < got["each its own"] <= 2 * most["each its own"]
    assert most["read, then write"] < got["read, then write"] <= found.plan.callers * found.plan.rounds
    assert {found.told[way] for way in WAYS} - {None} == {"1"}


@needs_jwt
def test_pyjwt_takes_what_it_was_not_asked_to_refuse(live):
    check_judged(forge())


@needs_jwt
def test_a_forger_is_taken_for_whom_he_likes_where_nothing_is_checked(live):
    found = forge(subject="the queen").verdicts
    assert [row["no check"] for row in found.values()].count("the queen") == 5


@needs_jwt
@pytest.mark.parametrize(("name", "way"), [*product(PUBLIC, ("RS256 or HS256", "the header's way"))])
def test_a_library_that_does_not_look_at_the_key_takes_a_public_one_for_a_secret(monkeypatch, name, way):
    """For PEM PyJWT looked before 2.13.0 too, for a JWK since then: CVE-2026-48526."""
    from jwt.algorithms import HMACAlgorithm

    from systemdesign.engines.gateway.tokens import forgeries, new_key

    shown = forgeries(new_key(), "root")[name]
    assert verdict(way, *shown) == "InvalidKeyError"
    monkeypatch.setattr(HMACAlgorithm, "prepare_key", lambda self, key: key.encode())
    assert verdict(way, *shown) == "root"
    assert verdict("RS256", *shown) == "InvalidAlgorithmError"


@needs_gateway
def test_a_signature_costs_more_than_a_look_and_less_with_the_key_at_hand_and_a_call_most(live):
    check_price(quietly(lambda: price(calls=300)))


def test_a_price_is_told_in_microseconds():
    cost = Price(plan=PricePlan(), made={}, key=38e-6, pem=48.4e-6, none=1e-5, call=3e-4)
    assert str(cost).splitlines() == ["key    38 µs", "pem    48 µs", "none   10 µs", "call  300 µs"]


@needs_gateway
def test_a_gateway_has_an_answer_to_everything(live):
    told = quietly(answers, stall=0.1)
    check_answers(told)
    assert [tuple(row[:2]) for row in told.rows[:-2]] == list(CALLS)


@needs_all
def test_a_limit_holds_over_two_gateways_only_in_one_step(live):
    found = quietly(lambda: herd(callers=40, rounds=2, rate=10, burst=5), stall=0.1)
    check_herd(found)
    assert found.model == {"each its own": 14, "read, then write": 80, "in one step": 7, "Traefik": 7}


def test_the_model_s_herd_is_admitted_as_the_buckets_allow():
    """Twice 20 + 20 x 1.25; all, where nobody sees what others write; and once."""
    assert model(HerdPlan()) == (90, 384, 45, 45)
    assert model(HerdPlan(rounds=1)) == (40, 64, 20, 20)
    assert model(HerdPlan(callers=3, rounds=1, burst=2)) == (3, 3, 2, 2)
    assert model(HerdPlan(gap=0.01, burst=1)) == (4, 128, 2, 2)  # a second token comes with the sixth round


def test_every_recording_shows_what_the_chapter_says_of_it():
    checks = {forge: check_judged, price: check_price, answers: check_answers, herd: check_herd}
    for measure, check in checks.items():
        found, = measure.recordings.all()
        assert found.plan == type(found.plan)()
        check(found)
    assert isinstance(found.plan, HerdPlan)
    assert AnswersPlan() == answers.recordings.all()[0].plan
