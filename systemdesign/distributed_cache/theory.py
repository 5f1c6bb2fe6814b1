"""What an OK is worth when something dies, and which share of a memory is dead."""

from math import comb


def lost_age(window, heard=0.0):
    """(mean, most) seconds of writes that are acknowledged and lost, for writes made evenly. Exact.

    At the death all is lost that was made in the last A seconds, and A is uniform over `window`, (least, most); an OK
    is heard `heard` seconds after a write is made, so that of so much nobody was told.
    """
    least, most = window
    if heard <= least:
        return (least + most) / 2 - heard, most - heard
    return max(0.0, most - heard) ** 2 / (2 * (most - least) or 1), max(0.0, most - heard)


def survives(age, window, heard=0.0):
    """Probability that a write outlives the death, if its OK was heard `age` seconds before. Exact."""
    least, most = window
    if age + heard >= most:
        return 1.0
    return max(0.0, (age + heard - least) / (most - least)) if most > least else 0.0


def stops(dead, looks=20, least=5):
    """Probability that of so many keys looked at no more than `least` are dead, if that share of all is."""
    return sum(comb(looks, k) * dead**k * (1 - dead) ** (looks - k) for k in range(least + 1))


def dead_share(rate, every=0.1, looks=20, least=5):
    """The share of keys that are dead, where so many die a second, in the long run and if keys are many.

    Every so often `looks` keys are looked at, and again until no more than `least` of them are dead. A round deletes
    looks·x of them, there are 1/stops(x) rounds, and what is deleted is what dies: rate·every = looks·x/stops(x).
    The rounds of one cycle are taken to find the same share; so it is an approximation, within a few per cent.
    """
    low, high = 0.0, 1.0 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        deleted = looks * middle / max(stops(middle, looks, least), 1e-300)
        low, high = (middle, high) if deleted < rate * every else (low, middle)
    return (low + high) / 2
