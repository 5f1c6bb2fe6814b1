"""The rules of part 2 of lab 11, once more: what a message may do, and who waits for whom."""

from .scene import all_deaths, foreign, life
from .scene import play as any_play

DELAY = 0.1
"""More than a reading, a commit and another reading take."""


def play(lab, *lives, **world):
    return Inbox(any_play(lab, 2, *lives, **world)).walk()


def deaths(lab, script, after, **world):
    return [Inbox(seen).walk() for seen in all_deaths(lab, 2, script, after, **world)]


def takes(id, tag="m"):
    """A message, as a call: its body is (tag, id), and by the tag the plan of `handle` is looked up."""
    return ["__call__", id, (tag, id)]


def works(tag, seconds=0.01, error=None):
    """What `handle` does with a message of this tag: it takes so long, then fails or changes a row."""
    return [seconds, error, {("work", tag): seconds}]


class Inbox:
    """One play. `work` has the tags of what was committed, `handled` those of what `handle` began, in turn."""

    def __init__(self, seen):
        self.seen, self.work, self.handled, self.at_once = seen, [], [], {}

    def walk(self):
        for event in self.seen.events:
            getattr(self, f"at_{event.what}", lambda event: None)(event)
        return self

    def times(self):
        """When each call came back, by who called, of the last process."""
        return {event.rest[0]: event.time for event in self.seen.of("returned")}

    def at_committed(self, event):
        (changes,) = event.rest
        foreign("inbox", changes, "work")
        self.work += [key[1] for key in changes if key[0] == "work"]

    def at_handles(self, event):
        body = event.rest[0]
        assert isinstance(body, tuple) and len(body) == 2, f"`handle` was given {body!r}: it is given the body."
        self.handled.append(body[0])
        key = event.process, type(body[1]), body[1]
        assert not self.at_once.get(key), (
            f"{self.seen.deaths}While `handle` was under way for the id {body[1]!r} it was called again for a copy: "
            "another copy waits."
        )
        self.at_once[key] = 1

    def at_handled(self, event):
        self.at_once.pop((event.process, type(event.rest[0][1]), event.rest[0][1]), None)

    at_raises = at_leaves = at_handled


__all__ = ["DELAY", "Inbox", "deaths", "life", "play", "takes", "works"]
