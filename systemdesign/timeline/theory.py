"""What can be known of timelines without running them."""

from math import exp

from systemdesign.theory.queues import pollaczek_khinchine
from systemdesign.timeline.overtaking import ONE, PARENT, SMALL


def overtaken(delay, fanout):
    """The share of readers who get the answer before the question.

    The question comes to each of many readers at a moment of its fan-out, of so many seconds, that is as likely as any
    other. One of them answers after `delay` seconds on average (exponential), and the answer is there at once. With
    a = delay/fanout: ½ - a + a²(1 - e^(-1/a)).
    """
    a = delay / fanout
    if a > 100:  # the terms all but cancel: what is left of the series
        return 1 / (6 * a) - 1 / (24 * a * a)
    return 0.5 - a + a * a * (1 - exp(-1 / a))


def queued(delay, fanout):
    """How much later the answer comes, on average, in one queue behind the question: E(fanout - when it was given)+.

    It is `overtaken` fan-outs: a friend reads the question at a moment as likely as any, that is why.
    """
    return fanout * overtaken(delay, fanout)


def held(delay, fanout):
    """How much later the answer comes, on average, if in each reader's list it waits for the question."""
    a = delay / fanout
    if a > 100:
        return fanout * (1 / (24 * a) - 1 / (120 * a * a))
    return fanout * (1 / 6 - a / 2 + a * a - a**3 * (1 - exp(-1 / a)))


def lane(name, delay, fanout):
    """Of an order of `overtaking`: the share who get the answer first, by how much it comes later than at once, and by
    how much other small posts do that are made during the fan-out; seconds, on average."""
    return {ONE: (0.0, queued(delay, fanout), fanout / 2), SMALL: (overtaken(delay, fanout), 0.0, 0.0),
            PARENT: (0.0, held(delay, fanout), 0.0)}[name]


def at_random(moment, fanout):
    """The share of readers whom an answer given so many seconds after the question, at once to all, reaches first."""
    return max(0.0, 1 - moment / fanout)


def wait(rate, sizes, inserts):
    """Mean wait of a post before its fan-out begins: one worker, first come first served, M/G/1.

    `rate` posts a second, `sizes` the pairs (share of the posts, followers), and so many `inserts` a second.
    """
    mean = sum(share * followers for share, followers in sizes) / inserts
    square = sum(share * (followers / inserts) ** 2 for share, followers in sizes)
    return pollaczek_khinchine(rate * mean, square / mean**2 - 1, mean)


def load(rate, sizes, inserts):
    """The share of the time in which that worker is busy."""
    return rate * sum(share * followers for share, followers in sizes) / inserts


def repeats(rate, pause, size):
    """How many posts of a page by offset were on the page before it: those that came meanwhile, in the mean.

    For fewer than half a page of them; None for more, where the window slips back by whole pages.
    """
    return rate * pause if rate * pause <= size / 2 else None


def swapped(rate, lag):
    """The share of neighbouring posts whose numbers are in the wrong order, of two makers, one `lag` seconds slow.

    `rate` posts a second in all, Poisson, each made by either maker alike: the earlier by the right clock, the later by
    the slow one, and less than the lag between them.
    """
    return (1 - exp(-rate * lag)) / 4
