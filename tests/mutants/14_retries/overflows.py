"""Doubles without a bound: the 1,025th failure in a row raises OverflowError.

Loses part 1. Hint: 2.0 ** 2000 is too large
"""


class FullJitter:
    """Draws the pause before the next try: anything up to a ceiling that doubles, as long as it fits."""

    def __init__(self, rng, base=0.1, cap=10.0):
        self.rng, self.base, self.cap = rng, base, cap

    def pause(self, failures, left=inf):
        """Seconds to pause after so many failures in a row; None when that would take all the time left."""
        ceiling = min(self.cap, self.base * 2.0 ** (failures - 1))
        drawn = self.rng.uniform(0, ceiling)
        return drawn if drawn < left else None
