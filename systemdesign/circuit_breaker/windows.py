"""How many calls it takes until half of the last ones have failed."""

from systemdesign.kernel.streams import stream

LEAST = 20  # calls that must have come, before a rule looks


def until_half(share, last, trips, most, seed=None):
    """Mean number of calls until half of the `last` ones, and of no fewer than 20, have failed; then it forgets all.

    Counted over so many `trips`, or until `most` calls in all. Without a trip, it is `most`.
    """
    chance, done, total = stream(f"window {last}", seed).random, 0, 0
    while done < trips and total < most:
        calls = _one(share, last, most - total, chance)
        total += abs(calls)
        done += calls > 0
    return total / max(1, done)


def _one(share, last, most, chance):
    """The number of the call that opens it; minus `most`, if none does."""
    ring, failures = [False] * last, 0
    for number in range(most):
        place, failed = number % last, chance() < share
        failures += failed - ring[place]
        ring[place] = failed
        if number + 1 >= LEAST and 2 * failures >= min(number + 1, last):
            return number + 1
    return -most
