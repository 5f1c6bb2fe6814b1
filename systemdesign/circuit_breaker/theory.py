"""What is known of breakers: how soon they open, what they leave of a service, and what a caller without one has."""

from systemdesign.theory.queues import erlang_b


def run_length(share, in_a_row):
    """Mean number of calls until so many in a row have failed, each with probability p: (p^-k - 1)/(1-p).

    Where all fail it is k. Feller, An Introduction to Probability Theory and Its Applications I, XIII.7.
    """
    if share == 1:
        return float(in_a_row)
    return (share**-in_a_row - 1) / (1 - share)


def availability(share, in_a_row, rate, open_for):
    """The share of calls that are answered behind a breaker that counts in a row: good calls of a cycle, by all of it.

    A cycle: closed for N calls, then open, 1/(1-p) times on average, for `open_for` seconds and until the next call,
    which is the trial. Exact in the long run, where calls are a Poisson process, each fails with probability p by
    itself, and its answer comes at once.
    """
    calls = run_length(share, in_a_row)
    return (calls * (1 - share) + 1) / (calls + (rate * open_for + 1) / (1 - share))


def answered(workers, rate, share, limit, quick):
    """The share of requests that find a free worker, if a `share` of them holds one for the whole time limit: 1 - B.

    A loss system: what finds no worker is turned away. Erlang's formula holds whatever the times are spread like, in
    the steady state and for Poisson arrivals.
    """
    return 1 - erlang_b(workers, rate * (share * limit + (1 - share) * quick))
