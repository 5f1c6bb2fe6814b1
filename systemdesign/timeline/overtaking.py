"""A question on its way to many readers, and an answer that one of them gives to his friends."""

from functools import lru_cache
from statistics import fmean
from typing import NamedTuple

from systemdesign.kernel.streams import stream

ONE, SMALL, PARENT = "one queue", "small ones first", "answers wait"
LANES = [ONE, SMALL, PARENT]


class Raced(NamedTuple):
    """The share who got the answer first, and by how many seconds it came later than at once, on average."""

    first: float
    late: float


@lru_cache(maxsize=256)
def raced(fanout, delay, lane, seed=0, many=20_000):
    """So many answers, each at one of its readers.

    The question reaches its reader who answers, and the reader of the answer, at moments of the fan-out that are as
    likely as any others; the answer is given `delay` seconds after its giver has the question, on average. It is there
    at once, or when the one queue gets to it, or when the question is.
    """
    random, first, late = stream("answers", seed), 0, []
    for _ in range(many):
        given = random.random() * fanout + random.expovariate(1 / delay)
        question = random.random() * fanout
        answer = {ONE: max(given, fanout), SMALL: given, PARENT: max(given, question)}[lane]
        first += answer < question
        late.append(answer - given)
    return Raced(first / many, fmean(late))
