"""What a stranger learns from a few codes: how many were given out, and where to look for others."""

from statistics import fmean

from systemdesign.kernel.streams import stream
from systemdesign.url_shortener.theory import total

COUNTED, HIDDEN = SCHEMES = ["counted", "drawn or scrambled"]


def estimates(seen, times, links, codes, scheme, seed=0):
    """The total, as a multiple of the truth, estimated so many `times` from so many codes seen.

    Codes that are counted are seen as numbers up to `links`; drawn, or counted and scrambled by a bijection whose key
    is secret, they are any of all `codes`. Seen codes differ.
    """
    random = stream(f"codes {seen}", seed).random
    highest = links if scheme == COUNTED else codes
    return [total(_highest(random, seen, highest), seen) / links for _ in range(times)]


def off(found):
    """By how much estimates are off, root mean square, in multiples of the truth."""
    return fmean((one - 1) ** 2 for one in found) ** 0.5


def tries(links, codes, scheme):
    """How many codes a stranger tries for each that is somebody's."""
    return 1.0 if scheme == COUNTED else codes / links


def _highest(random, seen, highest):
    """The highest of so many different numbers from 1 on."""
    numbers = set()
    while len(numbers) < seen:
        numbers.add(1 + int(random() * highest))
    return max(numbers)
