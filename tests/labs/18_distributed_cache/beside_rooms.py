"""Slots and rooms, many calls in one message, run beside the student. It knows nothing of what should come of them."""

from random import Random, seed


def plain(reply):
    """A reply to be sent: whatever kind of Error it is, an Error."""
    return book.Error(str(reply)) if isinstance(reply, book.Error) else reply  # noqa: F821


def slots(keys):
    return [book.slot(key) for key in keys]  # noqa: F821


def redirections(script):
    """What nodes said, each step [me, "assign", first, last, address] or [me, "refused", keys]."""
    nodes, found = {}, []
    for me, what, *rest in script:
        node = nodes.setdefault(me, None) or book.Slots(me)  # noqa: F821
        nodes[me] = node
        found.append(plain(getattr(node, what)(*rest)))
    return found


def room(limit, policy, number):
    return book.Room(limit, policy, Random(number))  # noqa: F821


def played(limit, policy, number, script):
    """[what a call returned, `used`, `evicted`] of each step, ["set", key, value, now, end] or such."""
    one, found = room(limit, policy, number), []
    for what, *rest in script:
        found.append([plain(getattr(one, what)(*rest)), one.used, one.evicted])
    return found


def by_turns(limits, policy, script):
    """The same of several rooms, each step begins with which."""
    rooms, found = [room(limit, policy, number) for number, limit in enumerate(limits)], []
    for which, what, *rest in script:
        found.append([getattr(rooms[which], what)(*rest), rooms[which].used, rooms[which].evicted])
    return found


def gone(limit, policy, numbers, script, keys, salt=0):
    """For each number of a generator, the keys that are not there after the script."""
    found = []
    for number in numbers:
        seed(f"{salt} {number}")
        one = room(limit, policy, number)
        for what, *rest in script:
            getattr(one, what)(*rest)
        found.append([key for key in keys if one.get(key, script[-1][3]) is None])
    return found
