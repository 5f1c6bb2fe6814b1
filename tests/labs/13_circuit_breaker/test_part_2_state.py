"""Lab 13, part 2: what whoever looks, or calls again at once, finds."""

import pytest

from .model import judged
from .scene import FAIL, GOOD, LONG, at_once, call, failing, leave, look, trials


@pytest.mark.rule(10)
def test_the_state_is_told(lab):
    rows = [
        look(0.0),
        call(0.0, 1, FAIL),
        look(0.2),
        call(0.25, 2, FAIL),
        look(0.5),
        look(5.75),
        *at_once(6.0, 1, LONG),
    ]
    rows += [look(6.0625), look(8.0), *trials(8.75, GOOD, GOOD), look(9.5), call(10.0, 9, FAIL), call(10.25, 8, FAIL)]
    judged(
        lab,
        "Two failures, a pause, three good trials, and two failures",
        [*rows, look(10.5)],
        '`breaker.state` is "closed", "open" or "half-open", which begins with the first call after the pause.',
        states="looks",
        least=2,
        slow=50.0,
    )


CHAINS = {
    "the failure that opens it": [(0.125, "Lost"), (0.125, "Lost"), GOOD],
    "the failure that opens it, refused twice": [(0.125, "Lost"), (0.125, "Lost"), GOOD, GOOD],
}


@pytest.mark.rule(10)
@pytest.mark.parametrize("chain", CHAINS)
def test_who_calls_again_at_once_finds_it_open(lab, chain):
    judged(
        lab,
        f"A caller had {chain}, and called again in that step",
        [call(0.25, 1, *CHAINS[chain])],
        "Whoever calls as soon as a call has ended finds what that has led to.",
        states=True,
        least=2,
    )


AGAIN = {
    "a good trial": [GOOD, LONG, LONG],
    "a trial that failed": [FAIL, GOOD, GOOD],
    "a trial that was refused": [(0.125, "Refused"), (0.125, "Refused"), LONG],
    "three good trials": [GOOD, GOOD, GOOD, FAIL, FAIL, GOOD],
}


@pytest.mark.rule(8, 10)
@pytest.mark.parametrize("chain", AGAIN)
@pytest.mark.parametrize("others", [0, 2])
def test_who_calls_again_at_once_finds_what_a_trial_led_to(lab, chain, others):
    rows = [*failing(), *at_once(6.0, others, (3.5, "fine")), call(6.25, 1000, *AGAIN[chain])]
    judged(
        lab,
        f"Half-open, with {others} other trials under way, a caller had {chain} and called again in that step",
        rows,
        "Whoever calls as soon as a call has ended finds its place free, and what it has led to.",
        states=True,
        least=2,
        slow=50.0,
    )


@pytest.mark.rule(8, 10)
@pytest.mark.parametrize("others", [0, 2])
def test_who_is_cancelled_and_calls_again_finds_the_place_free(lab, others):
    rows = [*failing(), *at_once(6.0, others, (3.5, "fine")), call(6.25, 1000, (9.0, "fine"), LONG), leave(6.75, 1000)]
    judged(
        lab,
        f"Half-open, with {others} other trials under way, a caller was cancelled and called again in that step",
        rows,
        "A trial that counts for nothing leaves its place as it ends, to whoever calls as soon as it has ended.",
        states=True,
        least=2,
        slow=50.0,
    )
