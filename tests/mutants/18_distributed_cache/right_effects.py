"""Right answers of another shape: a log of effects instead of requests."""


# %% part-1
class Parser:
    """Finds the requests in a stream of bytes."""

    def feed(self, data):
        """The requests that are complete now. Raises Malformed where there is none to come."""
        return []


def encoded(reply):
    """A reply, as it goes over the wire."""
    return b"+OK\r\n"


# %% part-2
class Engine:
    """Keys and their values."""

    def execute(self, request, now):
        """The reply to one request."""
        return "PONG"


# %% part-3
class Log:
    """To be written."""

    def __init__(self, world):
        self.world = world


# %% part-4
class Replica:
    """To be written."""

    def __init__(self, world):
        self.world = world


# %% part-5
def slot(key):
    """The slot of a key."""
    return 0


class Slots:
    """Who has which slots."""

    def __init__(self, table, me):
        self.table, self.me = table, me

    def refused(self, keys):
        """An Error for keys that are not served here, or None."""


class Room:
    """Keys and values in a limited room."""

    def __init__(self, limit, policy, rng):
        self.limit, self.policy, self.rng = limit, policy, rng
