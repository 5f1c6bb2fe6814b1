"""Lab 17, part 2: all rules at once."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .fans import play

POSTS = {5: (5, "star", None), 6: (6, "ada", 5), 7: (7, "bob", 6), 8: (8, "star", None), 9: (9, "ada", 8)}
USERS = range(12)
VERBS = ["run", "kill", "lose", "miss", "dawdle", "follow", "unfollow", "sleep", "delete", "grow", "shrink"]


def before(rng):
    """Deeds: users who follow one, two or three authors, and posts of which some are replies."""
    first = [["follow", user, author] for user in USERS for author in ("star", "ada", "bob") if rng.random() < 0.7]
    rng.shuffle(first)
    return [*first, *(["write", post] for post in POSTS.values())]


def deeds(event, time, rng):
    """What befalls, and when: of the script, each row."""
    user, author, id = rng.choice(USERS), POSTS[event.target][1], event.target
    who = "xyz"[id % 3]
    befalls = {"lose": "answer", "miss": "question", "dawdle": ["slow", 0.3]}
    if event.verb in befalls:
        return [[time, "trouble", who, befalls[event.verb]]]
    if event.verb == "run":
        return [[time, "run", rng.choice("xyz"), POSTS[id]]]
    if event.verb in ("grow", "shrink"):
        verb = "follow" if event.verb == "grow" else "unfollow"
        return [[time, verb, 100 + n, "star"] for n in range(12)]
    one = {"kill": [who], "delete": [id], "sleep": [user]}
    return [[time, event.verb, *one.get(event.verb, [user, author])]]


@pytest.mark.rule(1, 3, 5, 6)
@schedules("2.fan-outs", targets=list(POSTS), verbs=VERBS, until=40, most=9, examples=25)
def test_whatever_happens_no_reply_comes_before_its_question(lab, story):
    """Each post is run at some moment, and at the end until it is everywhere, by processes that nobody kills."""
    rng = Random(story.seed)
    first, script = before(rng), []
    for id in rng.sample(list(POSTS), len(POSTS)):
        script.append([1.0 + rng.choice([0.0, 0.01, 0.05, 0.3, 2.0]), "run", "xyz"[id % 3], POSTS[id], 3])
    for event in story.events:
        script += deeds(event, 0.9 + event.time / 16 + rng.uniform(0.0, 0.06), rng)
    script += [
        [30.0 + 10 * turn + rng.uniform(0, 0.02), "run", "last", post] for turn in range(5) for post in POSTS.values()
    ]
    options = {"limit": rng.choice([14, 1000]), "chunk": rng.choice([1, 3, 100])}
    seen = play(lab, "156", script, options=options, seed=story.seed, first=first)
    deeds_then = [call for call in seen.log if call.who == "" and call.times[0]]
    story.lines += [f"{call.times[0]:8.3f} s  {call.verb} {call.args}" for call in deeds_then]
    story.lines += [f"{run.times[0]:8.3f} s  {run.who} runs {run.post}: {run.outcome}" for run in seen.runs]
    story.lines.sort(key=lambda line: float(line.split()[0]))
    seen.raised("Lost")
    for id in POSTS:
        seen.ended(id)
