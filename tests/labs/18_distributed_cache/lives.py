"""Rule 4 of part 2 of lab 18 once more: which keys there are, and until when."""

from .replies import START

UNIT = 250  # milliseconds between two whole times of a schedule
WRITES = {
    "sets": (b"SET %s v", b"string", None),
    "sets-for-2-s": (b"SET %s v EX 2", b"string", 2_000),
    "sets-for-1.3-s": (b"SET %s v PX 1300", b"string", 1_300),
    "keeps": (b"SET %s v KEEPTTL", b"string", "keep"),
    "appends": (b"APPEND %s x", b"string", "keep"),
    "pushes": (b"RPUSH %s x", b"list", "keep"),
    "adds": (b"SADD %s m", b"set", "keep"),
}
LIVES = {"expires-in-1-s": 1, "expires-in-3-s": 3, "expires-now": 0, "expired-before": -5}
VERBS = [*WRITES, *LIVES, "persists", "deletes", "looks"]


class Model:
    """What type each key has and when it ends, None for never."""

    def __init__(self):
        self.keys = {}

    def alive(self, key, now):
        kind, end = self.keys.get(key, (None, None))
        return (None, None) if kind and end is not None and end <= now else (kind, end)

    def does(self, verb, key, now):
        """The request of an event; what it does is done here too."""
        kind, end = self.alive(key, now)
        if verb in WRITES:
            text, makes, life = WRITES[verb]
            if text.startswith(b"SET") or kind in (None, makes):
                self.keys[key] = makes, end if life == "keep" else life and now + life
            return (text % key).split()
        if verb in LIVES:
            self.keys[key] = kind, kind and now + 1_000 * LIVES[verb]
            return [b"EXPIRE", key, b"%d" % LIVES[verb]]
        self.keys[key] = (None, None) if verb == "deletes" else (kind, end if verb == "looks" else None)
        return [{"deletes": b"DEL", "persists": b"PERSIST", "looks": b"GET"}[verb], key]

    def seen(self, key, now):
        """[(request, reply as bytes), …]: what is to be seen of a key."""
        kind, end = self.alive(key, now)
        left = -2 if kind is None else -1 if end is None else end - now
        seconds = left if left < 0 else (left + 500) // 1_000
        yield [b"PTTL", key], b":%d\r\n" % left
        yield [b"TTL", key], b":%d\r\n" % seconds
        yield [b"TYPE", key], b"+%b\r\n" % (kind or b"none")
        yield [b"EXISTS", key, key], b":%d\r\n" % (2 * (kind is not None))


def played(events):
    """[(now, request, reply as bytes or None), …] of a schedule: after each event, its key is looked at, and others."""
    model, found = Model(), []
    keys = {event.target.encode() for event in events}
    for event in events:
        now, key = START + UNIT * event.time, event.target.encode()
        found.append((now, model.does(event.verb, key, now), None))
        for other in [key, *sorted(keys - {key})]:
            found += [(now, request, reply) for request, reply in model.seen(other, now)]
    return found
