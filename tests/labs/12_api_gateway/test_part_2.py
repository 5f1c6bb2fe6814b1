"""Lab 12, part 2: one bucket for each client, and how long he waits."""

from random import Random

import pytest

from .buckets import ask, billionth, exactly, play

CLIENTS = ["ann", "Ann", "", "ann ", "anna", "0", "None", "a", "nn", "ann:0", "(ann)", "anonymous"]
CLIENTS += [f"a subject with a long name, as some identity providers have them, number {number}" for number in (1, 2)]
LIMITS = [(2.0, 3), (20.0, 20), (0.5, 1), (7.3, 4), (3, 1), (1000.0, 5), (0.07, 2)]
WHOLE = "A client who was never seen has `burst` tokens, and `rate` more come in each second, up to `burst`."
ONE = "Whichever gateway is asked, one client has one bucket."


@pytest.mark.rule(2)
def test_two_stores_are_two_limits(lab):
    first, second = (play(lab, [ask(1.3, times=4)]).outcomes() for _ in range(2))
    assert first == second, (
        f"Four calls returned {first}, and four of a gateway on another store {second}: what was spent stands in the "
        "store and nowhere else, and this one knew nobody."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(("rate", "burst"), LIMITS)
@pytest.mark.parametrize("ahead", [0.0, -50.25, 1000.5])
def test_a_client_may_spend_a_burst_at_once(lab, rate, burst, ahead):
    seen = play(lab, [ask(3.7, times=burst + 3)], rate, burst, [ahead])
    assert [one.passed for one in seen.asks] == [True] * burst + [False] * 3, (
        f"rate {rate}, burst {burst}: a client who was never seen asked {burst + 3} times at once, and `take` returned "
        f"{seen.outcomes()}: he has `burst` tokens, so the first {burst} return 0.0, and the rest the seconds to wait. "
        f"{billionth(seen)}"
    )


@pytest.mark.rule(1, 4)
@pytest.mark.parametrize(("rate", "burst"), LIMITS)
def test_a_refusal_writes_nothing(lab, rate, burst):
    script = [ask(3.7, times=burst), *(ask(3.7 + place * 0.01 / rate) for place in range(1, 40))]
    seen = play(lab, script, rate, burst)
    writes = [row for row in seen.log if row.verb == "put_if" and row.time > 3.7]
    assert not writes, (
        f"rate {rate}, burst {burst}: a client had spent all he had, asked 39 times more, and there were {len(writes)} "
        "`put_if`: where there is no whole token, nothing is written."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(("rate", "burst"), LIMITS)
def test_no_more_than_a_burst_is_saved_up(lab, rate, burst):
    again = 3.7 + (burst + 0.5) / rate
    script = [ask(3.7, times=burst + 1), ask(again, times=burst + 1), ask(10 * again, times=burst + 1)]
    seen = play(lab, script, rate, burst)
    exactly(seen, rate, burst, "Tokens come up to `burst`, and no more are saved.")


@pytest.mark.rule(1)
@pytest.mark.parametrize(("rate", "burst"), LIMITS)
@pytest.mark.parametrize("ahead", [0.0, -50.25])
def test_tokens_come_at_the_rate(lab, rate, burst, ahead):
    """At moments at which there is half a token more, or a quarter."""
    times = sorted({round(3.7 + place * part / rate, 9) for part in (0.5, 1.25, 3.75) for place in range(1, 25)})
    seen = play(lab, [ask(3.7, times=burst), *(ask(time) for time in times)], rate, burst, [ahead])
    exactly(seen, rate, burst, "`rate` more tokens come in each second.")


@pytest.mark.rule(1)
@pytest.mark.parametrize(("rate", "burst"), [(3, 1), (7, 2), (0.3, 1), (11, 5), (0.7, 3), (130.0, 1)])
@pytest.mark.parametrize("begin", [0.1, 3.7])
def test_whoever_comes_exactly_when_his_token_does_passes(lab, rate, burst, begin):
    times = [begin + place / rate for place in range(90)]
    seen = play(lab, [ask(begin, times=burst - 1), *map(ask, times)], rate, burst)
    late = [one for one in seen.asks if not one.passed]
    assert not late, (
        f"rate {rate}, burst {burst}: a client spent all tokens but one, and came every 1/rate seconds, in 90 of them "
        f"at {late[0].asked!r} s, where `take` returned {late[0].outcome!r}: a token that lacks less than a billionth "
        "is whole."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(("rate", "burst"), LIMITS)
def test_a_token_of_which_a_little_is_missing_is_not_whole(lab, rate, burst):
    seen = play(lab, [ask(3.7, times=burst), ask(3.7 + 0.99999 / rate)], rate, burst)
    exactly(seen, rate, burst, "One that lacks less than a billionth is whole, and this one lacks more.")


@pytest.mark.rule(1)
@pytest.mark.parametrize(("rate", "burst"), LIMITS)
def test_whoever_waits_as_he_was_told_passes(lab, rate, burst):
    script = [ask(3.7, times=burst)]
    for part in (0.3, 0.6, 0.9):
        told = play(lab, [*script, ask(3.7 + part / rate)], rate, burst).outcomes()[-1]
        assert isinstance(told, float), f"`take` returned {told!r}: it returns the seconds to wait."
        back = 3.7 + part / rate + told
        seen = play(lab, [*script, ask(back - 0.01 / rate), ask(back)], rate, burst)
        assert [one.passed for one in seen.asks[-2:]] == [False, True], (
            f"rate {rate}, burst {burst}: `take` returned {told} s, and a hundredth of a token before that, and then "
            f"at that moment, it returned {seen.outcomes()[-2:]}: it returns the seconds until there is a whole token."
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("seed", range(24))
def test_any_client_waits_as_long_as_the_rules_say(lab, seed):
    rng = Random(seed)
    rate, burst = rng.choice(LIMITS)
    gaps = [rng.expovariate(rng.choice([0.3, 1.0, 3.0]) * rate) for _ in range(120)]
    times = [rng.uniform(0, 5) + sum(gaps[:place]) for place in range(120)]
    seen = play(lab, [ask(time) for time in times], rate, burst, [rng.choice([0.0, -50.25])])
    exactly(seen, rate, burst, WHOLE)


@pytest.mark.rule(2)
@pytest.mark.parametrize("gateways", [2, 5])
def test_several_gateways_have_one_bucket_for_a_client(lab, gateways):
    script = [ask(1.3 + n * 0.01, gateway=n % gateways) for n in range(12)]
    seen = play(lab, script, 2.0, 3, [0.0] * gateways)
    assert len(seen.passed()) == 3, (
        f"burst 3: a client asked {gateways} gateways in turn, and {len(seen.passed())} of 12 calls returned 0.0. {ONE}"
    )
    exactly(seen, 2.0, 3, ONE)


@pytest.mark.rule(2)
@pytest.mark.parametrize("late", [1.5, 9.0])
def test_a_new_gateway_knows_what_the_others_have_spent(lab, late):
    seen = play(lab, [ask(1.3, times=20), ask(late, gateway=1, times=5)], 0.5, 20, [0.0, 0.0])
    exactly(seen, 0.5, 20, "What was spent stands in the store and nowhere else: a new gateway finds it there.")


@pytest.mark.rule(2)
@pytest.mark.parametrize("gateways", [1, 3])
def test_each_client_has_a_bucket_of_his_own(lab, gateways):
    script = [ask(1.3 + place * 0.01, client, place % gateways, times=2) for place, client in enumerate(CLIENTS * 2)]
    seen = play(lab, script, 0.5, 3, [0.0] * gateways)
    for client in CLIENTS:
        mine = [one.passed for one in seen.asks if one.client == client]
        assert mine == [True, True, True, False], (
            f"burst 3: each of {len(CLIENTS)} clients, such as {CLIENTS[:5]}, asked four times, and `take({client!r})` "
            f"returned {[one.outcome for one in seen.asks if one.client == client]}: each client has his own bucket."
        )
    exactly(seen, 0.5, 3, "Each client has his own bucket.")


@pytest.mark.rule(3, 4)
def test_a_refusal_writes_nothing_after_a_conflict(lab):
    script = [ask(1.3, gateway=gateway) for gateway in range(3)]
    seen = play(lab, script, 0.5, 1, [0.0] * 3, delays=(0.002, 0.002))
    writes = [row.outcome for row in seen.log if row.verb == "put_if"]
    assert sorted(writes) == [False, False, True], (
        f"burst 1: three gateways were asked at once, and their `put_if` came to {writes}: each decides once, and "
        "whoever reads then that there is no whole token, writes nothing more."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("verb", ["get", "put_if"])
def test_a_store_may_take_its_time(lab, verb):
    seen = play(lab, [ask(1.3)], trouble={verb: [2.5]})
    assert (seen.asks[0].outcome, seen.blind) == (0.0, {0: 0}) and seen.asks[0].ended == pytest.approx(3.8), (
        f"A `{verb}` took 2.5 s, and `take` came to {seen.asks[0].outcome!r} at {seen.asks[0].ended} s, with `blind` "
        f"{seen.blind[0]}: only where the store raises a ServiceError does a request pass blindly."
    )
