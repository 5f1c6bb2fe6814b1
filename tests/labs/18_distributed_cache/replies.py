"""The replies of a real Valkey, recorded, and how an answer's are compared with them."""

import json
from functools import cache
from pathlib import Path

from systemdesign.grading.objects import Remote

from .resp import judged, reply, same

HERE = Path(__file__).parent
BESIDE = HERE / "beside_engine.py"
START = 1_000_000  # a time before which lives may have ended
WHY = {
    1: "the reply is what the table says.",
    2: "an integer is 0, or digits of which the first is no 0, perhaps after one -, from -2^63 to 2^63 - 1, and their "
    "sum must be one.",
    3: "the reply is what the table says: places count from 0, those below 0 from the end, both ends belong to it; "
    "ZRANGE goes by score, then by bytes.",
    4: "a key is gone for every command once its life ends, SET drops a life unless KEEPTTL keeps it, and no other "
    "write changes it.",
    5: "a list, set, hash or sorted set whose last element leaves is there no more, and neither is its life.",
    6: "an error is returned as an `Error`, its first word is ERR or WRONGTYPE, and it changes nothing.",
    7: "keys, values, members and fields are any bytes, and never read as text.",
}


def beside(lab):
    return lab.beside(BESIDE)


@cache
def recorded():
    """{name: [(milliseconds, request, reply), …]}, the replies as bytes."""
    found = {}
    for line in (HERE / "recorded.jsonl").read_text(encoding="utf-8").splitlines():
        name, steps = json.loads(line)
        found[name] = [(START + now, list(map(raw, asked)), raw(got)) for now, asked, got in steps]
    return found


def raw(text):
    return text.encode("latin-1")


def named(rule):
    """The recorded sessions for a rule, by name."""
    return {name: steps for name, steps in recorded().items() if name.startswith(f"{rule} ")}


def at(*lines):
    """A session of lines (milliseconds, words, reply)."""
    return [(START + now, words.encode().split(), reply.encode()) for now, words, reply in lines]


def compared(lab, session, why):
    """Have an answer's replies to a session compared with the right ones, [(now, request, reply as bytes), …]."""
    got = beside(lab).sessions([[[now, asked] for now, asked, _ in session]])[0]
    judge(session, map(judged, got), why)


def judge(session, got, why):
    before = []
    for (now, asked, raw_reply), mine in zip(session, got, strict=True):
        wanted = reply(raw_reply)
        assert same(asked[0], wanted, mine), (
            f"After {shown(before)}: {told(asked)} at {now} came to {said(mine)}, and {said(wanted)} is right: {why}"
        )
        before.append(told(asked))


def shown(before):
    return "; ".join(before[-6:]) or "nothing"


def told(asked):
    return " ".join(repr(one)[2:-1] if one and b" " not in one else repr(one)[1:] for one in asked)


def said(value):
    if isinstance(value, tuple) and value[:1] == ("error",):
        return f"an Error({value[1]} …)"
    if isinstance(value, Remote):
        return "an object that is none of the table's replies"
    return repr(value) if len(repr(value)) < 200 else f"{repr(value)[:160]} …"
