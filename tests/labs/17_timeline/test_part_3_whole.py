"""Lab 17, part 3: all rules at once."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .pages import play
from .test_part_3 import pulled, turn

CROWDS = {"ada": 2, "bob": 5, "star": 7, "sun": 9}


def before(rng):
    """Deeds: twelve posts of each author, those of the smaller ones pushed."""
    ids = dict(zip(CROWDS, (sorted(rng.sample(range(n, 400, 4), 12)) for n in range(4)), strict=True))
    first = [deed for author, crowd in CROWDS.items() for deed in pulled(ids[author], author=author, crowd=crowd)]
    return ids, first + [["push", "cy", id] for author in ("ada", "bob") for id in ids[author]]


def deeds(verb, author, ids, news, rng):
    """What somebody does."""
    if verb == "delete":
        return [["delete", rng.choice(ids[author])]]
    if verb == "push":
        return [["push", "cy", rng.choice(ids[author])]]
    if verb == "write":
        return [["write", [news, author, None]], ["push", "cy", news]][: 2 if CROWDS[author] < 7 else 1]
    if verb == "grow":
        return [["follow", f"new {n}", author] for n in range(4)]
    if verb == "shrink":
        return [["unfollow", f"fan {n}", author] for n in range(4)]
    return [[verb, "cy", author]]


@pytest.mark.rule(1, 2, 3, 5)
@schedules("3.pages", targets=list(CROWDS),
           verbs=["write", "push", "delete", "block", "unblock", "follow", "unfollow", "grow", "shrink"],
           until=50, most=9, examples=25)  # fmt: skip
def test_whatever_happens_nothing_is_repeated_and_nothing_skipped(lab, story):
    """Between pages, and while they are fetched."""
    rng = Random(story.seed)
    ids, first = before(rng)
    script = [turn(1.5 + n, size=rng.choice([3, 5]), who=f"x{n % 2}") for n in range(14)]
    for number, event in enumerate(story.events):
        time = 1.0 + event.time // 4 + rng.choice([0.0, 0.502, 0.506, 0.51])
        script += [[time, *deed] for deed in deeds(event.verb, event.target, ids, 500 + number, rng)]
    seen = play(lab, "1235", script, options={"limit": 6}, seed=story.seed, first=first)
    others = [call for call in seen.log if not call.who and call.times[0]]
    story.lines += [f"{call.times[0]:8.3f} s  {call.verb} {call.args}" for call in others]
    story.lines += [f"{read.times[0]:8.3f} s  a page of {read.size}: {read.ids}, {read.next!r}" for read in seen.reads]
    story.lines.sort(key=lambda line: float(line.split()[0]))
    seen.raised()
