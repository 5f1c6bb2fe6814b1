"""Lab 17, part 4: all rules at once."""

from random import Random

import pytest

from .ranks import play
from .test_part_4 import likes, opened, turned


@pytest.mark.rule(1, 2, 3, 4, 5)
@pytest.mark.parametrize("seed", range(25))
def test_any_story_goes_as_the_rules_say(lab, seed):
    rng = Random(seed)
    users, script = ["cy", 0, ""][: rng.choice([1, 3])], []
    worlds = [likes(user, rng.choice([0, 3, 9, 30]), 3 * seed + n, rng.choice([1, 9])) for n, user in enumerate(users)]
    world = {name: [row for each in worlds for row in each[name]] for name in ("ids", "scores")}
    readers = {}
    for _ in range(40):
        reader, user = rng.choice("rst"), rng.choice(users)
        verb = rng.choice(["turn"] * 5 + ["open", "ids", "score"])
        if verb == "ids":
            ids = next(found for one, found in world["ids"] if one == user)
            script.append(["ids", user, sorted({rng.randrange(100, 200), *ids[rng.randrange(3) :]}, reverse=True)])
        elif verb == "score":
            script.append(["score", user, rng.randrange(90), rng.randrange(-9, 9)])
        elif verb == "open" or reader not in readers:
            readers[reader] = user
            script.append(opened(rng.choice([1, 4, None]), reader, user, rng.choice("xy")))
        else:
            script.append(turned(rng.choice([1, 2, 5, 40]), reader, readers[reader], rng.choice("xy")))
    options = {"most": rng.choice([10**9, 4]), "gap": rng.choice([10**9, 2])}
    play(lab, "234", script, "A story. ", rng.choice([None, 1, 7]), **options, **world)
