"""The rules of part 1 of lab 11, once more: what a change of an order is, and what may be published."""

from collections import Counter

from .scene import all_deaths, foreign
from .scene import play as any_play


def play(lab, rules, *lives, **world):
    """One play, walked through by these rules."""
    return Outbox(any_play(lab, 1, *lives, **world), rules).walk()


def deaths(lab, rules, script, after, **world):
    """All plays with deaths, each walked through by these rules."""
    return [Outbox(seen, rules).walk() for seen in all_deaths(lab, 1, script, after, **world)]


class Outbox:
    """One play. `changes` are the orders' changes that were committed, as (subject, (number, order)), in turn."""

    def __init__(self, seen, rules):
        self.rules = rules
        self.seen, self.changes, self.orders, self.ids, self.accepted = seen, [], {}, {}, Counter()

    def walk(self):
        for event in self.seen.events:
            getattr(self, f"at_{event.what}", lambda event: None)(event)
        return self

    def published(self):
        """(subject, body) of what was published, in turn."""
        return [(event.rest[1], tuple(event.rest[0])) for event in self.seen.of("published")]

    def complete(self):
        """Every change was published, and each row is right."""
        for change in self.changes:
            assert change in self.published(), (
                f"{self.seen.deaths}{change[0]} of order {change[1][0]!r} is committed and was never published, though "
                "`run` ended after it: whichever calls a crash came between, an event is published at least once."
            )
        return self

    def at_committed(self, event):
        (changes,) = event.rest
        foreign("outbox", changes, "order")
        for key, row in changes.items():
            if key[0] == "order":
                self.changed(key, row)

    def changed(self, key, row):
        old, number = self.orders.get(key), key[1]
        assert isinstance(row, tuple) and len(row) == 2 and row[0] in ("placed", "cancelled"), (
            f"The row {key} became {row!r}: it is the tuple ('placed', order) or ('cancelled', order)."
        )
        assert old != row, (
            f"The row {key} was {row} already, and the same was committed again: what changes nothing is not "
            "committed, and what a commit raises goes to the caller, who may call again."
        )
        assert (old is None and row[0] == "placed") or (old and old[0] == "placed" and row == ("cancelled", old[1])), (
            f"The row {key} was {old} and became {row}: placing an order that has a row, or cancelling one that has "
            "none or is cancelled, changes nothing."
        )
        self.orders[key] = row
        self.changes.append((f"order.{row[0]}", (number, row[1])))

    def at_publishes(self, event):
        for rule, judged in ((2, self.of_a_change), (3, self.by_its_id), (4, self.in_its_turn)):
            if str(rule) in self.rules:
                judged(*event.rest)

    def of_a_change(self, body, subject, _):
        assert isinstance(body, tuple) and (subject, body) in self.changes, (
            f"{self.seen.deaths}{subject} with the body {body!r} was published, and committed are "
            f"{self.changes}: an event is published of each change that is committed, and of no other, with the "
            "body (number, order)."
        )

    def by_its_id(self, body, subject, id):
        known = self.ids.setdefault((subject, body_key(body)), id)
        assert known == id and type(known) is type(id), (
            f"{self.seen.deaths}{subject} of order {body[0]!r} had the id {known!r}, and the id {id!r} when it was "
            "published again: an event has the same id each time."
        )
        others = [event for event, other in self.ids.items() if other == id and event != (subject, body_key(body))]
        assert not others, (
            f"{self.seen.deaths}{subject} of order {body[0]!r} has the id {id!r}, which {others[0]} has too: no two "
            "events have one id."
        )

    def in_its_turn(self, body, subject, _):
        assert subject != "order.cancelled" or self.accepted["order.placed", body_key(body)], (
            f"{self.seen.deaths}Of order {body[0]!r} order.cancelled was published before `publish` had returned "
            "for order.placed: what comes after it of the same order waits."
        )

    def at_accepted(self, event):
        body, subject, _ = event.rest
        self.accepted[subject, body_key(body)] += 1


def body_key(body):
    """What tells one order's number from another's that prints alike."""
    return type(body[0]).__name__, body[0]
