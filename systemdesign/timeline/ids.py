"""Numbers for posts that grow with time, from makers that never speak to each other: 41 bits, 10, and 12."""

SEQUENCE, WORKER = 12, 10  # bits; what stands above them are milliseconds, 41 bits for 69 years


class Ids:
    """Each call gives a new number: this maker's are ever larger, other makers' too but for the error of their clocks.

    `clock()` gives seconds, since whatever epoch all makers share; `worker` is this maker's own number, below 1,024.
    Where the clock goes back, or a millisecond has had its 4,096, the maker goes on from its last number. (After
    Twitter's Snowflake, 2010, which refuses to work in the first case, and waits in the second.)
    """

    def __init__(self, clock, worker=0):
        if not 0 <= worker < 1 << WORKER:
            raise ValueError(f"a worker has a number from 0 to {(1 << WORKER) - 1}, not {worker}")
        self.clock, self.worker, self.last = clock, worker, -1

    def __call__(self):
        """The next number, which is below 2^63 (JavaScript's are exact up to 2^53: send it as text)."""
        self.last = max(self.last + 1, int(self.clock() * 1000) << SEQUENCE)
        turn = self.last & ((1 << SEQUENCE) - 1)
        return self.last >> SEQUENCE << SEQUENCE + WORKER | self.worker << SEQUENCE | turn


def moment(number):
    """When a number was made, in seconds since its epoch, to the millisecond."""
    return (number >> SEQUENCE + WORKER) / 1000
