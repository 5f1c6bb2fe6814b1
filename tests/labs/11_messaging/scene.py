"""What all parts of lab 11 are judged with: processes, each killed at one of its calls, and all such deaths."""

from pathlib import Path

HERE = Path(__file__).parent
FAR = 30
"""Of so many plays of one kind, one is played at the judge."""
CHUNK = 24
"""Plays that fit into one message."""


class Event(tuple):
    """[time, process, what, …] as it was reported."""

    time, process, what = (property(lambda self, place=place: self[place]) for place in range(3))

    @property
    def rest(self):
        return self[3:]


class Seen:
    """A report: what happened, in turn, and what there was in the end."""

    def __init__(self, report, deaths=""):
        self.events = [Event(event) for event in report["events"]]
        self.rows, self.done, self.calls, self.deaths = report["rows"], report["done"], report["calls"], deaths

    def of(self, *kinds):
        return [event for event in self.events if event.what in kinds]

    def returned(self, method=None):
        """(value, error) of the calls, in the order in which they came back."""
        return [event.rest[3:5] for event in self.of("returned") if method in (None, event.rest[1])]

    def ended(self):
        """Every process died or came to its end, and nothing of it was lost in the background."""
        for event in self.of("hangs"):
            waits = [call.rest[1] for call in self.of("called") if call.process == event.process]
            raise AssertionError(
                f"{self.deaths}A process was still at {sorted(set(waits))} after 900 s: these calls have to return."
            )
        return self


def foreign(own, changes, *given):
    """Fails where a commit changes rows that are neither one's own nor given."""
    for key in changes:
        assert isinstance(key, tuple) and key[:1] in [(name,) for name in (own, *given)], (
            f"You keep a row {key}: rows of your own have keys that begin with {own!r}."
        )


def life(*script, last=None, done=True):
    """A process: calls and faults, [time, verb, …], and the call that is its last."""
    return [last, done, list(script)]


def call(time, *calls):
    """Somebody's calls, [method, …] each, made one after the other."""
    return [time, "call", *map(list, calls)]


def play(lab, kind, *lives, **world):
    """One play of part `kind`."""
    things, stage = lab.bring(HERE / "beside_things.py", HERE / "beside.py", every=24, first=4)
    return Seen(stage.play(things, kind, list(lives), **world)).ended()


def told(deaths):
    """The deaths of one process after the other, in words."""
    words = [f"at its call {last}, which was {'done' if done else 'not made'}" for last, done in deaths]
    return f"A process was killed {', and the next one '.join(words)}. " if words else ""


def play_all(lab, kind, many):
    """Each of many plays, (lives, world, words for it), in turn."""
    found = {}
    for bring, those in lab.in_turn(range(len(many)), FAR):
        things, stage = bring(HERE / "beside_things.py"), bring(HERE / "beside.py")
        for start in range(0, len(those), CHUNK):
            part = those[start : start + CHUNK]
            reports = stage.play_all(things, kind, [[list(many[n][0]), many[n][1]] for n in part])
            found.update(zip(part, reports, strict=True))
    yield from (Seen(found[n], words).ended() for n, (*_, words) in enumerate(many))


def all_deaths(lab, kind, script, after, twice=False, **world):
    """Every play in which the first process is killed at one of its calls, and the next one goes on.

    `twice`, that one is killed at each of its calls too, and a third goes on.
    """
    first = [((last, done),) for last, done in moments(play(lab, kind, life(*script), **world).calls[0])]
    for deaths, seen in zip(first, killed(lab, kind, script, after, first, world), strict=True):
        yield seen
        if twice:
            yield from killed(lab, kind, script, after, [(*deaths, again) for again in moments(seen.calls[1])], world)


def moments(calls):
    return [(last, done) for last in range(1, calls + 1) for done in (False, True)]


def killed(lab, kind, script, after, several, world):
    """The plays of several deaths, each a process after the other."""
    many = []
    for deaths in several:
        lives = [[last, done, list(after if n else script)] for n, (last, done) in enumerate(deaths)]
        many.append(([*lives, life(*after)], world, told(deaths)))
    return play_all(lab, kind, many)
