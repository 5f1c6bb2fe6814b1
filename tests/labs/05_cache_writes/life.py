"""The rules of parts 3 and 4 of lab 05, once more: what may be shown, put and cut, told from what was seen."""

from collections import defaultdict

from .scene import found


class Broken(AssertionError):
    """A rule was broken: which, when, and with what numbers."""


class Chronicle:
    """Walks through what happened. Values of a key are numbers, and rise in the order in which they are set.

    `part` is that whose rules are named: what part 3 asks of a life is kept in all lives.
    """

    def __init__(self, told, part):
        self.told, self.part, self.time = told, part, 0.0
        self.called, self.times = defaultdict(list), {}
        self.known = defaultdict(int)  # the newest value that was acknowledged or shown, in any life
        self.clean, self.given, self.versions, self.under_way = set(), {}, {}, set()
        self.places, self.whole = {}, True

    def check(self, sentence, holds):
        if not holds:
            raise Broken(f"{sentence} (at {1000 * self.time:.1f} ms)")

    def rule(self, third, fourth=None):
        """The number of a rule, in the part that is judged."""
        return (
            f"By rule {third}"
            if self.part == 3
            else f"By rule {fourth}"
            if fourth
            else f"By rule 6 (rule {third} of part 3)"
        )

    def walk(self):
        self.times = {(key, value): time for time, what, key, value, *_ in self.sets("acknowledged")}
        for time, what, *rest in self.told["events"]:
            self.time = time
            getattr(self, f"at_{what}")(*rest)
        self.check(f"A call never came to an end: {self.told['waiting']}", not self.told["waiting"])
        return self

    def sets(self, what):
        return (event for event in self.told["events"] if event[1] == what)

    def at_born(self, shown, held):
        self.clean, self.under_way, self.given = set(), set(), dict(shown)
        self.recovered = {(key, value) for key, value in shown.items() if value is not None}
        for key, value in shown.items():
            rows = self.versions.get(key, (0, 0))[1]
            self.check(
                f"By rule 1 what was acknowledged and is not in the table is shown in the next life: {key!r} was "
                f"{self.known[key]}, and `get` gives {value!r}",
                (value or 0) >= self.known[key] or (value is None and rows >= self.known[key]),
            )
            self.check(
                f"By rule 1 a record is what was set, whole: `get({key!r})` gives {value!r}, which nobody has set",
                value is None or value in self.called[key],
            )
            self.known[key] = max(self.known[key], value or 0)

    def at_set(self, key, value):
        self.called[key].append(value)

    def at_appended(self, begin, data):
        for record, at, end in found(bytes.fromhex(data)):
            if isinstance(record, list) and len(record) == 2:
                self.places[tuple(record)] = begin + at, begin + end

    def at_synced(self, safe):
        pass

    def at_acknowledged(self, key, value, safe):
        place = self.places.get((key, value))
        self.check(
            f"{self.rule(1)} `set` appends [key, value] to the log: {[key, value]} is acknowledged and is not on the "
            "disk",
            place is not None,
        )
        self.check(
            f"{self.rule(1)} a write is acknowledged when it is safe: {[key, value]} ends at byte {place[1]}, "
            f"and what was synced ends at {safe}",
            place[1] <= safe,
        )
        self.known[key], self.given[key] = value, max(value, self.given.get(key) or 0)
        self.clean.discard(key)

    def at_refused(self, key, value, safe):
        pass

    def at_looked(self, shown):
        for key, value in shown.items():
            newest = max(
                [given for (name, given), time in self.times.items() if name == key and time <= self.time]
                + [self.given.get(key) or 0]
            )
            least = self.given.get(key)
            self.check(
                f"{self.rule(2)} `get` gives the latest value that was acknowledged: of {key!r} that is {least!r}, and "
                f"it gave {value!r}",
                value == least or (value is not None and (least or 0) <= value <= newest),
            )

    def at_flush(self):
        pass

    def at_put(self, key, value, version):
        self.check(
            f"{self.rule(1)} only what is acknowledged is put: {key!r} = {value!r} was not",
            self.times.get((key, value), 1e9) <= self.time or (key, value) in self.recovered,
        )
        self.check(
            f"{self.rule(6)} there is one flush at a time: a put of {key!r} began while another was under way",
            key not in self.under_way,
        )
        self.check(
            f"{self.rule(3)} only what is dirty is put: {key!r} was put, and the table had its latest value",
            key not in self.clean,
        )
        if self.part == 3:
            self.check(
                f"By rule 3 the version of a put is the position of its record, not of an earlier one: "
                f"{[key, value]} is at {self.places[key, value][0]}, and was put with version {version!r}",
                version == self.places[key, value][0],
            )
        held, newest = self.versions.get(key, (-1, 0))
        self.check(
            f"{self.rule(3, 5)} a newer value has a higher version: {key!r} = {value} was put with version {version}, "
            f"and {newest} before it with {held}",
            version >= held if value == newest else (version > held) == (value > newest),
        )
        self.check(f"{self.rule(3)} the latest value is put: {key!r} = {value}, after {newest}", value >= newest)
        self.versions[key] = version, value
        self.under_way.add(key)

    def at_kept(self, key, value, version):
        self.under_way.discard(key)
        if value == self.given.get(key):
            self.clean.add(key)

    def at_failed(self, key, value, version):
        self.under_way.discard(key)

    def at_flushed(self, error, held):
        self.check(f"{self.rule(5)} `flush` raises nothing: it raised {error}", error is None)

    def at_crashed(self):
        pass

    def settled(self, longest=1_000):
        """After a last flush that went well: all is in the table, and little on the disk."""
        for key, value in self.known.items():
            row = self.told["rows"].get(key)
            self.check(
                f"{self.rule(4, 1)} what was acknowledged reaches the table: {key!r} was {value or None}, and after a "
                f"last flush that could reach it the table has {row!r}",
                (row or 0) >= value,
            )
        held = len(self.told["bytes"]) // 2
        self.check(
            f"By rule 3 the log does not grow for ever: all is in the table, and {held} bytes lie on the disk",
            self.part == 3 or held <= longest,
        )
