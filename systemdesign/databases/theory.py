"""What a look that is old by the time of the write costs, in closed form, for buyers who come at random (Poisson)."""

from math import exp, log


def oversold(way, isolation, rate, think, stock):
    """Sold and not there, on average, with `rate` buyers a second who `think` so many seconds before they write.

    Exact for Poisson arrivals, a constant time to think, and more buyers than buy. Read, then write: each unit goes
    to the first who sees it and to all who look before he has written, as in a stampede of chapter 4. Check, then
    decrement: the last unit does. What can't be overwritten, or isn't looked at before, oversells nothing.
    """
    if isolation != "read committed":
        return 0.0
    return {"read, then write": stock, "check, then decrement": 1}.get(way, 0) * rate * think


def redemptions(guard, isolation, rate, think):
    """How often a voucher is redeemed, on average: by the first, and by all whose view is older than his commit.

    Exact for Poisson attempts and a constant time to think.
    """
    blind = {"count": ("read committed", "repeatable read"), "lock the voucher": ("repeatable read",)}
    return 1 + rate * think if isolation in blind.get(guard, ()) else 1.0


def old_shapes(every, days):
    """Share of the documents that still have their old shape after so many days.

    Exact where each is edited once in `every` days on average, at random, and by itself.
    """
    return exp(-days / every)


def days_until(share, every):
    """How long it takes until no more than this share has the old shape."""
    return -every * log(share)
