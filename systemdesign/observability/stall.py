"""One server that stands still for a while, and how long its requests take: by users, and by a load test."""

RATE, WORK, HORIZON = 100, 0.001, 200.0  # requests a second, s of work for each, s that are looked at
LOAD = RATE * WORK


def users(length, start, horizon=HORIZON, rate=RATE, work=WORK):
    """[(when it was sent, how long it took)] where one is sent on each beat, whatever becomes of the others."""
    found, free = [], 0.0
    for number in range(round(horizon * rate)):
        sent = number / rate
        free = _done(max(sent, free), work, start, start + length)
        found.append((sent, free - sent))
    return found


def load_test(length, start, horizon=HORIZON, rate=RATE, work=WORK):
    """The same for one client who waits for an answer, and then for the next beat, before he sends again."""
    found, beat = [], 0
    while beat < round(horizon * rate):
        sent = beat / rate
        free = _done(sent, work, start, start + length)
        found.append((sent, free - sent))
        beat = max(beat + 1, int(free * rate - 1e-9) + 1)
    return found


def _done(begins, work, stops, back):
    """When work is done that could begin at this time, by a server that stands still from `stops` to `back`."""
    if stops <= begins < back:
        begins = back
    return begins + work + (back - stops if begins < stops < begins + work else 0.0)


class Flow:
    """The same stall as a flow, exact but for single requests; times count from its beginning.

    While it lasts requests pile up, and afterwards they are served as fast as the server can. A request that comes `a`
    seconds after the beginning waits until the end, and for those before it: length - (1 - load) a seconds in all.
    """

    def __init__(self, length, rate=RATE, work=WORK):
        self.length, self.rate, self.work = length, rate, work
        self.over = length / (1 - rate * work)  # s, until nobody waits any more

    def in_flight(self, time):
        """How many requests have been sent and not answered."""
        return self.rate * (self.work + time) - self.answered(time)

    def answered(self, time):
        """How many have been answered, of those sent from the beginning on; less than 0 before it."""
        if 0 <= time < self.over:
            return max(0.0, time - self.length) / self.work
        return self.rate * time

    def waited(self, time):
        """For how many seconds those that have been answered have waited, all in all, work included; each wait is
        added with the answer."""
        late = self.answered(min(max(time, 0.0), self.over))
        waits = late * self.length - (1 - self.rate * self.work) * late**2 / (2 * self.rate)
        return waits + self.work * self.answered(time)

    def shape(self):
        """(times, requests in flight) at which its course bends."""
        times = [0.0, self.length, self.over]
        return times, [round(self.in_flight(time), 9) for time in times]


def outline(found, width=0.5):
    """(times, latencies) of so many that a chart can show them: the longest of each stretch of `width` seconds."""
    longest = {}
    for sent, took in found:
        place = int(sent / width)
        longest[place] = max(longest.get(place, (0.0, sent)), (took, sent))
    kept = [longest[place] for place in sorted(longest)]
    return [round(sent, 6) for _, sent in kept], [round(took, 9) for took, _ in kept]
