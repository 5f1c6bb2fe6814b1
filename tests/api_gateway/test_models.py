"""The fast models of chapter 12: against formulas found in another way, and against the run they stand for."""

from math import exp, factorial
from statistics import fmean

import jwt
import pytest

from systemdesign.api_gateway import theory
from systemdesign.api_gateway.forge import (
    AUDIENCE,
    CLAIMS,
    CONFUSED,
    DECODES,
    EDITED,
    EXPIRED,
    FOREIGN,
    HEADER,
    NONE,
    NOW,
    ONE,
    SOUND,
    TOKENS,
    accepted,
    decoded,
    made,
)
from systemdesign.api_gateway.honest import judged_otherwise, refused
from systemdesign.api_gateway.shared import BURST, OWN, RATE, READ, STEP, Ask, admitted, asked, messages
from systemdesign.sim.signing import PUBLIC


def losing(load, room):
    """What an M/D/1 queue with so much room loses, by Crommelin's series for the work that is left in it."""
    left = room - 1
    at_most = sum((-load * (left - j)) ** j / factorial(j) * exp(load * (left - j)) for j in range(room))
    return 1 - at_most / (1 + load * at_most)


@pytest.mark.parametrize("load", [0.3, 0.8, 1.0, 1.2])
@pytest.mark.parametrize("burst", [1, 2, 3, 5, 12])
def test_a_bucket_refuses_what_a_queue_with_as_much_room_loses(load, burst):
    assert theory.refused(load, burst) == pytest.approx(losing(load, burst), abs=1e-9)


@pytest.mark.parametrize(("load", "burst"), [(0.8, 2), (1.2, 10), (0.8, 1)])
def test_an_honest_client_is_refused_as_often_as_theory_says(load, burst):
    found = fmean(refused(load, burst, 30_000, seed) for seed in range(6))
    assert found == pytest.approx(theory.refused(load, burst), rel=0.04)


@pytest.mark.parametrize(("load", "burst"), [(50, 20), (25, 100), (1000, 1)])
def test_of_far_too_many_requests_the_rate_is_admitted(load, burst):
    assert theory.refused(load, burst) == pytest.approx(1 - 1 / load, rel=1e-3)


def test_two_counters_are_right_far_from_the_limit_and_not_at_it():
    assert judged_otherwise(0.5) == 0
    assert 0.06 < judged_otherwise(1.0, seed=1) < 0.12


@pytest.mark.parametrize(("rate", "way"), [(200, 0.002), (200, 0.005), (1000, 0.005), (100, 0.0)])
def test_a_token_is_granted_to_all_who_read_it_before_it_is_written(rate, way):
    found = fmean(admitted(2, way, READ, rate, 42, 2, seed) for seed in range(4))
    assert found == pytest.approx(theory.read_then_write(RATE, way, rate), rel=0.03)


@pytest.mark.parametrize("gateways", [1, 2, 8])
def test_the_number_of_gateways_counts_only_if_each_has_a_bucket(gateways):
    assert admitted(gateways, 0.002, OWN, 1000, 20, 2) == pytest.approx(gateways * RATE, rel=0.01)
    for keeping in (READ, STEP):
        assert admitted(gateways, 0.002, keeping, 1000, 20, 2) == admitted(2, 0.002, keeping, 1000, 20, 2)


@pytest.mark.parametrize("seed", range(3))
def test_in_one_step_no_more_than_the_bound_is_admitted(seed):
    found = sum(ask.admitted for ask in asked(3, 0.01, STEP, 500, 30, seed))
    assert BURST + RATE * 30 - 1 <= found <= BURST + RATE * 30


def test_who_reads_before_the_first_has_written_sees_the_same_token():
    seen = [ask for ask in asked(2, 0.004, READ, 400, 20, seed=1) if ask.time > 5]
    grants = [ask.time for ask in seen if ask.admitted]
    first = [time for k, time in enumerate(grants) if k == 0 or time - grants[k - 1] > 0.015]
    assert len(first) == pytest.approx(15 * RATE, abs=2), "one group for each token"
    for begin in first:
        group = [ask.admitted for ask in seen if begin <= ask.time < begin + 0.008]
        assert all(group)
        assert not any(ask.admitted for ask in seen if begin + 0.008 < ask.time < begin + 0.02)


@pytest.mark.parametrize(("keeping", "passed", "words"), [
    (OWN, True, []), (STEP, True, ["asks", "is told"]), (READ, False, ["asks", "is told"]),
    (READ, True, ["asks", "is told", "writes"])])
def test_a_gateway_exchanges_the_messages_of_its_way_one_after_the_other(keeping, passed, words):
    found = messages(Ask(1.0, 0, passed), 0.25, keeping)
    assert [word for word, *_ in found] == words
    assert [(begin, end) for *_, begin, end in found] == [(1 + k / 4, 1.25 + k / 4) for k in range(len(words))]


def test_each_verifier_lets_in_what_it_does_not_look_at():
    assert {verifier: accepted(verifier) for verifier in (DECODES, HEADER, ONE, CLAIMS)} == {
        DECODES: TOKENS, HEADER: [SOUND, EXPIRED, FOREIGN, NONE, CONFUSED], ONE: [SOUND, EXPIRED, FOREIGN],
        CLAIMS: [SOUND]}


def test_the_thief_says_that_he_is_root():
    assert [kind for kind in TOKENS if decoded(made(kind))[1]["sub"] == "root"] == [EDITED, NONE, CONFUSED]


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.filterwarnings("ignore:The RSA key")
def test_a_known_library_takes_the_sound_token_only(kind):
    key = jwt.PyJWK.from_json(PUBLIC, algorithm="RS256").key
    options = {"verify_exp": False}  # these tokens have a time of their own
    try:
        claims = jwt.decode(made(kind), key, algorithms=["RS256"], audience=AUDIENCE, options=options)
    except jwt.InvalidTokenError:
        claims = None
    assert (claims is not None and claims["exp"] > NOW) == (kind == SOUND)
