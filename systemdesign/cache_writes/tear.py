"""The same bank as a direct loop: the sum that its database shows, and for which share of the time it is wrong."""

from itertools import count

from systemdesign.cache_writes.bank import ACCOUNTS, transfers


class Accounts:
    """What the cache holds, brought up to a time by `advance`: values, and the number of the write for each dirty one."""

    def __init__(self, rate, seed):
        self.values, self.dirty = [0] * ACCOUNTS, {}
        self.numbers, self.moves = count(1), transfers(rate, seed)
        self.due, *self.pair = next(self.moves)

    def advance(self, time):
        """Make the transfers that are due before that time."""
        while self.due <= time:
            giver, taker = self.pair
            self.values[giver] -= 1
            self.values[taker] += 1
            self.dirty[giver] = self.dirty[taker] = next(self.numbers)
            gap, *self.pair = next(self.moves)
            self.due += gap

    def forget(self, key, number):
        """This key is clean, unless it was written again."""
        if self.dirty[key] == number:
            del self.dirty[key]


def as_it_is_now(accounts, time, row):
    """(time, key, value) of the rows of a flush, each read when its turn comes."""
    for key in list(accounts.dirty):
        value, number = accounts.values[key], accounts.dirty[key]
        time += row
        yield time, key, value
        accounts.advance(time)
        accounts.forget(key, number)


def from_snapshot(accounts, time, row):
    """The same, all read when the flush begins."""
    taken = [(key, accounts.values[key], number) for key, number in accounts.dirty.items()]
    for key, value, _ in taken:
        time += row
        yield time, key, value
    accounts.advance(time)
    for key, _, number in taken:
        accounts.forget(key, number)


def in_one_transaction(accounts, time, row):
    """The same, and all seen when the last is done."""
    time += sum(row for _ in accounts.dirty)
    for _, key, value in from_snapshot(accounts, time, 0.0):
        yield time, key, value


FLUSHES = {"row by row, as it is now": as_it_is_now, "row by row, from a snapshot": from_snapshot,
           "one transaction": in_one_transaction}


def torn(flush, rate, every, row, until, seed):
    """(sums, starts): (time, the database's sum) whenever it changes, and the times at which flushes began.

    `rate` transfers a second, a flush `every` so many seconds which takes `row` seconds for each dirty row.
    """
    accounts, rows, sums, starts = Accounts(rate, seed), [0] * ACCOUNTS, [(0.0, 0)], []
    time = due = total = 0
    while True:
        due = max(due + every, time)
        time += due - time
        if time >= until:
            return sums, starts
        accounts.advance(time)
        starts.append(time)
        for time, key, value in FLUSHES[flush](accounts, time, row):
            total, rows[key] = total + value - rows[key], value
            sums.append((time, total))


def wrong_share(sums, begin, end):
    """The share of the time between these two in which the sum was not 0."""
    later = [time for time, _ in sums[1:]] + [end]
    return sum(max(0.0, min(until, end) - max(time, begin))
               for (time, total), until in zip(sums, later) if total) / (end - begin)
