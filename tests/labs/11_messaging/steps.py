"""The rules of part 3 of lab 11, once more: which desk may be asked for what, and where an order ends."""

from .scene import all_deaths, foreign
from .scene import play as any_play
from .scene import play_all as any_play_all

NAMES = ["stock", "bank", "post"]


def desks(*names, refuses=()):
    """What the desks are made of: each a name, and the orders that it refuses; `refuses` are (name, order)."""
    return [[name, [order for refused, order in refuses if refused == name]] for name in names or NAMES]


def play(lab, rules, *lives, **world):
    """One play, walked through by these rules."""
    world.setdefault("desks", desks())
    return Sagas(any_play(lab, 3, *lives, **world), world["desks"], rules).walk()


def play_all(lab, rules, many):
    for (_, world, _), seen in zip(many, any_play_all(lab, 3, many), strict=True):
        yield Sagas(seen, world["desks"], rules).walk()


def deaths(lab, rules, script, after, **world):
    """All plays with deaths, each walked through by these rules, and by rule 6 whole in the end."""
    world.setdefault("desks", desks())
    found = [Sagas(seen, world["desks"], rules).walk() for seen in all_deaths(lab, 3, script, after, **world)]
    return [seen.whole() for seen in found] if "6" in rules else found


def kind(value):
    """What tells apart keys and orders that are equal or print alike."""
    return repr(value)


def start(number, order="pizza"):
    return ["start", number, order]


def asked(seen, order="pizza"):
    return seen.of(kind(order))


class Sagas:
    """One play. `asked` has (desk, what, order) of all that was asked, in turn; orders are told apart by their repr."""

    def __init__(self, seen, made, rules):
        self.rules = rules
        self.seen, self.names = seen, [name for name, _ in made]
        self.asked, self.owners, self.keys, self.busy, self.last = [], {}, {}, {}, {}

    def walk(self):
        for event in self.seen.events:
            getattr(self, f"at_{event.what}", lambda event: None)(event)
        return self

    def order(self, key, name):
        return self.owners.get((kind(key), name), (None,))[0]

    def at_committed(self, event):
        foreign("saga", event.rest[0])

    def at_asks(self, event):
        name, what, key, order = event.rest
        if what == "do":
            self.known(name, key, kind(order))
        order = self.order(key, name)
        assert order is not None or "5" not in self.rules, (
            f"{self.seen.deaths}{name} was asked to undo {key!r}, a key under which it was never asked to do anything: "
            "the `undo` of a step has the same key, and in the end all steps are done, or none."
        )
        under_way = self.busy.get((event.process, order))
        assert under_way is None or "1" not in self.rules, (
            f"{self.seen.deaths}{name} was asked to {what} its step of {order} while {under_way} was still being "
            "asked: one desk at a time."
        )
        if {"do": "1", "undo": "2"}[what] in self.rules:
            getattr(self, f"may_{what}")(name, order)
        self.busy[event.process, order] = name
        self.asked.append((name, what, order))

    def known(self, name, key, order):
        assert isinstance(key, (str, tuple)), f"{name} was asked for a step by {key!r}: its key is a string or a tuple."
        owner = self.owners.setdefault((kind(key), name), (order, name))
        elsewhere = [other for (same, _), other in self.owners.items() if same == kind(key) and other != (order, name)]
        if "5" not in self.rules:
            return
        assert owner == (order, name) and not elsewhere, (
            f"{self.seen.deaths}The step at {name} of {order} had the key {key!r}, and so had the one of "
            f"{elsewhere[0] if elsewhere else owner}: no other step has it, of this order or of another."
        )
        had = self.keys.setdefault((order, name), key)
        assert had == key, (
            f"{self.seen.deaths}The step at {name} of {order} had the key {had!r}, and then {key!r}: a step has one "
            "key, at every attempt, and in the process after a crash."
        )

    def may_do(self, name, order):
        before = self.names[: self.names.index(name)]
        missing = [other for other in before if self.last.get((order, other, "do"), "nothing") is not None]
        assert not missing, (
            f"{self.seen.deaths}{name} was asked to do its step of {order}, and {missing[-1]} had not yet done its "
            "own: the desks are asked in the order of the list, the next one when the one before has done its step."
        )

    def may_undo(self, name, order):
        later = self.names[self.names.index(name) + 1 :]
        left = [other for other in later if self.may_be_done(order, other)]
        assert not left, (
            f"{self.seen.deaths}{name} was asked to undo its step of {order} before {left[-1]} had undone its own, "
            "which was done, or may have been: the last one undoes first, one at a time."
        )
        assert self.last.get((order, name, "do")) != "Refused" or self.last.get((order, name, "undo"), 0) != 0, (
            f"{self.seen.deaths}{name} refused {order}, and was asked to undo its step: the one that refused is not "
            "asked any more."
        )

    def may_be_done(self, order, name):
        """Whether a desk was asked, did not refuse, and has not undone its step."""
        was_asked = (name, "do", order) in self.asked
        return (
            was_asked
            and self.last.get((order, name, "do")) != "Refused"
            and (self.last.get((order, name, "undo"), "nothing") is not None)
        )

    def at_told(self, event):
        name, what, key, error = event.rest
        order = self.order(key, name)
        self.busy[event.process, order] = None
        if error is None or self.last.get((order, name, what), "nothing") is not None:
            self.last[order, name, what] = error

    def of(self, order):
        """(desk, what) of all that was asked for an order, told by its repr."""
        return [(name, what) for name, what, one in self.asked if one == order]

    def whole(self):
        """Every order is done at all desks, or at none; and that is what its last `start` said."""
        ends = {}
        for name, done in self.seen.done.items():
            for _, order in done:
                ends.setdefault(kind(order), []).append(name)
        for order, where in ends.items():
            assert len(where) == len(self.names), (
                f"{self.seen.deaths}In the end {order} is done at {where}, and undone at the others: all steps are "
                f"done, or none. Its desks were asked {self.of(order)}."
            )
        for event in self.seen.of("returned"):
            _, method, args, value, error, _ = event.rest
            assert error in (None, "CancelledError"), (
                f"{self.seen.deaths}`{method}` raised {error}: an order comes to its end, whatever was lost."
            )
            if method == "start" and error is None:
                assert value is (kind(args[1]) in ends), (
                    f"{self.seen.deaths}`start` returned {value!r} for {args[1]!r}, which in the end is done at "
                    f"{ends.get(kind(args[1]), 'no desk')}: True when all of them have done their step, False when all "
                    "is undone."
                )
        return self
