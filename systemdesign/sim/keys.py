"""Strings by key, some of which have a life: the least that a log or a replica can be about."""


class Keys:
    """What requests do, in memory. A request is a list of bytes, its command first, in capitals; times are in seconds.

    SET key value [EX seconds | PXAT milliseconds], GET key, INCR key, APPEND key value, DEL key, EXPIRE key seconds,
    PEXPIREAT key milliseconds, and PEXPIRETIME key, the time at which its life ends, in milliseconds (-1: it has none,
    -2: there is no such key). SET takes a life away, INCR and APPEND leave it. They are commands of Redis.

    `values` has the value of each key, `ends` the end of its life in milliseconds, where it has one.
    """

    def __init__(self):
        self.values, self.ends = {}, {}

    def execute(self, request, now):
        """The reply: "OK", bytes, a whole number or None. A key whose life is over at `now` is deleted first.

        Where `now` is None, no life is over, and EX and EXPIRE cannot be. Raises ValueError where it changes nothing.
        """
        command, key, *rest = request
        if command.decode() not in COMMANDS:
            raise ValueError(f"ERR unknown command {command.decode()!r}")
        if now is not None and key in self.over(now):
            self._del(key, now)
        return getattr(self, f"_{command.decode().lower()}")(key, now, *rest)

    def over(self, now):
        """The keys whose life is over and that are still there, the first to end first."""
        return sorted((key for key, end in self.ends.items() if end <= round(1000 * now)), key=self.ends.get)

    def _set(self, key, now, value, option=None, time=None):
        end = option and (int(time) if option == b"PXAT" else after(now, time))
        self.values[key] = value
        self.ends.pop(key, None)
        if option:
            self.ends[key] = end
        return "OK"

    def _get(self, key, now):
        return self.values.get(key)

    def _incr(self, key, now):
        number = int(self.values.get(key, b"0")) + 1
        self.values[key] = b"%d" % number
        return number

    def _append(self, key, now, value):
        self.values[key] = self.values.get(key, b"") + value
        return len(self.values[key])

    def _del(self, key, now):
        self.ends.pop(key, None)
        return int(self.values.pop(key, None) is not None)

    def _expire(self, key, now, seconds):
        return self._pexpireat(key, now, after(now, seconds))

    def _pexpireat(self, key, now, end):
        if key in self.values:
            self.ends[key] = int(end)
        return int(key in self.values)

    def _pexpiretime(self, key, now):
        return self.ends.get(key, -1) if key in self.values else -2


COMMANDS = ("SET", "GET", "INCR", "APPEND", "DEL", "EXPIRE", "PEXPIREAT", "PEXPIRETIME")


def after(now, seconds):
    """The moment in milliseconds. Raises ValueError where there is no `now` to count from."""
    if now is None:
        raise ValueError("ERR there is no clock to count from")
    return round(1000 * now) + 1000 * int(seconds)
