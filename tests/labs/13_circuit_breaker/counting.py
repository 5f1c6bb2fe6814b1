"""The rules of the window once more, and stories of what is noted, asked and cleared."""

from .scene import BESIDE

BOTH = ["calls", "failures"]


def note(time, good=True, which=0):
    return [time, which, "note", good]


def ask(time, which=0):
    return [time, which, "ask", BOTH]


def clear(time, which=0):
    return [time, which, "clear"]


def said(lab, script, *options, made=0.0):
    """What was answered to each `ask`: [calls, failures]. The windows are made at `made`, each with its options."""
    return lab.beside(BESIDE).windows(script, *([made, each] for each in options or [{}]))


def due(script, options=None, which=0):
    """What should be answered to each `ask` of one window."""
    seconds, buckets = (options or {}).get("seconds", 10.0), (options or {}).get("buckets", 10)
    width, kept, found = seconds / buckets, [], []
    for time, _, verb, *rest in (row for row in sorted(script, key=lambda row: row[0]) if row[1] == which):
        if verb == "note":
            kept.append((int(time // width), rest[0]))
        elif verb == "clear":
            kept.clear()
        else:
            latest = [good for number, good in kept if int(time // width) - number < buckets]
            found.append([len(latest), latest.count(False)])
    return found
