"""Sessions with an engine, many in one message, run beside the student. It knows nothing of what should come."""


def plain(reply):
    """A reply to be sent: whatever kind of Error it is, an Error."""
    return book.Error(str(reply)) if isinstance(reply, book.Error) else reply  # noqa: F821


def sessions(asked):
    """For each [[now, request], …] what a new engine replied."""
    found = []
    for told in asked:
        engine = book.Engine()  # noqa: F821
        found.append([plain(engine.execute(list(request), now)) for now, request in told])
    return found


def by_turns(asked):
    """What as many engines replied, each [which, now, request] in turn."""
    engines = [book.Engine() for _ in {which for which, *_ in asked}]  # noqa: F821
    return [engines[which].execute(list(request), now) for which, now, request in asked]


def spoilt(told):
    """The replies as they were, and as they are in the end; each list is changed by its caller before more is asked.

    With them, the requests as they are after they were executed.
    """
    engine, replies, requests = book.Engine(), [], []  # noqa: F821
    for now, request in told:
        requests.append(list(request))
        reply = engine.execute(requests[-1], now)
        replies.append(list(reply) if isinstance(reply, list) else reply)
        if isinstance(reply, list):
            reply[:] = [b"spoilt"]
    return [replies, requests]


def kept(told):
    """The replies, each looked at when all requests have been executed."""
    engine = book.Engine()  # noqa: F821
    return [engine.execute(list(request), now) for now, request in told]
