"""The judge's own end of the wire: requests as bytes, and back; replies as bytes, and back."""

from systemdesign.grading.remote import StudentError


def request(arguments):
    return b"*%d\r\n" % len(arguments) + b"".join(b"$%d\r\n%b\r\n" % (len(one), one) for one in arguments)


def requests(data):
    """(those that are complete, the rest)."""
    found = []
    while data and (taken := one_request(data)):
        arguments, data = taken
        found.append(arguments)
    return found, data


def one_request(data):
    """(its arguments, what comes after it), or None while it is not complete."""
    many, arguments = int(data[1 : data.find(b"\r\n")] or 0), []
    at = data.find(b"\r\n") + 2
    for _ in range(many):
        end = data.find(b"\r\n", at) + 2
        size = int(data[at + 1 : end - 2]) if end > 1 else len(data)
        if len(data) < end + size + 2:
            return None
        arguments.append(data[end : end + size])
        at = end + size + 2
    return (arguments, data[at:]) if at > 1 else None


def reply(data):
    """The value of a whole reply; an error as ("error", its first word)."""
    return one_reply(data)[0]


def one_reply(data):
    line, _, rest = data.partition(b"\r\n")
    sign, text = line[:1], line[1:]
    if sign == b"+":
        return text.decode(), rest
    if sign == b"-":
        return ("error", text.decode().split()[0]), rest
    if sign == b":":
        return int(text), rest
    if sign == b"$":
        size = int(text)
        return (None, rest) if size < 0 else (rest[:size], rest[size + 2 :])
    found = []
    for _ in range(int(text)):
        value, rest = one_reply(rest)
        found.append(value)
    return found, rest


def encoded_length(data):
    """How many bytes the first reply of these has. Raises ValueError where it is not all there."""
    line, end, _ = data.partition(b"\r\n")
    if not end:
        raise ValueError("the line has no end yet")
    at = len(line) + 2
    if line[:1] == b"$":
        return at + (int(line[1:]) + 2 if int(line[1:]) >= 0 else 0)
    for _ in range(max(0, int(line[1:])) if line[:1] == b"*" else 0):
        at += encoded_length(data[at:])
    return at


def encoded(value):
    """A reply as bytes."""
    if value is None:
        return b"$-1\r\n"
    if isinstance(value, (str, StudentError)):
        text = f"+{value}" if isinstance(value, str) else f"-{value.text}"
        return " ".join(text.splitlines() or [""]).encode() + b"\r\n"
    if isinstance(value, int):
        return b":%d\r\n" % value
    if isinstance(value, bytes):
        return b"$%d\r\n%b\r\n" % (len(value), value)
    return b"*%d\r\n" % len(value) + b"".join(map(encoded, value))


def judged(value):
    """What is compared: an Error as ("error", its first word), the rest as it is."""
    if isinstance(value, StudentError):
        return "error", (value.text.split() or [""])[0] if value.kind == "Error" else value.kind
    if isinstance(value, list):
        return [judged(one) for one in value]
    return value


def same(name, wanted, got):
    """Whether a reply is the right one to a command of this name, in any order where the order is free."""
    if name.upper() == b"SMEMBERS" and both_lists(wanted, got):
        return sorted(wanted, key=repr) == sorted(got, key=repr)
    if name.upper() == b"HGETALL" and both_lists(wanted, got):
        return len(wanted) == len(got) and pairs(wanted) == pairs(got)
    return alike(wanted, got)


def both_lists(wanted, got):
    return isinstance(wanted, list) and isinstance(got, list)


def pairs(found):
    return sorted(zip(found[::2], found[1::2], strict=True), key=repr)


def alike(wanted, got):
    if isinstance(wanted, list):
        return isinstance(got, list) and len(wanted) == len(got) and all(map(alike, wanted, got))
    return wanted == got and (type(wanted) is type(got) or isinstance(got, bool))
