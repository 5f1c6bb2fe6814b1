"""Part 3 of lab 02 once more, as plainly as it can be said, and what else an answer may be doing instead."""


class Ledger:
    """The orders that are on their way, by the rules. Those who break one override the step that it is about."""

    def __init__(self, patience):
        self.patience, self.coming, self.ready = patience, [], 0

    def plan(self, time, wanted, ready):
        for _ in range(self.arrived(ready)):
            self.fulfil()
        self.coming = [since for since in self.coming if not self.failed(time - since)]
        lack = self.least(wanted) - ready - self.counted()
        order, cancel, release = (lack, 0, 0) if lack > 0 else (0, *self.fewer(-lack, ready))
        for _ in range(cancel):
            self.call_off()
        self.note(time, order)
        self.ready = ready
        return order, cancel, release

    def arrived(self, ready):
        return max(0, ready - self.ready)

    def fulfil(self):
        if self.coming:
            self.coming.pop(0)

    def failed(self, age):
        return age >= self.patience

    def least(self, wanted):
        return max(1, wanted)

    def counted(self):
        return len(self.coming)

    def fewer(self, surplus, ready):
        cancel = min(surplus, len(self.coming))
        return cancel, surplus - cancel

    def call_off(self):
        self.coming.pop()

    def note(self, time, order):
        self.coming += [time] * order


class NeverArrives(Ledger):
    def arrived(self, ready):
        return 0


class TakesTheNewest(Ledger):
    def fulfil(self):
        if self.coming:
            self.coming.pop()


class CountsTheBroken(Ledger):
    """Reads a machine that broke as an order that came to nothing."""

    def arrived(self, ready):
        return abs(ready - self.ready)


class WaitsForEver(Ledger):
    def failed(self, age):
        return False


class WaitsTooLong(Ledger):
    def failed(self, age):
        return age > self.patience


class OrdersAgain(Ledger):
    def counted(self):
        return 0

    def fewer(self, surplus, ready):
        return 0, surplus


class FailsFirst(Ledger):
    """Gives up what is too old before it looks who has arrived."""

    def plan(self, time, wanted, ready):
        self.coming = [since for since in self.coming if not self.failed(time - since)]
        return super().plan(time, wanted, ready)


class ReleasesFirst(Ledger):
    def fewer(self, surplus, ready):
        release = min(surplus, max(0, ready - 1))
        return min(surplus - release, len(self.coming)), release


class CallsOffTheOldest(Ledger):
    def call_off(self):
        self.coming.pop(0)


class NeverCallsOff(Ledger):
    def fewer(self, surplus, ready):
        return 0, min(surplus, max(0, ready - 1))


class NeverReleases(Ledger):
    def fewer(self, surplus, ready):
        return min(surplus, len(self.coming)), 0


class LetsOneBe(Ledger):
    def fewer(self, surplus, ready):
        return super().fewer(surplus, ready) if surplus > 1 else (0, 0)


class ReleasesOne(Ledger):
    def fewer(self, surplus, ready):
        cancel, release = super().fewer(surplus, ready)
        return cancel, min(1, release)


class OneOfATime(Ledger):
    """Writes down a number for each time, and so the last one only."""

    def note(self, time, order):
        if order:
            self.coming = [since for since in self.coming if since != time] + [time] * order


class GoesToZero(Ledger):
    def least(self, wanted):
        return wanted


class KeepsTwo(Ledger):
    def least(self, wanted):
        return max(2, wanted)


SUSPECTS = {
    "rule 3 what is on its way counts; yours orders it again in every call": OrdersAgain,
    "rule 2 an order that is `patience` seconds old has failed; yours is waited for for ever": WaitsForEver,
    "rule 2 an order that is exactly `patience` seconds old has failed; yours is still on its way": WaitsTooLong,
    "rule 1 who has arrived is looked at first, and only then which orders are too old": FailsFirst,
    "rule 1 the oldest orders are fulfilled by those that have arrived; yours takes the newest off": TakesTheNewest,
    "rule 1 a machine that has arrived is no longer on its way; yours never takes its order off": NeverArrives,
    "rule 1 some broke where fewer are ready: no order is touched by that": CountsTheBroken,
    "rule 6 times may repeat; yours keeps the orders of one call for each time": OneOfATime,
    "rule 4 the newest orders are called off first; yours calls off the oldest": CallsOffTheOldest,
    "rule 4 orders on their way are called off before ready machines are released": ReleasesFirst,
    "rule 4 orders on their way are called off when more than wanted; yours never calls off": NeverCallsOff,
    "rule 4 ready machines are released when calling off is not enough; yours never releases": NeverReleases,
    "rule 4 as many are called off or released as are more than wanted; yours lets one too many be": LetsOneBe,
    "rule 4 as many are released as are still too many; yours releases one in a call": ReleasesOne,
    "rule 5 at least one machine is always wanted: 0 is taken for 1": GoesToZero,
    "rule 5 one machine is enough where 0 or 1 are wanted; yours keeps two": KeepsTwo,
}
"""What is wrong, and who does it."""
