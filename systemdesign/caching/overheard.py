"""What a reader and a writer of one price say to its row and to the cache, overheard while they run."""

from typing import NamedTuple

from systemdesign.kernel.run import now


class Message(NamedTuple):
    """`said` is "old price" or the like, or else "question", "done" or "deletion"; times are in seconds."""

    said: str
    origin: str
    target: str
    begin: float
    end: float


def overheard(cache):
    """A list to which from now on all is added that a CacheAside's clients send and hear, each when it has arrived.

    Rows are pairs of a version and a word. Half of the time that the database takes is the way there, and half the
    way back. What is said to the cache is there at once, and comes from the "cache" itself.
    """
    messages, database, store = [], cache.database, cache.store
    database.read = _asking(messages, "reader", database.read)
    database.write = _asking(messages, "writer", database.write)
    store.put, store.remove = _telling(messages, store.put), _telling(messages, store.remove)
    return messages


def turns(messages, seen):
    """(event, look) of each turn of the story in order, with the first look at the cache after it (see `observe`)."""
    events = {("reader", "row"): "The question reaches the row", ("row", "writer"): "The writer is done",
              ("row", "reader"): "The reader is done"}
    for message in sorted(messages, key=lambda message: message.end):
        if event := events.get((message.origin, message.target)):
            yield event, next(look for look in seen if look[0] > message.end)


def _asking(messages, who, ask):
    async def asked(key, *value):
        begin = now()
        answer = await ask(key, *value)
        there = (begin + now()) / 2
        messages.append(Message(_words(*value, "question"), who, "row", begin, there))
        messages.append(Message(_words(answer, "done"), "row", who, there, now()))
        return answer

    return asked


def _telling(messages, tell):
    def told(key, *entries):
        said = _words(*(entry.value for entry in entries), "deletion")
        messages.append(Message(said, "cache", "cache", now(), now()))
        return tell(key, *entries)

    return told


def _words(*said):
    """What the first value says, or the word that stands last where there is no value."""
    value = next(filter(None, said))
    return value if isinstance(value, str) else f"{value[1]} price"
