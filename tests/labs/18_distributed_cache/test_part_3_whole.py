"""Lab 18, part 3: whatever happens."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .deaths import execute, play

WORDS = {
    "incr": ["INCR"],
    "append": ["APPEND", "7"],
    "set": ["SET", "40"],
    "life": ["SET", "5", "EX", 2],
    "expire": ["EXPIRE", 1],
    "delete": ["DEL"],
    "get": ["GET"],
}
VERBS = [*WORDS, "incr", "crash", "rewrite", "step", "finish", "fail", "tick"]


def rows(story):
    """A schedule as a script: an event's time is in quarters of a second."""
    chance = Random(story.seed)
    for event in story.events:
        now = event.time / 4
        if event.verb in WORDS:
            command, *rest = WORDS[event.verb]
            yield execute(now, command, event.target, *rest)
        elif event.verb == "crash":
            yield ["crash", chance.choice(["nothing", "a byte", "half", "all but a byte", "all"])]
        else:
            yield {"rewrite": ["rewrite", "log"], "step": ["step", "log", 1], "finish": ["finish", "log"],
                   "fail": ["fail"], "tick": ["tick", "log", now]}[event.verb]  # fmt: skip


def judged(lab, story, policy):
    script = [*rows(story), ["crash", "nothing"], execute(40.0, "INCR", "n"), ["crash", "nothing"]]
    story.lines += [f"{' '.join(map(str, row[:3]))} {b' '.join(row[3]).decode() if row[3:] else ''}" for row in script]
    why = f'Under "{policy}" the next `Log` has every request that returned and is safe, once, in order (rule 1).'
    play(lab, script, why, policy=policy)


@pytest.mark.rule(1, 2, 3, 4, 6, 7)
@schedules("3.always", targets=["a", "n"], verbs=VERBS, until=24, most=9, examples=40)
def test_whatever_happens_nothing_acknowledged_is_lost(lab, story):
    judged(lab, story, "always")


@pytest.mark.rule(1, 2, 3, 4, 5, 6, 7)
@schedules("3.everysec", targets=["a", "n"], verbs=VERBS, until=24, most=9, examples=30)
def test_whatever_happens_a_second_at_most_is_lost(lab, story):
    judged(lab, story, "everysec")
