"""The rules of parts 3 and 4 of lab 07, once more: what may be committed, and how an order may end."""

from collections import Counter

from .account import Account, ms, short, stock
from .scene import LEVELS, PACE, beside


def bought(rows, customer):
    """How many pieces are on this customer's orders."""
    return sum(sum(row[1].values()) for key, row in rows.items() if key[0] == "order" and row[0] == customer)


class Ordering(Account):
    """Of a ledger that began with these rows; with `most`, of part 4's checkout."""

    def __init__(self, told, rows, most=None):
        super().__init__(told, rows)
        self.first, self.most = stock(rows), most

    def rule(self, number):
        """The number of one of part 3's rules, in the part that is judged."""
        return f"(rule {number})" if self.most is None else "(as part 3 says, and rule 4)"

    def at_commit(self, old, new, writes):
        for kind, *rest in writes:
            if kind == "order":
                self.changed(rest[0], old.get(("order", rest[0])), new.get(("order", rest[0])))
        self.sums(new)
        if self.most is not None:
            self.limited(new)

    def changed(self, key, before, row):
        assert before in (None, row), (
            f"The order {key!r} was {before}, and at {ms(self.time)} it became {row}: where a key has an order there "
            f"is one, and nothing is done to it {self.rule(3)}."
        )
        asked = [tuple(call.args[1:]) for call in self.under_way.values() if call.key == key]
        assert row in asked, (
            f"At {ms(self.time)} the order {key!r} became {row!r}, and those who ask for it ask for {asked}: an order "
            f"is the row ('order', key), a tuple (customer, items), and whoever was cancelled has none {self.rule(1)}."
        )

    def sums(self, rows):
        used = Counter()
        for key, row in rows.items():
            if key[0] == "order":
                used.update(row[1])
        free = stock(rows)
        assert set(free) <= set(self.first), (
            f"At {ms(self.time)} the stock had rows of {sorted(set(free) - set(self.first), key=repr)}, which are no "
            f"products: rows of your own begin with another word than 'stock' and 'order' {self.rule(5)}."
        )
        for product, first in self.first.items():
            assert free[product] >= 0, (
                f"At {ms(self.time)} {free[product]} of {product} were free: free is not negative {self.rule(5)}."
            )
            assert free[product] + used[product] == first, (
                f"At {ms(self.time)} a commit left {free[product]} of {product} free and {used[product]} on orders, of "
                f"{first} at the beginning: order and stock change in one transaction {self.rule(5)}, and one order's "
                "items are taken once."
            )

    def limited(self, rows):
        for customer in dict.fromkeys(row[0] for key, row in rows.items() if key[0] == "order"):
            assert bought(rows, customer) <= self.most, (
                f"At {ms(self.time)} {customer!r} had {bought(rows, customer)} pieces over all her orders, and at most "
                f"{self.most} are allowed (rule 1)."
            )

    def at_end(self, call):
        key, wanted = call.key, tuple(call.args[1:])
        there = self.rows.get(("order", key))
        assert call.error != "Lost", (
            f"{call} raised Lost: after `Lost` it asks until it knows, Lost never goes to the caller {self.rule(2)}."
        )
        if call.error is None:
            return self.confirmed(call, there, wanted)
        if call.error == "Mismatch":
            assert there not in (None, wanted), (
                f"{call} raised Mismatch, and the key's order is {there}: Mismatch is raised where the key's order has "
                f"another customer or other items {self.rule(3)}."
            )
            return None
        assert call.error == "SoldOut" or (call.error == "TooMany" and self.most is not None), (
            f"{call} {call.told()} ({call.text}): however many ask for a key, there is one order {self.rule(1)}."
        )
        self.refused(call, wanted)
        empty = [rows for _, rows in call.states if ("order", key) not in rows]
        assert any(call.error == "TooMany" or short(rows, wanted[1]) for rows in empty), (
            f"{call} raised {call.error}, and when a piece was missing its order was there: a key that has its order "
            f"is never sold out, look again for it {self.rule(4)}."
        )
        return None

    def confirmed(self, call, there, wanted):
        assert there is not None, (
            f"{call} returned, and there is no such order: nothing is confirmed that is not there, it asks until it "
            f"knows {self.rule(2)}."
        )
        assert there == wanted, (
            f"{call} returned, and the key's order is {there}: where it has another customer or other items, Mismatch "
            f"is raised {self.rule(3)}."
        )
        assert call.value == call.key and type(call.value) is type(call.key), (
            f"{call} returned {call.value!r}: it returns the key when the order is committed {self.rule(1)}."
        )

    def refused(self, call, wanted):
        customer, items = wanted
        if call.error == "SoldOut":
            assert call.ever(lambda rows: short(rows, items)), (
                f"{call} raised SoldOut, and at every moment of the call there was enough, {stock(self.rows)}: "
                f"SoldOut is raised when a piece was missing, and leaves nothing of the order {self.rule(4)}."
            )
            return
        assert call.ever(lambda rows: bought(rows, customer) + sum(items.values()) > self.most), (
            f"{call} raised TooMany, and on {customer!r}'s orders are {bought(self.rows, customer)} pieces, of at most "
            f"{self.most}: it is raised for nothing else, only what is on orders counts (rule 3)."
        )


def played(lab, rows, *script, most=None, isolation=LEVELS[0], pace=PACE, seed=0, count=1, order=None):
    """What came of these steps, in the order of their times, with part 3's checkout, or part 4's where `most` is.

    A `most` of 2 is the default, and is not told.
    """
    script = sorted(script, key=lambda step: step[0])
    kind = "Checkout" if most is None else "LimitedCheckout"
    options = {} if most in (None, 2) else {"most": most}
    told = beside(lab).play(kind, options, rows, isolation, script, seed, pace, count, order)
    return Ordering(told, rows, most)


def asks(time, who, *orders):
    """A caller who asks for each of these (key, customer, items), one after the other."""
    return (time, "call", who, *(["order", *order] for order in orders))


def outcomes(account):
    return account.outcomes()
