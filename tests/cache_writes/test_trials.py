"""The trials break the guide's sketch."""

from collections import deque

from systemdesign import run
from systemdesign.cache_writes import tear, trials
from systemdesign.cache_writes.bank import Books
from systemdesign.cache_writes.ledger import Ledger
from systemdesign.sim import exponential


class Queue:
    """The guide's write-behind, without its cache."""

    def __init__(self, database):
        self.database, self.queue = database, deque()

    async def write(self, key, value):
        self.queue.append((key, value))

    async def flush(self):
        while self.queue:
            await self.database.write(*self.queue.popleft())


def test_an_outage_takes_an_item_out_of_the_queue_for_good():
    assert run(trials.outage(Queue(Ledger()))) == (1, [0, 1, 3, 4])


def test_two_flushers_leave_an_old_value_half_of_the_time():
    last = [run(trials.two_flushers(Queue(Ledger(time=exponential(0.01)))), seed) for seed in range(100)]
    assert 35 < sum(value != 99 for value in last) < 65


def test_a_queue_is_wrong_by_one_half_of_the_time_that_it_is_being_emptied():
    shares = []
    for seed in range(3):
        books = run(trials.banking(Queue(Books()), until=120.0), seed)
        assert {total for _, total in books.sums} <= {-1, 0, 1}
        shares.append(tear.wrong_share(books.sums, 20.0, 120.0))
    assert 0.17 < sum(shares) / 3 < 0.23  # 40 rows a second, each of 10 ms: at work 0.4 of the time
