"""One `Orders` under judgement, and the machines that come, or not, as a check says."""

from .ledger import SUSPECTS, Ledger


class Fleet:
    """What is ready, and every call so far. What the rules say is done, whatever the answer was."""

    def __init__(self, lab, patience, ready=0):
        self.make, self.orders, self.patience = lab.Orders, lab.Orders(patience), patience
        self.model, self.ready = Ledger(patience), ready
        self.calls, self.found, self.due = [], [], []

    def plan(self, time, wanted, arrive=0, breaks=0):
        """Ask it, after machines came or broke."""
        self.ready = max(0, self.ready + arrive - breaks)
        self.calls.append((time, wanted, self.ready))
        given = self.orders.plan(*self.calls[-1])
        whole = isinstance(given, (tuple, list)) and len(given) == 3 and all(type(number) is int for number in given)
        assert whole, (
            f"By rule 3 what is wanted and not on its way is ordered, and `plan` returns three whole numbers, (order, "
            f"cancel, release); yours returned {given!r}."
        )
        self.found.append(tuple(given))
        self.due.append(self.model.plan(*self.calls[-1]))
        self.ready -= self.due[-1][2]

    def wrong(self, otherwise):
        """What is wrong, as a sentence, or None; `otherwise` is the rule where no mistake explains all the answers."""
        if self.due != self.found:
            call = next(number for number, one in enumerate(self.due) if one != self.found[number])
            return f"By {self.mistake() or otherwise}. {self.example(call)}"

    def mistake(self):
        again = self.make(self.patience)
        if [tuple(again.plan(*call)) for call in self.calls] != self.found:
            return "rule 6 each Orders has its own orders, and a new one has none on their way: keep them in `self`"
        return next((words for words, suspect in SUSPECTS.items() if self.by(suspect(self.patience))), None)

    def by(self, model):
        """Whether this explains all the answers."""
        return [model.plan(*call) for call in self.calls] == self.found

    def example(self, call):
        told = ", ".join(f"plan{one}" for one in self.calls[max(0, call - 3) : call + 1])
        more = "…, " if call > 3 else ""
        return (
            f"With patience={self.patience:g}, after {more}{told}, (order, cancel, release) is {self.due[call]}, and "
            f"yours is {self.found[call]}."
        )
