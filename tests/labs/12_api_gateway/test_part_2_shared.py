"""Lab 12, part 2: gateways that come between each other, clocks that differ, a store that fails."""

from random import Random

import pytest

from systemdesign.grading.outcomes import ORDERS, shuffled

from .buckets import ask, bounded, exactly, play

FAILURES = ["Unavailable", "Lost", "TimedOut", "Refused", "ServiceError"]
ANEW = "A try is a `get`, a decision, and a `put_if`; where that says no, the next try begins."
PASSES = "Where the store raises a ServiceError, the request passes: 0.0, without asking it again."


@pytest.mark.rule(3)
@pytest.mark.parametrize("conflicts", [1, 2, 3, 4])
@pytest.mark.parametrize(("rate", "burst"), [(2.0, 3), (0.3, 1)])
def test_after_a_conflict_it_reads_anew(lab, conflicts, rate, burst):
    trouble = {"put_if": ["conflict"] * conflicts}
    seen = play(lab, [ask(1.3, times=burst + 1)], rate, burst, trouble=trouble)
    assert seen.verbs()[: 2 * conflicts + 2] == ["get", "put_if"] * (conflicts + 1), (
        f"`put_if` said no {conflicts} times, and the store was asked {seen.verbs()}: {ANEW}"
    )
    exactly(seen, rate, burst, f"`put_if` said no {conflicts} times before it wrote. {ANEW}")


@pytest.mark.rule(3)
def test_it_writes_with_the_version_that_it_has_read(lab):
    trouble = {"put_if": [None, "conflict", None, "conflict", "conflict"]}
    script = [ask(1.3 + place * 0.7, client, place % 2) for place in range(9) for client in ("ann", "bob")]
    read = {}
    for row in play(lab, script, clocks=[0.0, 0.0], trouble=trouble).log:
        if row.verb == "put_if":
            assert row.version == read.get((row.gateway, row.key)), (
                f"`get` said version {read.get((row.gateway, row.key))}, and `put_if` had {row.version}: a try writes "
                "with the version that `get` returned."
            )
        else:
            read[row.gateway, row.key] = row.outcome[1]


@pytest.mark.rule(3)
@pytest.mark.parametrize(("rate", "burst"), [(2.0, 3), (0.3, 1), (20.0, 20)])
def test_after_five_conflicts_it_gives_up(lab, rate, burst):
    trouble = {"put_if": ["conflict"] * 10}
    seen = play(lab, [ask(1.3, times=2), ask(1.4, times=burst)], rate, burst, trouble=trouble)
    tries = [row.time for row in seen.log if row.verb == "put_if"].count(1.3)
    assert tries == 10, (
        f"`put_if` always said no, and two calls asked it {tries} times: after five tries in vain `take` returns."
    )
    for one in seen.asks[:2]:
        assert not one.passed, (
            f"`put_if` said no five times, and `take` returned {one.outcome!r}: nothing is spent, so none may pass."
        )
        assert isinstance(one.outcome, (int, float)) and abs(one.outcome - 1 / rate) < 1e-9, (
            f"rate {rate}: `put_if` said no five times, and `take` came to {one.outcome!r}: it returns `1 / rate`."
        )
    assert len(seen.passed()) == burst and not any(seen.blind.values()), (
        f"burst {burst}: after two calls with five conflicts each, {len(seen.passed())} calls passed, and `blind` is "
        f"{seen.blind[0]}: nothing is spent then, and nobody was let through blindly."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("gateways", "burst"), [(2, 1), (2, 2), (5, 3), (4, 4)])
