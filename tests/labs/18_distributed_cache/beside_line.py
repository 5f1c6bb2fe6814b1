"""The student's primary and replica, each called as a script says: reports what was said and shown after each row.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

from systemdesign.sim import Keys


def primaries(script, made):
    """What came of [who, "write", request], [who, "messages", id, offset] and [who, "offset"].

    `made` says whose: (who, id, backlog, requests that its keys have had before).
    """
    primaries = {who: book.Primary(id, filled(had), backlog) for who, id, backlog, *had in made}  # noqa: F821
    return [asked(primaries[who], verb, *rest) for who, verb, *rest in script]


def filled(requests):
    keys = Keys()
    for request in requests:
        keys.execute(request, None)
    return keys


def asked(primary, verb, *rest):
    """[how, value]."""
    if verb != "write":
        return ["is", primary.offset if verb == "offset" else primary.messages(*rest)]
    try:
        return ["is", primary.write(list(rest[0]))]
    except ValueError:
        return ["raised", "ValueError"]


def replicas(script):
    """What [who, "hear", message] and [who, "look", now, keys] came to: each time [id, offset, values]."""
    replicas, seen = {}, []
    for who, verb, *rest in script:
        replica = replicas[who] = replicas.get(who) or book.Replica()  # noqa: F821
        if verb == "hear":
            replica.hear(*rest[0])
        now, keys = rest if verb == "look" else (0.0, ())
        seen.append([replica.id, replica.offset, [replica.read(key, now) for key in keys]])
    return seen


def all_replicas(several):
    return [replicas(script) for script in several]


def together(script, backlog, most):
    """A primary and a replica of the student's, and a line between them that carries at most `most` bytes at a time.

    `write request`, `move count` (so many pieces arrive), `cut` (the line; the next one begins where the replica says),
    `restart id` (another primary with the same keys), `look now keys`.
    """
    keys, seen = Keys(), []
    primary, replica = book.Primary("first", keys, backlog), book.Replica()  # noqa: F821
    line, told = [], (None, 0)
    for verb, *rest in script:
        if verb == "write":
            primary.write(list(rest[0]))
        elif verb == "cut":
            line, told = [], (replica.id, replica.offset)
        elif verb == "restart":
            primary, line, told = book.Primary(rest[0], keys, backlog), [], (replica.id, replica.offset)  # noqa: F821
        elif verb == "move":
            for _ in range(rest[0]):
                if not line:
                    line, told = sent(primary, told, most)
                if line:
                    replica.hear(*line.pop(0))
        else:
            now, names = rest
            seen.append([replica.id, replica.offset, [replica.read(name, now) for name in names]])
    return [primary.offset, seen]


def sent(primary, told, most):
    """The pieces that bring whoever was told so far on to the end, and how far he is told then."""
    pieces = []
    for kind, id, offset, *place, data in primary.messages(*told):
        for at in range(0, max(1, len(data)), most):
            piece = data[at : at + most]
            pieces.append((kind, id, offset, place[0], at, piece) if kind == "copy" else (kind, id, offset + at, piece))
        told = id, offset if kind == "copy" else offset + len(data)
    return pieces, told
