"""Two writers of one key, each of whom writes to two places one after the other: where do the places differ?"""

CACHE = 0.0002  # seconds on the way to the cache, on average


def first_the_cache(gap, database, rng):
    """(cache, database) of one pair: whether the second writer's value is there in the end.

    Both steps of both writers take exponential times, with a mean of CACHE and of `database` seconds.
    """
    return _one_after_the_other(gap, CACHE, database, rng)


def first_the_database(gap, database, rng):
    """The same in the other order."""
    return _one_after_the_other(gap, database, CACHE, rng)[::-1]


def with_versions(gap, database, rng):
    """The database first, which numbers them; the cache keeps the larger number."""
    stored, _ = _one_after_the_other(gap, database, CACHE, rng)
    return stored, stored


def _one_after_the_other(gap, first, second, rng):
    """Whether the second writer comes last to the first place, and to the second one."""
    draw = rng.expovariate
    one, two = draw(1 / first), gap + draw(1 / first)
    return one < two, one + draw(1 / second) < two + draw(1 / second)


ORDERS = {"cache, then database": first_the_cache, "database, then cache": first_the_database,
          "database, then cache by version": with_versions}


def different(order, gap, database, pairs, rng):
    """The share of so many pairs, `gap` seconds apart, that leave different values in cache and database."""
    ended = ORDERS[order]
    return sum(cache != row for cache, row in (ended(gap, database, rng) for _ in range(pairs))) / pairs
