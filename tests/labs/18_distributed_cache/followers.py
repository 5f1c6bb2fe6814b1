"""The rules of part 4 of lab 18, once more: what a primary has to say, and what a replica has then."""

from pathlib import Path

from systemdesign.sim.framing import framed, unframed
from systemdesign.sim.keys import Keys

HERE = Path(__file__).parent


def words(*request):
    """A request of words."""
    return [word if isinstance(word, bytes) else str(word).encode() for word in request]


class Source:
    """What a primary has been told: its keys, and all of its log."""

    def __init__(self, id="first", requests=()):
        self.id, self.keys, self.log = id, Keys(), b""
        for request in requests:
            self.write(*request)

    def write(self, *request):
        """The reply, or the error's name."""
        try:
            reply = self.keys.execute(words(*request), None)
        except ValueError:
            return "ValueError"
        self.log += framed(words(*request))
        return reply

    def copy(self):
        """All there is, as framed requests."""
        lives = {key: [b"PXAT", b"%d" % end] for key, end in self.keys.ends.items()}
        return b"".join(framed([b"SET", key, value, *lives.get(key, [])]) for key, value in self.keys.values.items())

    def copied(self, *sizes, copy=None, offset=None):
        """Messages that carry its copy, in pieces of these sizes and a rest."""
        copy, offset, at, found = copy or self.copy(), len(self.log) if offset is None else offset, 0, []
        for size in [*sizes, len(copy)]:
            found.append(("copy", self.id, offset, len(copy), at, copy[at : at + size]))
            at = min(len(copy), at + size)
            if at == len(copy):
                break
        return found

    def logged(self, begin, end=None):
        """A message with so much of the log."""
        return ("log", self.id, begin, self.log[begin:end])

    def ends(self):
        """Where in the log the requests end."""
        return [end for _, end in unframed(self.log)]


def built(data):
    """What requests make of nothing: (values, ends); None where they are none."""
    keys, found = Keys(), unframed(data)
    if (found[-1][1] if found else 0) != len(data):
        return None
    try:
        for request, _ in found:
            keys.execute(request, None)
    except (ValueError, TypeError, AttributeError):
        return None
    return keys.values, keys.ends


class Line:
    """Rows for one replica, and what is due after each: `hear`, and look at all keys at once."""

    def __init__(self, keys=("a", "b", "n"), who="r"):
        self.keys, self.who, self.rows, self.due, self.told = words(*keys), who, [], [], []

    def hear(self, message, due, told):
        """The replica hears this, and is then as `due` says: (id, offset, Keys)."""
        self.rows.append([self.who, "hear", tuple(message)])
        return self.look(due, told)

    def look(self, due, told, now=0.0):
        id, offset, keys = due
        over = keys.over(now)
        values = [None if key in over else keys.values.get(key) for key in self.keys]
        self.rows.append([self.who, "look", now, self.keys])
        self.due.append([len(self.rows) - 1, [id, offset, values]])
        self.told.append(told)
        return self

    def judged(self, seen):
        for (row, due), told in zip(self.due, self.told, strict=True):
            if seen[row] != due:
                raise AssertionError(f"{difference(seen[row], due, self.keys)} {told}")


def difference(seen, due, keys):
    """What is not as it should be, in a sentence."""
    for name, one, other in zip(("id", "offset"), seen, due, strict=False):
        if one != other:
            return f"The replica's `{name}` is {one!r}, and {other!r} is due."
    key, one, other = next(row for row in zip(keys, seen[2], due[2], strict=True) if row[1] != row[2])
    return f"`read` of {key!r} is {one!r}, and {other!r} is due."


def heard(lab, *lines):
    """Judge what replicas have, of several lines."""
    reports = lab.beside(HERE / "beside_line.py").all_replicas([line.rows for line in lines])
    for line, seen in zip(lines, reports, strict=True):
        line.judged(seen)
