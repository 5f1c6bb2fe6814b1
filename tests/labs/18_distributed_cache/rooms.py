"""The rules of part 5 of lab 18, once more, as plainly as they can be said."""

from pathlib import Path

BESIDE = Path(__file__).parent / "beside_rooms.py"
POLICIES = ["allkeys-lru", "volatile-lru", "noeviction"]


def beside(lab):
    return lab.beside(BESIDE)


def crc(data):
    """CRC16 bit by bit: CCITT's polynomial, from 0, as XMODEM has it."""
    register = 0
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1 ^ (0x1021 if register & 0x8000 else 0)) & 0xFFFF
    return register


def tag(key):
    begin = key.find(b"{")
    end = key.find(b"}", begin + 1) if begin >= 0 else -1
    return key[begin + 1 : end] if end > begin + 1 else key


def slot(key):
    return crc(tag(key)) % 16_384


class Kept:
    """A key of the model's."""

    def __init__(self, value, end, used_at):
        self.value, self.end, self.used_at = value, end, used_at


class Model:
    """A room with five keys that may go at most, so that no chance is in it."""

    def __init__(self, limit, policy):
        self.limit, self.policy, self.keys, self.calls, self.evicted = limit, policy, {}, 0, 0
        self.dead = {}  # bytes of keys whose life has ended, and which may still be counted

    def take(self, *names):
        return sum(56 + len(name) + len(self.keys[name].value) for name in names)

    def does(self, what, key, *rest):
        """(what the call returns, the least that `used` may be then, and the most)."""
        self.calls += 1
        now = rest[1] if what == "set" else rest[0]
        for name in [name for name, kept in self.keys.items() if kept.end is not None and kept.end <= now]:
            self.dead[name] = self.take(name)
            del self.keys[name]
        value = getattr(self, what)(key, *rest)
        return value, self.take(*self.keys), min(self.limit, self.take(*self.keys) + sum(self.dead.values()))

    def get(self, key, now):
        if key not in self.keys:
            return None
        self.keys[key].used_at = self.calls
        return self.keys[key].value

    def delete(self, key, now):
        return int(self.keys.pop(key, None) is not None)

    def set(self, key, value, now, end=None):
        others = [name for name in self.keys if name != key]
        may_go = [] if self.policy == "noeviction" else others
        if self.policy == "volatile-lru":
            may_go = [name for name in others if self.keys[name].end is not None]
        assert len(may_go) <= 5, "With six that may go, chance decides: this is a mistake of the judge's."
        stay = [name for name in others if name not in may_go]
        size = 56 + len(key) + len(value)
        if self.take(*stay) + size > self.limit:
            return OOM
        while self.take(*stay, *may_go) + size > self.limit:
            first = min(may_go, key=lambda name: self.keys[name].used_at)
            may_go.remove(first)
            del self.keys[first]
            self.evicted += 1
            self.dead.clear()
        self.dead.pop(key, None)
        self.keys[key] = Kept(value, end, self.calls)
        return "OK"


class Word(str):
    """How an Error begins, which no text is equal to."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return type(other) is Word and str(self) == str(other)

    def __ne__(self, other):
        return not self == other


OOM = Word("OOM")


def first_word(value):
    """What is compared of a result: of an Error its first word."""
    text = getattr(value, "text", None)
    return value if text is None else Word((text.split() or [""])[0])


def judge(lab, limit, policy, script, why):
    """Compare every call of a script, and then what is there, with the model."""
    keys = sorted({key for _, key, *_ in script})
    last = script[-1][3] if script[-1][0] == "set" else script[-1][2]
    whole = [*script, *(["get", key, last] for key in keys)]
    model, before = Model(limit, policy), []
    for step, (got, used, evicted) in zip(whole, beside(lab).played(limit, policy, 5, whole), strict=True):
        wanted, least, most = model.does(*step)
        here = f'Room({limit}, "{policy}", rng): after {"; ".join(before[-7:]) or "nothing"}, {told(step)}'
        assert first_word(got) == wanted, f"{here} came to {got!r}, not {named(wanted)}: {why}"
        assert used <= limit, f"{here} left used = {used}: it is never more than `limit` between two calls. {why}"
        assert least <= used <= most, (
            f"{here} left used = {used}, and {least} it is: a key takes 56 bytes, and the bytes of key and value, and "
            f"`used` is what all keys take together. {why}"
        )
        assert evicted == model.evicted, (
            f"{here} left evicted = {evicted}, and {model.evicted} went for want of room: {why}"
        )
        before.append(told(step))


def named(wanted):
    return f"an Error({wanted} …)" if isinstance(wanted, Word) else repr(wanted)


def told(step):
    what, key, *rest = step
    if what != "set":
        return f"{what}({key!r}, {rest[0]})"
    value, now, *end = rest
    text = repr(value) if len(value) < 12 else f"{len(value)} bytes"
    return f"set({key!r}, {text}, {now}{f', end={end[0]}' if end and end[0] is not None else ''})"