@pytest.mark.parametrize(("alone", "order"), [(alone, order) for alone in (True, False) for order in ORDERS])
def test_of_several_at_once_as_many_pass_as_there_are_tokens(lab, gateways, burst, alone, order):
    """Through a gateway each, or all through one."""
    script = [ask(1.3, gateway=gateway * alone) for gateway in range(gateways)]
    seen = play(lab, script, 0.5, burst, [0.0] * gateways, delays=(0.002, 0.002), order=order)
    assert len(seen.passed()) == min(burst, gateways), (
        f"burst {burst}: {gateways} calls, {'of a gateway each' if alone else 'of one gateway'}, came in one moment"
        f"{shuffled(order)}, and {len(seen.passed())} returned 0.0, of {seen.outcomes()}: after a no the next begins."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("seed", range(6))
def test_no_race_lets_more_through(lab, seed):
    rng = Random(seed)
    rate, burst, gateways = rng.choice([(20.0, 20), (7.3, 4), (30.0, 1)]) + (rng.randrange(1, 5),)
    times = [rng.uniform(0, 4) for _ in range(500)]
    script = [ask(time, rng.choice("ab"), rng.randrange(gateways), rng.randrange(1, 4)) for time in times]
    seen = play(lab, script, rate, burst, [0.0] * gateways, delays=(0.0005, 0.0025), seed=seed, order=ORDERS[seed % 3])
    for client in "ab":
        passed = [one for one in seen.passed() if one.client == client]
        bounded(passed, rate, burst, 0.0, "Only `put_if` writes, and where it says no, the next try begins.")
        assert len(passed) >= rate * 2, (
            f"rate {rate}, burst {burst}: in 4 s {len(passed)} calls of one client passed, of some 500: where there is "
            "a whole token, `take` spends it."
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("apart", [0.2, -0.2, 1.5])
@pytest.mark.parametrize(("rate", "burst"), [(7.3, 4), (20.0, 20), (2.0, 1)])
@pytest.mark.parametrize("zero", [0.0, -40.0])
def test_clocks_that_differ_mint_nothing(lab, apart, rate, burst, zero):
    script = [ask(1.3 + place * 0.05, gateway=place % 2, times=2) for place in range(160)]
    seen = play(lab, script, rate, burst, [zero, zero + apart])
    bounded(seen.passed(), rate, burst, abs(apart), "A clock that is behind another's mints nothing.")
    least = 8 / (1 / rate + abs(apart)) - 1
    assert len(seen.passed()) >= least, (
        f"rate {rate}, burst {burst}, clocks {abs(apart)} s apart: in 8 s {len(seen.passed())} calls passed, of 320, "
        f"and each token may come {abs(apart)} s later, no more: so at least {least:.0f} do."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("back", [0.2, 0.7])
@pytest.mark.parametrize(("rate", "burst"), [(7.3, 4), (20.0, 20), (2.0, 1)])
def test_a_clock_that_goes_back_mints_nothing(lab, back, rate, burst):
    """It does so again and again, and comes forward in between."""
    clock = [[place * 0.5, -back * (place % 2)] for place in range(20)]
    script = [ask(1.3 + place * 0.03, times=2) for place in range(240)]
    seen = play(lab, script, rate, burst, [clock])
    bounded(seen.passed(), rate, burst, back, "A clock that goes back mints nothing.")
    least = 7.2 / (1 / rate + back) - 1
    assert len(seen.passed()) >= least, (
        f"rate {rate}, burst {burst}: a clock went back by {back} s and forth again, and in 7.2 s {len(seen.passed())} "
        f"calls passed, of 480: each token may come {back} s later, no more, so at least {least:.0f} do."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("error", FAILURES)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("conflicts", [0, 1, 4])
def test_a_store_that_fails_lets_the_request_pass(lab, error, verb, conflicts):
    before = [None] * conflicts if verb == "get" else []
    trouble = {"put_if": ["conflict"] * conflicts}
    trouble[verb] = [*before, *trouble.get(verb, []), error]
    seen = play(lab, [ask(1.3)], trouble=trouble)
    assert seen.asks[0].passed, (
        f"The store's `{verb}` raised {error}, and `take` came to {seen.asks[0].outcome!r}. {PASSES}"
    )
    after = seen.verbs()[2 * conflicts + (verb == "put_if") + 1 :]
    assert not after, f"The store's `{verb}` raised {error}, and it was asked {after} after that. {PASSES}"
    assert seen.blind == {0: 1}, (
        f"The store's `{verb}` raised {error} once, and `blind` is {seen.blind[0]}: it goes up by one."
    )


@pytest.mark.rule(6)
def test_blind_counts_each_request_at_its_own_gateway(lab):
    trouble = {"get": ["Lost", None, "Unavailable", "Lost", None, None, "Lost"], "put_if": ["Lost"]}
    script = [ask(1.3 + place, gateway=[0, 0, 0, 1, 1, 2, 0][place]) for place in range(7)]
    seen = play(lab, script, 1.0, 5, [0.0] * 3, trouble=trouble)
    assert seen.blind == {0: 4, 1: 1, 2: 0}, (
        "Of three gateways one had a store that failed four times, one once, one never, and their `blind` are "
        f"{list(seen.blind.values())}: it is 0 in the beginning, and goes up by one for each request that passes so."
    )


@pytest.mark.rule(1, 6)
@pytest.mark.parametrize("error", FAILURES)
def test_after_a_failure_the_limit_is_there_again(lab, error):
    trouble = {"get": [None, None, error, error]}
    seen = play(lab, [ask(1.3, times=9)], 0.5, 4, trouble=trouble)
    assert [one.passed for one in seen.asks] == [True] * 6 + [False] * 3 and seen.blind == {0: 2}, (
        f"burst 4: the third and the fourth of nine calls met a {error}, and `take` returned {seen.outcomes()}: two "
        "pass blindly, four have a token, and the others wait."
    )


@pytest.mark.rule(6)
def test_what_was_done_though_nobody_heard_of_it_is_spent(lab):
    trouble = {"put_if": ["done Lost", "Lost"]}
    seen = play(lab, [ask(1.3, times=6)], 0.5, 3, trouble=trouble)
    assert [one.passed for one in seen.asks] == [True] * 4 + [False] * 2, (
        "burst 3: of two lost `put_if` one was done and one was not, and six calls returned "
        f"{seen.outcomes()}: both pass, and one of the two has spent a token."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("error", ["KeyError", "ValueError", "OSError", "TimeoutError", "ConnectionError"])
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_any_other_error_goes_to_the_caller(lab, error, verb):
    seen = play(lab, [ask(1.3, times=2)], trouble={verb: [error]})
    assert seen.outcomes() == [error, 0.0] and seen.blind == {0: 0}, (
        f"The store's `{verb}` raised {error} once, and two calls came to {seen.outcomes()}, with `blind` "
        f"{seen.blind[0]}: any other error goes to the caller as it is, and is not counted."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_a_cancellation_goes_to_the_caller(lab, verb):
    script = [ask(1.3, leaves=0.5), ask(4.0)]
    seen = play(lab, script, trouble={verb: [2.0]})
    ends = [(one.outcome, round(one.ended, 6)) for one in seen.asks]
    assert ends == [("CancelledError", 1.8), (0.0, 4.0)] and seen.blind == {0: 0}, (
        f"A caller left at 1.8 s, while `{verb}` was under way, another came at 4.0 s, and they ended as {ends}, with "
        f"`blind` {seen.blind[0]}: a cancellation goes to the caller, and is not counted."
    )
    assert seen.log[verb == "put_if"].outcome == "CancelledError", (
        f"A caller left while `{verb}` was under way, and that ran on: a cancellation goes to whomever it waits for."
    )
