"""Makes the pause fit the time left: all whose time runs out come back together.

Loses part 1. Hint: return None for those
"""


class FullJitter:
    """Draws the pause before the next try: anything up to a ceiling that doubles, as long as it fits."""

    def __init__(self, rng, base=0.1, cap=10.0):
        self.rng, self.base, self.cap = rng, base, cap

    def pause(self, failures, left=inf):
        """Seconds to pause after so many failures in a row; None when that would take all the time left."""
        ceiling = min(self.cap, self.base * 2.0 ** min(failures - 1, 100))
        drawn = self.rng.uniform(0, min(ceiling, left))
        return drawn
