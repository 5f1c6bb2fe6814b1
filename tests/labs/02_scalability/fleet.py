"""One `Orders` under judgement, and the machines that come, or not, as a check says."""

from .ledger import SUSPECTS, Ledger

GENERIC = [
    "rule 3 what is wanted and neither ready nor on its way is ordered, and nothing beyond it",
    "rule 4 when more are ready or on their way than wanted, so many orders are called off",
    "rule 4 ready machines are released only where calling off all orders is not enough",
]


class Fleet:
    """What is ready, and every call so far."""

    def __init__(self, lab, patience, ready=0):
        self.orders, self.patience, self.ready = lab.Orders(patience), patience, ready
        self.model, self.calls, self.found = Ledger(patience), [], []

    def plan(self, time, wanted, arrive=0, breaks=0):
        """Ask it, after machines came or broke, and compare. What is wrong as a sentence, else None."""
        self.ready = max(0, self.ready + arrive - breaks)
        call = time, wanted, self.ready
        self.calls.append(call)
        given, due = self.orders.plan(*call), self.model.plan(*call)
        if not isinstance(given, (tuple, list)) or len(given) != 3 or not all(type(one) is int for one in given):
            return f"By rule 3 `plan` returns three whole numbers, (order, cancel, release); yours returned {given!r}."
        self.found.append(tuple(given))
        self.ready -= due[2]
        if self.found[-1] != due:
            return f"By {self.mistake(due)}. {self.example(due)}"

    def mistake(self, due):
        for words, suspect in SUSPECTS.items():
            model = suspect(self.patience)
            if [model.plan(*call) for call in self.calls] == self.found:
                return words
        return next(words for words, one, other in zip(GENERIC, due, self.found[-1]) if one != other)

    def example(self, due):
        told = ", ".join(f"plan{call}" for call in self.calls[-4:])
        more = "…, " if len(self.calls) > 4 else ""
        return (
            f"With patience={self.patience:g}, after {more}{told}, (order, cancel, release) is {due}, and yours is "
            f"{self.found[-1]}."
        )
