"""Who follows whom, how often everybody posts, and how often everybody looks: a small world, drawn."""

from functools import lru_cache
from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.sim.zipf import Zipf

PEOPLE, FOLLOWED, SKEW = 1000, 20, 1.2


class World(NamedTuple):
    """`pairs` of author and reader, and by person: posts a day, reads a day, followers."""

    pairs: list
    posts: list
    reads: list
    followers: list


@lru_cache(maxsize=32)
def follows(seed=0):
    """Everybody follows so many others, drawn after Zipf; an author's popularity says nothing of how much she posts."""
    popular, random, pairs = Zipf(PEOPLE, SKEW), stream("follows", seed), []
    for reader in range(PEOPLE):
        followed = {}
        while len(followed) < FOLLOWED:
            author = popular(random) - 1
            if author != reader:
                followed[author] = True
        pairs += [(author, reader) for author in followed]
    return pairs


@lru_cache(maxsize=64)
def world(never=0.3, seed=0):
    """The world in which this share of all people never looks. Lognormal: 3.1 posts, and of those who look 12 reads."""
    posts, reads, looks = (stream(name, seed) for name in ("posts", "reads", "looks"))
    pairs, followers = follows(seed), [0] * PEOPLE
    for author, _ in pairs:
        followers[author] += 1
    rates = [reads.lognormvariate(2.0, 1.0) for _ in range(PEOPLE)]
    return World(pairs, [posts.lognormvariate(0.0, 1.5) for _ in range(PEOPLE)],
                 [rate if looks.random() >= never else 0.0 for rate in rates], followers)
