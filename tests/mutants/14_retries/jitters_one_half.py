"""Equal jitter: half of each pause is fixed, so the herd still comes in waves.

Loses part 1. Hint: full jitter begins at 0
"""


class FullJitter:
    """Draws the pause before the next try: anything up to a ceiling that doubles, as long as it fits."""

    def __init__(self, rng, base=0.1, cap=10.0):
        self.rng, self.base, self.cap = rng, base, cap

    def pause(self, failures, left=inf):
        """Seconds to pause after so many failures in a row; None when that would take all the time left."""
        ceiling = min(self.cap, self.base * 2.0 ** min(failures - 1, 100))
        drawn = self.rng.uniform(ceiling / 2, ceiling)
        return drawn if drawn < left else None
