"""The rules of part 1 of lab 18, once more: streams of which it is known what is in them, and where it ends."""

import re
from pathlib import Path
from random import Random

BESIDE = Path(__file__).parent / "beside_wire.py"
NO_BYTES = re.compile(r"<\S+Remote object at \w+>")


def beside(lab):
    return lab.beside(BESIDE)


def request(*arguments):
    """A request as a client sends it."""
    return b"*%d\r\n" % len(arguments) + b"".join(b"$%d\r\n%b\r\n" % (len(one), one) for one in arguments)


def item(*arguments):
    """A request's bytes, and what comes of them."""
    return request(*arguments), list(arguments)


def line(text, *words):
    """A typed request's bytes, and what comes of them: None where it has no word."""
    return text, list(words) or None


def expected(items, places):
    """For each piece of the stream of these items, cut at these places, the requests that it completes."""
    stream = b"".join(data for data, _ in items)
    bounds, found, end, waiting = [*places, len(stream)], [], 0, list(items)
    for bound in bounds:
        done = []
        while waiting and end + len(waiting[0][0]) <= bound:
            data, arguments = waiting.pop(0)
            end += len(data)
            done += [arguments] if arguments else []
        found.append(["requests", done])
    return found


def every_cut(size):
    """No cut, each single one, all of them, and some."""
    rng = Random(size)
    some = [sorted(rng.sample(range(1, size), min(size - 1, rng.randint(2, 9)))) for _ in range(40)]
    return [[], *([place] for place in range(1, size)), list(range(1, size)), *some]


def compared(lab, items, why, cuts=None):
    """Feed the stream of these items in all kinds of pieces, and say where the requests differ."""
    stream = b"".join(data for data, _ in items)
    cuts = every_cut(len(stream)) if cuts is None else cuts
    for places, got in zip(cuts, beside(lab).streams([[stream, places] for places in cuts]), strict=True):
        wanted = expected(items, places)
        for number, (mine, theirs) in enumerate(zip(wanted, got, strict=True)):
            assert theirs == mine, (
                f"{short(stream)} came {pieces(places)}: with piece {number + 1} `feed` {told(theirs)}, and "
                f"{told(mine)} is right: {why}"
            )


def pieces(places):
    if not places:
        return "in one piece"
    return f"cut after byte {', '.join(map(str, places[:9]))}{', ...' if len(places) > 9 else ''}"


def told(outcome):
    kind, requests = outcome
    return f"{'returned' if kind == 'requests' else 'raised Malformed with'} {short(requests)}"


def short(value):
    text = NO_BYTES.sub("an object that is no bytes", repr(value))
    return text if len(text) <= 160 else f"{text[:110]} ... {text[-40:]}"
