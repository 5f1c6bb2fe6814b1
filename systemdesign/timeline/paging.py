"""A reader who turns pages while others post, and delete."""

from functools import lru_cache
from statistics import fmean
from typing import NamedTuple

from systemdesign.kernel.streams import stream

OFFSET, CURSOR = "by offset", "by cursor"
WAYS = [OFFSET, CURSOR]
PAGES, READERS, LONG = 10, 60, 1200


class Turned(NamedTuple):
    """Of each page after the first, on average: how many posts he had seen; how many he passes and never sees."""

    repeats: list
    missed: float


@lru_cache(maxsize=256)
def turned(rate, pause, size, deletes, way, seed=0):
    """So many readers turn to page 10, each page after `pause` seconds.

    `rate` new posts a second come on top, and of those that he has passed so many `deletes` a second go.
    """
    random = stream("pages", seed)
    each = [_one(random, rate * pause, size, deletes * pause, way) for _ in range(READERS)]
    return Turned([fmean(page) for page in zip(*(repeats for repeats, _ in each))], fmean(missed for _, missed in each))


def _one(random, coming, size, going, way):
    posts, top, seen, repeats, last = list(range(LONG, 0, -1)), LONG, set(), [], LONG + 1
    for page in range(PAGES):
        start = page * size if way == OFFSET else next(k for k, post in enumerate(posts) if post < last)
        shown = posts[start : start + size]
        repeats.append(sum(post in seen for post in shown))
        seen.update(shown)
        last = shown[-1]
        came = _poisson(random, coming)
        posts[:0] = range(top + came, top, -1)
        top += came
        for _ in range(min(_poisson(random, going), start + size)):
            del posts[int(random.random() * (start + size))]
    passed = min(seen & set(range(LONG + 1)), default=LONG)
    return repeats[1:], sum(passed < post <= LONG and post not in seen for post in posts) / (PAGES - 1)


def _poisson(random, mean):
    """How many events of a Poisson process fall into a time in which `mean` do, on average."""
    many, time = 0, random.expovariate(1.0)
    while time < mean:
        many += 1
        time += random.expovariate(1.0)
    return many
