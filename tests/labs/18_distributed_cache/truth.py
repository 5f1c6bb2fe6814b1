"""What a log must have: the keys after each request, and how many of these are safe."""

from systemdesign.sim.keys import Keys


def copied(keys):
    """Keys of the same values and lives."""
    copy = Keys()
    copy.values, copy.ends = dict(keys.values), dict(keys.ends)
    return copy


def shown(keys, now, names):
    """What `GET` and `PEXPIRETIME` say of each key."""
    keys = copied(keys)
    return [[name, *(keys.execute([verb, name], now) for verb in (b"GET", b"PEXPIRETIME"))] for name in names]


class Truth:
    """What was done to the keys of one log: their state after each request, of which the first `must` are safe."""

    def __init__(self):
        self.states, self.times, self.must, self.since = [Keys()], [0.0], 0, None

    @property
    def count(self):
        return len(self.states) - 1

    def execute(self, request, now):
        """The reply, or the error's name, and the state after it."""
        keys = copied(self.states[-1])
        try:
            reply = keys.execute(request, now)
        except ValueError:
            return "ValueError", None
        return reply, keys

    def add(self, keys, now):
        self.states.append(keys)
        self.times.append(now)

    def fits(self, found, now, names, least=0):
        """The most requests after which all is as it was found, none if never."""
        fitting = (n for n in range(self.count, least - 1, -1) if shown(self.states[n], now, names) == found)
        return next(fitting, None)

    def back(self, count):
        """Only so many are there now, and they are safe."""
        del self.states[count + 1 :], self.times[count + 1 :]
        self.must = count
