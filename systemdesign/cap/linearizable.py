"""Is there an order in which one machine could have done all this, one operation at a time?"""

from dataclasses import dataclass, field

from systemdesign.cap.history import by_key


class Undecided(Exception):
    """The search was cut off at its limit: neither an order nor a proof that there is none."""


class Register:
    """One value: a write sets it, and a read is allowed where it read what is there.

    Any object with `initial` and `apply` is such a model. States must be hashable.
    """

    def __init__(self, initial=None):
        self.initial = initial

    def apply(self, state, operation):
        """(whether the operation is allowed in this state, the state after it)."""
        if operation.kind == "write":
            return True, operation.value
        return operation.value == state, state


@dataclass(frozen=True, slots=True)
class Verdict:
    """`linearizable` is True, False or None (undecided). True and False when it is tested; Undecided is raised then.

    `orders` has the order found for each key, up to `key`, the first that has none; `steps` counts what was tried.
    """

    linearizable: bool | None
    steps: int
    key: object = None
    orders: dict = field(default_factory=dict)

    def __bool__(self):
        if self.linearizable is None:
            raise Undecided(
                f"After {self.steps:,} steps it is not known whether key {self.key!r} has an order. "
                "Raise the limit, check fewer operations a key, or ask zones()."
            )
        return self.linearizable


class Line:
    """Calls and returns in order of time, the calls first where they are equal: doubly linked, so that an operation is
    lifted out and put back in no time. Place 0 is its head; a return stands where an operation must have been chosen.
    """

    def __init__(self, operations):
        calls = [(operation.called, 0, number) for number, operation in enumerate(operations)]
        returns = [(operation.returned, 1, number) for number, operation in enumerate(operations) if operation.heard]
        events = sorted(calls + returns)
        self.owed = len(returns)
        self.after, self.before = [*range(1, len(events) + 2), 0], list(range(-1, len(events) + 1))
        self.called = [None] * (len(events) + 2)  # the number of the operation called at a place
        self.places = [[] for _ in operations]
        for place, (_, returned, number) in enumerate(events, 1):
            self.places[number].append(place)
            if not returned:
                self.called[place] = number

    def lift(self, number):
        """Take an operation's call and return out."""
        after, before, places = self.after, self.before, self.places[number]
        for place in places:
            after[before[place]], before[after[place]] = after[place], before[place]
        self.owed -= len(places) - 1

    def put_back(self, number):
        """Undo the last lift; the place after its call."""
        after, before, places = self.after, self.before, self.places[number]
        for place in reversed(places):
            after[before[place]] = before[after[place]] = place
        self.owed += len(places) - 1
        return after[places[0]]


def linearizable(operations, model=None, limit=300_000):
    """Whether there is an order of the operations that the model allows and that keeps who came after whom.

    One key at a time, by the search of Wing and Gong (1993), with a list and a memory of what has been tried, as Lowe
    writes it (Testing for Linearizability, 2017). Its steps can grow exponentially: after `limit` of them, for all keys
    together, it says that it does not know.
    """
    model, steps, orders = model or Register(), 0, {}
    for key, part in by_key(operations).items():
        asked = [operation for operation in part if operation.heard or operation.kind != "read"]
        found, chosen, took = search(asked, model, limit - steps)
        steps += took
        if not found:
            return Verdict(found, steps, key, orders)
        orders[key] = [asked[number] for number, _ in chosen]
    return Verdict(True, steps, None, orders)


def search(operations, model, limit):
    """True, False or None (undecided); the operations chosen, each as its number and the state before it; the steps."""
    line, state, done, tried, chosen, steps = Line(operations), model.initial, 0, set(), [], 0
    at = line.after[0]
    while line.owed:
        number = line.called[at]
        if number is not None:
            allowed, new = model.apply(state, operations[number])
            if allowed:
                steps += 1
                if steps > limit:
                    return None, chosen, steps
                reached = (done | 1 << number, new)
                if reached not in tried:
                    tried.add(reached)
                    chosen.append((number, state))
                    done, state = reached
                    line.lift(number)
                    at = 0
        elif chosen:  # it returned here, and nothing that could come first is left: take back the last one chosen
            number, state = chosen.pop()
            done ^= 1 << number
            at = line.put_back(number)
            continue
        else:
            return False, chosen, steps
        at = line.after[at]
    return True, chosen, steps
