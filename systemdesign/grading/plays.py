"""Which plays of a lab's checks are played at the judge, and which beside the answer, in less time."""

from collections import Counter

SEEDS = 10
"""How many seeds schedules have."""


class Plays:
    """Counts those of one notebook. `check` is the one that is being made, `seed` that of the schedule it tries."""

    def __init__(self):
        self.check, self.seed, self.counted = "", None, Counter()

    def at_the_judge(self, paths, every, first):
        """Whether this play is: of `every` so many, one; and what a check plays first, in `first` checks of a function.

        A schedule of faults goes by its seed, 0 to 9, for what is tried again must go the same way; not the seed 0, to
        which most schedules come.
        """
        turn, function = self.counted[paths], (paths, self.check.partition("[")[0], "first")
        self.counted.update([paths, (paths, self.check)])
        if self.seed is not None:
            return not (self.seed + 1) % min(every, SEEDS)
        if self.counted[paths, self.check] == 1 and self.counted[function] < first:
            self.counted[function] += 1
            return True
        return not turn % every
