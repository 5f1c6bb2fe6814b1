"""The rules of part 2 of lab 07, once more: what may be committed, and how a call may end."""

from collections import Counter

from .account import Account, ms, short, stock
from .scene import LEVELS, PACE, beside

STATES = ("held", "sold", "free")
SLACK = 1e-6
"""Seconds by which two sums of the same times may differ."""


class Holding(Account):
    """Of a ledger that began with these rows, and holds that last so many seconds."""

    def __init__(self, told, rows, seconds):
        super().__init__(told, rows)
        self.first, self.seconds = stock(rows), seconds

    def hold(self, key, rows=None):
        """(state, items, until) of a row, or Nones."""
        return (self.rows if rows is None else rows).get(("hold", key), (None, None, None))

    def calling(self, *methods, key):
        """The calls under way that may have to do with this key."""
        return [
            call
            for call in self.under_way.values()
            if call.method in methods and (call.method == "expire" or call.key == key)
        ]

    def at_commit(self, old, new, writes):
        for kind, *rest in writes:
            if kind == "hold":
                self.changed(rest[0], old, new)
        self.sums(new)

    def sums(self, rows):
        used = Counter()
        for key, row in rows.items():
            if key[0] == "hold" and row[0] != "free":
                used.update(row[1])
        free = stock(rows)
        for product, first in self.first.items():
            assert free[product] >= 0, (
                f"At {ms(self.time)} {free[product]} of {product} were free: free is not negative (rule 1)."
            )
            assert free[product] + used[product] == first, (
                f"At {ms(self.time)} a commit left {free[product]} of {product} free, and {used[product]} held or "
                f"sold, of {first} at the beginning: after every commit the sums are right (rule 1)."
            )

    def changed(self, key, old, new):
        row, before = new.get(("hold", key)), old.get(("hold", key))
        if row == before:
            assert not row or row[0] != "free" or stock(new) == stock(old), (
                f"The hold {key!r} was free, and at {ms(self.time)} its items were given back again: what is free is "
                "given back once (rule 5)."
            )
            return
        assert isinstance(row, tuple) and len(row) == 3 and row[0] in STATES, (
            f"The row of the hold {key!r} became {row!r}: it is ('held', items, until), or 'sold' or 'free' (rule 2)."
        )
        if before is None:
            return self.appeared(key, *row)
        assert row[1:] == before[1:], (
            f"The hold {key!r} was {before}, and at {ms(self.time)} it became {row}: a key that has a row is not held "
            "again, its items and its `until` stay (rule 5)."
        )
        assert before[0] == "held", (
            f"The hold {key!r} was {before[0]!r}, and at {ms(self.time)} it became {row[0]!r}: what is sold stays "
            "sold, and what is free is given back once (rule 5)."
        )
        getattr(self, f"became_{row[0]}")(key, row[2])

    def appeared(self, key, state, items, until):
        calls = self.calling("hold", key=key)
        assert calls, (
            f"At {ms(self.time)} a row came for the hold {key!r}, and nobody calls `hold` for it, or has left: a call "
            "that was cancelled changes nothing any more (rule 5)."
        )
        assert state == "held" and any(call.args[1] == items for call in calls), (
            f"At {ms(self.time)} a row came for the hold {key!r}, ({state!r}, {items}): `hold` keeps the row 'held' "
            "with the items as they were given (rule 2)."
        )
        assert any(call.called - SLACK <= until - self.seconds <= self.time + SLACK for call in calls), (
            f"A hold of {self.seconds} s, called at {calls[0].called:.3f} s and committed at {self.time:.3f} s, is "
            f"kept until {until} s: `until` is {self.seconds} s after a moment of the call (rule 2)."
        )

    def became_sold(self, key, until):
        calls = self.calling("confirm", key=key)
        assert calls, f"At {ms(self.time)} the hold {key!r} was sold, and nobody confirms it, or has left (rule 5)."
        assert any(call.called < until for call in calls), (
            f"The hold {key!r} was overdue at {ms(until)}, its confirm was called at {ms(calls[0].called)}, and it "
            "was sold: `confirm` raises `Expired` when the hold is overdue, swept or not (rule 3)."
        )

    def became_free(self, key, until):
        calls = self.calling("release", "expire", key=key)
        assert calls, f"At {ms(self.time)} the hold {key!r} became free: only `release` and `expire` do that (rule 4)."
        assert self.time >= until or any(call.method == "release" for call in calls), (
            f"The hold {key!r} was in time until {ms(until)}, and `expire` gave it back at {ms(self.time)}: it gives "
            "back what is overdue, and nothing that is in time (rule 4)."
        )

    def at_end(self, call):
        assert call.error in (None, "Lost", "SoldOut", "Expired"), (
            f"{call} {call.told()} ({call.text}): every call may be made again, and by several at once (rule 5)."
        )
        if call.error != "Lost":
            getattr(self, f"ended_{call.method}")(call)

    def ended_hold(self, call):
        if call.error is None:
            assert self.hold(call.key)[0], (
                f"{call} returned, and there is no row ('hold', {call.key!r}): `hold` keeps the row ('held', items, "
                "until) (rule 2)."
            )
            return
        assert call.error == "SoldOut", (
            f"{call} {call.told()}: every call may be made again, `hold` of a key that has a row returns (rule 5)."
        )
        assert call.ever(lambda rows: short(rows, call.args[1])), (
            f"{call} raised SoldOut, and at every moment of the call there was enough: {stock(self.rows)} is free. "
            "`take` takes all the items from the stock, or raises `SoldOut` (rule 2)."
        )
        assert call.ever(lambda rows: ("hold", call.key) not in rows and short(rows, call.args[1])), (
            f"{call} raised SoldOut, and when nothing was left the key had its row: a key that has a row is not held "
            "again, and not sold out, `hold` returns (rule 5)."
        )

    def ended_confirm(self, call):
        state, _, until = self.hold(call.key)
        if call.error is None:
            assert state == "sold", (
                f"{call} returned, and the hold is {state!r}: `confirm` makes a hold 'sold', or raises `Expired` where "
                "it is overdue, or free, or where there is none (rule 3)."
            )
            return
        assert call.error == "Expired", f"{call} {call.told()} (rule 3)."
        states = [self.hold(call.key, rows)[0] for _, rows in call.states]
        assert set(states) != {"sold"}, (
            f"{call} raised Expired, and the hold was sold all the time: what is sold stays sold, `confirm` returns "
            "when it is called again (rule 5)."
        )
        assert "free" in states or None in states or call.ended >= until, (
            f"{call} raised Expired at {ms(call.ended)}, and the hold was in time until {ms(until)}: `confirm` makes "
            "a hold that is not overdue 'sold' (rule 3)."
        )

    def ended_release(self, call):
        assert call.error is None, f"{call} {call.told()}: `release` leaves alone what is not held (rule 5)."
        assert call.ever(lambda rows: self.hold(call.key, rows)[0] != "held"), (
            f"{call} returned, and the hold is 'held' still: `release` makes a hold 'free', overdue or not (rule 4)."
        )

    def ended_expire(self, call):
        assert call.error is None, f"{call} {call.told()}: it gives back what is overdue, and says nothing (rule 4)."
        _, before = call.states[0]
        for (kind, *rest), row in before.items():
            if kind == "hold" and row[0] == "held" and row[2] <= call.called:
                assert self.hold(rest[0])[0] != "held", (
                    f"{call} returned, and the hold {rest[0]!r}, overdue since {ms(row[2])}, is held still: it gives "
                    "back each hold that was overdue when it was called (rule 4)."
                )

    def quiet(self):
        """No deadlock was broken."""
        assert not self.told["deadlocks"], (
            f"The ledger had {self.told['deadlocks']} deadlock(s) to break: whoever needs several rows takes them in "
            "the same order as everybody else (rule 6)."
        )
        return self


def stored(account, key):
    """The row of a hold at the end, or Nones."""
    return account.told["rows"].get(("hold", key), (None, None, None))


def played(lab, rows, *script, seconds=10.0, isolation=LEVELS[0], pace=PACE, seed=0, count=1):
    """What came of these steps, in the order of their times; to be walked."""
    script = sorted(script, key=lambda step: step[0])
    told = beside(lab).play("Holds", {"seconds": seconds}, rows, isolation, script, seed, pace, count)
    return Holding(told, rows, seconds)


def call(time, who, *calls):
    return (time, "call", who, *calls)


def outcomes(account):
    return account.outcomes()


def ended(account, *expected):
    told = outcomes(account)
    assert told == list(expected), f"{', '.join(map(str, account.calls))} ended with {told}."
