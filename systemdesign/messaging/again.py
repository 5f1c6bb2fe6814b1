"""Messages whose handling fails now and then: how often each is handed out, and what is given up."""

from systemdesign.kernel.streams import stream


def attempts(orders, fails, most, seed=0):
    """For each order, after how many deliveries it worked; 0 where none of `most` did."""
    random = stream("again", seed).random
    return [next((number for number in range(1, most + 1) if random() >= fails), 0) for _ in range(orders)]
