"""Lab 16, part 3: all rules at once."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .edges import ask, judged, judged_all, plan


def story(seed):
    """Readers who come and go, purges, and an origin that answers late, differently, or not."""
    rng, codes = Random(seed), "ab" if seed % 2 else "abcd"
    hows = ["url"] * 5 + ["", None, None, "Lost", "Unavailable", "ValueError"]
    plans = [
        plan(*((rng.choice([0.0, 0.13, 0.9, 2.3]), rng.choice(hows)) for _ in range(30)), code=code) for code in codes
    ]
    options = {
        "ttl": rng.choice([0.7, 2.1, 8.0]),
        "absent_ttl": rng.choice([0.3, 1.7]),
        "grace": rng.choice([0.0, 3.1]),
    }
    options["most"] = rng.choice([1, 2, 1000]) if seed % 3 == 0 else 1000
    script, time, readers = [], 0.0, 0
    for _ in range(70):
        time += rng.choice([0.05, 0.3, 1.1]) * rng.uniform(0.5, 1.5)
        verb = rng.choice(["ask"] * 8 + (["purge", "created"] if seed % 3 else []))
        asked = [rng.choice(codes) for _ in range(rng.choice([1, 1, 2]))] if verb == "ask" else [rng.choice(codes)]
        script.append([time, verb, *asked])
        readers += verb == "ask"
    return script, options, plans


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@pytest.mark.parametrize("seed", range(5))
def test_any_story_goes_as_the_rules_say(lab, seed):
    judged_all(lab, [story(30 * seed + number) for number in range(20)])


@pytest.mark.rule(2, 3, 4, 5)
@schedules(
    "3.purges", targets=["a", "b"], verbs=["ask", "purge", "create", "fail", "hide"], until=40, most=8, examples=40
)
def test_whatever_is_purged_meanwhile(lab, story):
    """Calls take 0.9 or 2.3 s; `fail` and `hide` say what the next ones come to."""
    script, plans = [], {"a": [], "b": []}
    for event in story.events:
        at = event.time / 4 + 1
        if event.verb in ("fail", "hide"):
            plans[event.target] += [(2.3, "Lost" if event.verb == "fail" else None), (0.9, "url")]
        else:
            script.append([at, {"create": "created"}.get(event.verb, event.verb), event.target])
    told = [plan(*(several + [(2.3, "url"), (0.9, "url")]), code=code) for code, several in plans.items()]
    script = [ask(0.75), ask(0.75, "b"), *script, ask(12.1), ask(12.1, "b"), ask(16.3), ask(16.3, "b")]
    story.lines += [f"{row[0]:8.3f} s  {row[1]} {row[2]!r}" for row in script]
    judged(lab, None, script, {"ttl": 2.1, "absent_ttl": 1.7, "grace": 4.0}, told, story.seed)
