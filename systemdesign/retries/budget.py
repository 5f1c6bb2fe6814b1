"""How many retries a client may afford."""

from math import inf


class Budget:
    """Each request earns a part of a retry, each retry costs a whole one, and only so many can be saved.

    So while any n requests that share a budget come in, at most `burst` + `ratio` × n retries are made, also when
    everything fails. A hundred clients with one each have a hundred bursts. The ratio of a tenth is that of
    *Site Reliability Engineering*, chapter 21. gRPC's throttling (proposal A6) is stricter: there a failure
    costs 1, only a success earns, and at half of the full bucket nobody tries again.
    """

    def __init__(self, ratio=0.1, burst=10):
        if ratio < 0 or burst < 0:
            raise ValueError(f"a budget can't be negative: ratio {ratio}, burst {burst}")
        self.ratio, self.burst = ratio, burst
        self.saved = float(burst)

    def earn(self):
        """A request comes in."""
        self.saved = min(self.saved + self.ratio, self.burst)

    def spend(self):
        """Whether a retry is affordable; if it is, it is paid for."""
        if self.saved < 1 - 1e-9:  # ten tenths, added up, fall short of one by rounding
            return False
        self.saved -= 1
        return True


def unlimited():
    """A budget that never says no."""
    return Budget(burst=inf)
