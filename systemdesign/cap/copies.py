"""A register that three real Valkeys keep: writes reach two of them and reads ask two, which have one in common."""

from systemdesign.engines.valkey.server import Valkey

KEEP_THE_NEWER = """
local tag = server.call('HGET', KEYS[1], 'tag')
if not tag or tonumber(tag) < tonumber(ARGV[1]) then
    server.call('HSET', KEYS[1], 'tag', ARGV[1], 'value', ARGV[2])
end
"""


def three(stack):
    """Clients of three servers that know nothing of one another, for as long as the `contextlib.ExitStack` is open."""
    return [stack.enter_context(Valkey()).client for _ in range(3)]


def put(server, key, tag, value):
    """Have one server keep a value, unless what it has is as new: its tag, a number, is no lower."""
    server.eval(KEEP_THE_NEWER, 1, key, tag, value)


def get(server, key):
    """(tag, value) of what one server keeps, a number and a text."""
    tag, value = server.hmget(key, "tag", "value")
    return int(tag), value.decode()


class Copies:
    """One client of three `servers`, which chooses two of them by `chance`, a `random.Random`, for each operation.

    W = R = 2 and N = 3. With `repair` a read has its two servers keep what it is about to answer, and only then answers
    (Attiya, Bar-Noy and Dolev 1995, for one writer).
    """

    def __init__(self, servers, chance, repair=False):
        self.servers, self.chance, self.repair = servers, chance, repair

    def write(self, key, number, pause):
        """Write a number, which is its own tag, to one server and, after `pause()`, to another; give it as a text."""
        first, second = self._two()
        put(first, key, number, number)
        pause()
        put(second, key, number, number)
        return str(number)

    def read(self, key):
        """The newer of two values."""
        asked = self._two()
        tag, value = max(get(server, key) for server in asked)
        if self.repair:
            for server in asked:
                put(server, key, tag, value)
        return value

    def _two(self):
        return self.chance.sample(self.servers, 2)
