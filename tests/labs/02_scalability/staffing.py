"""How many machines are needed: an answer to lab 02, part 1, found without Erlang's recursion."""

from functools import cache
from math import exp, expm1


def waiting(machines, offered):
    """The share that must wait: the states of the queue, added up from the fullest that still has work for all."""
    state = below = 1.0
    for busy in range(machines, 0, -1):
        state *= busy / offered
        below += state
        if state < 1e-18 * below and busy < offered:
            break
    queued = machines / (machines - offered)
    return queued / (below - 1 + queued)


def late(machines, offered, limit):
    """The share that takes longer than `limit` services: a sum of two exponentials for those who wait."""
    if offered >= machines:
        return 1.0
    if offered == 0:
        return exp(-limit)
    excess = (machines - offered - 1) * limit  # of either sign: only powers that shrink, lest they overflow
    shrunk = -expm1(-abs(excess)) / abs(excess) if excess else 1.0
    return exp(-limit) + waiting(machines, offered) * limit * shrunk * exp(-limit - min(0.0, excess))


@cache
def least(rate, service, p99, share=0.01):
    """The least number of machines, None where none is enough: what they have beside the load, doubled, then halved."""
    offered, limit = rate * service, p99 / service
    if exp(-limit) >= share:
        return None
    low, high = int(offered), int(offered) + 1
    while late(high, offered, limit) > share:
        low, high = high, 2 * high - int(offered)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if late(middle, offered, limit) <= share else (middle, high)
    return high
