"""What theory knows of quorums and of a split: overlaps, waiting for some of many, and what a merge throws away."""

from math import comb, exp, factorial, fsum


def miss(replicas, written, asked):
    """The probability that so many replicas, chosen at random, have none of those that a write reached.

    Hypergeometric: C(N-W, R)/C(N, R); 0 where R + W > N.
    """
    return comb(replicas - written, asked) / comb(replicas, asked)


def back(replicas, written, asked):
    """The probability that of two reads of an unfinished write, one after the other, the first sees it and the second
    does not."""
    old = miss(replicas, written, asked)
    return (1 - old) * old


def slowest(replicas, needed, message=1.0):
    """The mean time until so many of the replicas have answered, a message there and one back of exponential time each.

    The order statistic of a sum of two exponentials, from the means of its minima: E min of j is Σ C(j,i)·i!/j^(i+1),
    for one lasts longer than t with e^-t·(1+t).
    """
    def least(j):
        return fsum(comb(j, i) * factorial(i) / j ** (i + 1) for i in range(j + 1))
    others = replicas - needed
    return message * fsum((-1) ** (j - others - 1) * comb(j - 1, others) * comb(replicas, j) * least(j)
                          for j in range(others + 1, replicas + 1))


def at_least(needed, replicas, up):
    """The probability that so many of the replicas are up, each by itself with probability `up`: binomial."""
    return fsum(comb(replicas, k) * up**k * (1 - up) ** (replicas - k) for k in range(needed, replicas + 1))


def conflict(small, large, seconds):
    """The probability that a key is written on both sides of a split, at so many writes a second on each: Poisson."""
    return (1 - exp(-small * seconds)) * (1 - exp(-large * seconds))


def thrown(other, both, left):
    """The probability that the merge throws a write away, when the split lasts `left` seconds more: the key's last
    write before its end is made on the other side, at so many writes a second there, of those on `both`."""
    return other / both * (1 - exp(-both * left))


def thrown_away(small, large, seconds):
    """How many acknowledged writes of a key the merge after a split throws away, on average: those of the side whose
    last write is the older one.

    The sum of `thrown` over both sides' writes, Poisson at λ = small + large: 2·p·(1-p)·(λT - 1 + e^-λT), p = small/λ.
    """
    both = small + large
    return 2 * small * large / both**2 * (both * seconds - 1 + exp(-both * seconds))
