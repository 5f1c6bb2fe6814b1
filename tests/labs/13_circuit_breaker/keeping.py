"""The rules for many breakers once more: which breaker has a call, which are made, and which are kept."""

from .scene import SHARDS

OWN = "Each key has a breaker of its own, the same one for every later call."
LEAST = "The least recently used one is forgotten for the one that is made, so that `most` are kept."
SPARED = "A breaker whose state is not closed is never forgotten, and the least recently used closed one is instead."


def call(time, key, seconds=0.0, how="fine"):
    return [time, "call", key, seconds, how]


def state(time, number, state):
    """From now on the breaker that was made as this number, counted from 0, is in this state."""
    return [time, "state", number, state]


def kept(time):
    return [time, "kept"]


def calls(keys, start=0.0, apart=0.5):
    return [call(start + apart * number, key) for number, key in enumerate(keys)]


def due(script, most=100):
    """What should be: the calls as (time, breaker, request), and after each `kept` the breakers that are kept."""
    order, states, rows, looks, made = {}, [], [], [], 0
    for time, verb, *rest in script:
        if verb == "call":
            if rest[0] not in order:
                for key in [key for key, number in order.items() if states[number] == "closed"]:
                    if len(order) >= most:
                        del order[key]
                order[rest[0]] = made
                states.append("closed")
                made += 1
            order[rest[0]] = order.pop(rest[0])
            rows.append([time, order[rest[0]], len(rows)])
        elif verb == "state":
            states[rest[0]] = rest[1]
        else:
            looks.append(sorted(order.values()))
    return rows, looks


def differs(found, script, options, looks=True):
    """The first difference, in a sentence, or None."""
    rows, kept = due(script, **options)
    keys = [row[2] for row in script if row[1] == "call"]
    was = {request[1]: [time, number] for time, number, request in found["calls"]}
    for time, number, request in rows:
        if was.get(request) != [time, number]:
            went = "to none" if request not in was else f"to breaker {was[request][1]} at {was[request][0]:g} s"
            return f"the call of {time:g} s for key {keys[request]!r} went {went}, and is one for breaker {number}"
    if looks and found["kept"] != kept:
        return f"there are the breakers {found['kept']}, and kept should be {kept}"
    return None


def compared(lab, stories, looks=True):
    """Stories (told, sentence, script, options); breakers are numbered from 0, in the order in which they are made."""
    plays = [[script, options] for *_, script, options in stories]
    unseen = [[[row for row in script if row[1] != "kept"], options] for script, options in plays]
    short = len(plays) == 1 and len(plays[0][0]) < 90
    seen = lab.bring(SHARDS, every=8, first=6 if short else 0).many_shards(unseen)
    there = lab.beside(SHARDS).many_shards(plays) if looks else plays
    for (told, sentence, script, options), found, kept in zip(stories, seen, there, strict=True):
        found["kept"] = kept["kept"] if looks else None
        wrong = differs(found, script, options, looks)
        assert wrong is None, f"{told}: {wrong} (breakers are numbered from 0, as they are made). {sentence}"


def judged(lab, told, script, sentence, looks=False, **options):
    """One story. Looked at is who has each call, and where it says so which breakers are kept."""
    compared(lab, [(told, sentence, sorted(script, key=lambda row: row[0]), options)], looks)
