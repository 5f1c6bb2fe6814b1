"""The same bank as a direct loop: the sum that its database shows, and for which share of the time it is wrong."""

from bisect import bisect_right
from itertools import count
from operator import itemgetter

from systemdesign.cache_writes.bank import ACCOUNTS, transfers


class Accounts:
    """What the cache holds, brought up to a time by `advance`: values, and the number of each dirty one's write."""

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
    """(sums, flushes): (time, the database's sum) whenever rows change, and (begin, end) of each flush until that time.

    `rate` transfers a second, a flush `every` so many seconds which takes `row` seconds for each dirty row.
    """
    accounts, rows, sums, flushes = Accounts(rate, seed), [0] * ACCOUNTS, [(0.0, 0)], []
    time = due = total = 0
    while True:
        due = max(due + every, time)
        begin = time = time + (due - time)
        if begin >= until:
            return sums, flushes
        accounts.advance(begin)
        for time, key, value in FLUSHES[flush](accounts, begin, row):
            total, rows[key] = total + value - rows[key], value
            sums[-1 if sums[-1][0] == time else len(sums):] = [(time, total)]
        flushes.append((begin, time))


def wrong_share(sums, begin, end):
    """The share of the time between these two in which the sum was not 0."""
    later = [time for time, _ in sums[1:]] + [end]
    return sum(max(0.0, min(until, end) - max(time, begin))
               for (time, total), until in zip(sums, later) if total) / (end - begin)


def tearing(sums, flushes, after):
    """(begin, end) of the first flush after that time to find the sum right and leave it wrong; else of the first."""
    later = [flush for flush in flushes if flush[0] >= after]
    return next((flush for flush in later if at(sums, flush[0]) == 0 != at(sums, flush[1])), later[0])


def at(sums, time):
    """The sum at that time."""
    return sums[bisect_right(sums, time, key=itemgetter(0)) - 1][1]
