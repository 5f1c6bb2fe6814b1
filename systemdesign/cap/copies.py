"""A register that three real Valkeys keep: two must have it, two are asked, and any two share one."""

KEEP_THE_NEWER = """
local tag = server.call('HGET', KEYS[1], 'tag')
if not tag or tonumber(tag) < tonumber(ARGV[1]) then
    server.call('HSET', KEYS[1], 'tag', ARGV[1], 'value', ARGV[2])
end
"""


def put(client, key, tag, value):
    """Have one server keep the value, unless what it has is newer: its tag, a number, is as high."""
    client.eval(KEEP_THE_NEWER, 1, key, tag, value)


def get(client, key):
    """(tag, value) of what one server keeps."""
    tag, value = client.hmget(key, "tag", "value")
    return int(tag), value.decode()


class Copies:
    """One client of three servers, which chooses two of them by `chance`, a `random.Random`, for each operation.

    It writes to two and reads the newer of two values, so that R + W > N. With `repair` a read has those two keep what
    it is about to answer, and only then answers (Attiya, Bar-Noy and Dolev 1995).
    """

    def __init__(self, clients, chance, repair=False):
        self.clients, self.chance, self.repair = clients, chance, repair

    def write(self, key, number, pause=lambda: None):
        """Write a number, which is its own tag, to one server and, after a `pause()`, to another."""
        first, second = self._two()
        put(first, key, number, number)
        pause()
        put(second, key, number, number)

    def read(self, key):
        """The newer of two values."""
        asked = self._two()
        tag, value = max(get(client, key) for client in asked)
        if self.repair:
            for client in asked:
                put(client, key, tag, value)
        return value

    def _two(self):
        return self.chance.sample(self.clients, 2)
