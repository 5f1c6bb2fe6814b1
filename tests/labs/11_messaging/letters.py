"""The line to part 4 of lab 11: messages, delivered, and what is on the list."""

from .scene import all_deaths, foreign
from .scene import play as any_play


def takes(id, number="ann", body=None):
    """A message, as a call of whoever delivers."""
    return ["__call__", (id, number, body)]


def fails(times, reason="no address", kind="ValueError"):
    """A plan of `handle`: it fails so many times, and then it is done."""
    return [[0.01, [kind, reason], {}]] * times + [[0.01, None, {}]]


class Letters:
    """One play: how calls ended, and what `dead` returned at last, as (id, reason)."""

    def __init__(self, seen):
        self.seen = seen
        self.deaths = seen.deaths
        for event in seen.of("committed"):
            foreign("dead", event.rest[0])

    def told(self, method="__call__"):
        """The errors that these calls ended with, None where they returned."""
        return [error for _, error in self.seen.returned(method)]

    def lists(self):
        """What each call of `dead` returned, as [(id, reason), …]."""
        return [[(entry[0][0], entry[1]) for entry in value] for value in map(listed, self.seen.returned("dead"))]

    def messages(self):
        """What the last call of `dead` returned, whole."""
        return [message for message, _ in listed(self.seen.returned("dead")[-1])]

    def tried(self):
        """The ids of what `handle` was given, in turn."""
        return [event.rest[0][0] for event in self.seen.of("handles")]

    def done(self):
        return [event.rest[0][0] for event in self.seen.of("handled")]

    def rows(self):
        return {key: row for key, row in self.seen.rows.items() if key[0] == "dead"}


def listed(returned):
    value, error = returned
    right = isinstance(value, list) and all(
        isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[0], tuple) and len(entry[0]) == 3
        for entry in value
    )
    assert right, f"`dead` ended with {error or repr(value)}: it returns a list of (message, reason)."
    return value


def play(lab, *lives, **world):
    return Letters(any_play(lab, 4, *lives, **world))


def deaths(lab, script, after, **world):
    return [Letters(seen) for seen in all_deaths(lab, 4, script, after, **world)]
