"""Lab 13, part 4: all rules at once, two sets, and four shards of which one is dead."""

from random import Random

import pytest

from .keeping import LEAST, SPARED, call, compared, due, kept, state
from .scene import SHARDS


def drawn(seed):
    """Calls for a few keys, and breakers that change their state now and then."""
    rng, time, script, options = Random(seed), 0.0, [], {"most": Random(seed).choice([1, 2, 3, 5])}
    for _ in range(60):
        time += 0.25
        made = due_now(script, options)
        if made and rng.random() < 0.3:
            script.append(state(time, rng.choice(made), rng.choice(["open", "closed", "half-open", "closed"])))
        else:
            script.append(call(time, rng.choice("abcdefg"), rng.choice([0.0, 0.0, 0.9]), rng.choice(["fine", "Lost"])))
    return [*script, kept(time + 5.0)], options


def due_now(script, options):
    """The breakers that are kept after a script."""
    return due([*script, kept(99.0)], **options)[1][-1]


@pytest.mark.rule(2, 3, 4, 5)
@pytest.mark.parametrize("seed", range(4))
def test_any_story_goes_as_the_rules_say(lab, seed):
    stories = [drawn(10 * seed + n) for n in range(10)]
    compared(lab, [(f"Calls for seven keys, with {story[1]}", f"{LEAST} {SPARED}", *story) for story in stories])


@pytest.mark.rule(2)
def test_one_dead_shard_costs_the_others_nothing(lab):
    answered, asked, calls_ = lab.beside(SHARDS).four_shards()
    assert calls_[:3] == answered[:3], (
        f"Of four shards the last is dead; of {calls_} calls for each {answered} were answered: each key has a breaker "
        "of its own, and the healthy ones notice nothing."
    )
    assert sum(answered) / sum(calls_) > 0.74 and asked[3] < calls_[3] / 5, (
        f"Of {calls_} calls for four shards, of which the last is dead, {answered} answered, {asked} passed on: "
        "its own breaker spares it, and the three others have all of theirs."
    )
