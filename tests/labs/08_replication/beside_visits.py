"""Users who read and write through the student's router, played beside it: who saw what, and whom that asked."""

import asyncio

from systemdesign.kernel import now, run, stream
from systemdesign.sim.request import Unavailable


class Behind:
    """A copy that is so many seconds behind, and down in the given span."""

    def __init__(self, name, writes, lag, down=(0.0, 0.0)):
        self.name, self.writes, self.lag, self.down, self.reads = name, writes, lag, down, 0

    async def read(self, key):
        self.reads += 1
        await asyncio.sleep(stream(f"copy {self.name}").uniform(0.001, 0.004))
        if self.down[0] <= now() < self.down[1]:
            raise Unavailable(f"{self.name} is down", by=self.name)
        return next(
            ((number, position) for at, number, position in reversed(self.writes) if at <= now() - self.lag),
            (0, (0, 0)),
        )


class Ahead(Behind):
    """The primary. From the second second on its epoch is another one, and a position's number begins anew."""

    async def write(self, key, value):
        await asyncio.sleep(0.002)
        number, epoch = len(self.writes) + 1, 1 if now() < 2 else 2
        same = sum(position[0] == epoch for _, _, position in self.writes)
        self.writes.append((now(), number, (epoch, same + 1)))
        return epoch, same + 1


async def user(number, book, routers, writes, told):
    rng, session = stream(f"user {number}"), book.Session()
    for count in range(40):
        await asyncio.sleep(rng.expovariate(12.5))
        router = routers[count % len(routers)]
        if rng.random() < 0.15:
            position = await router.write(session, "x", None)
            told.append([number, "write", next(n for _, n, place in writes if place == position)])
        else:
            told.append([number, "read", await router.read(session, "x")])


def visits(seed, lags, down, routers):
    """[[user, verb, which write it was or saw], …] in order of time, and how many reads the primary served."""

    async def main():
        writes, told = [], []
        copies = [Behind(str(n), writes, lag, down if n == 0 else (0, 0)) for n, lag in enumerate(lags)]
        primary = Ahead("primary", writes, 0.0)
        several = [book.Router(primary, copies) for _ in range(routers)]  # noqa: F821
        async with asyncio.TaskGroup() as group:
            for number in range(4):
                group.create_task(user(number, book, several, writes, told))  # noqa: F821
        return told, primary.reads

    return run(main, seed)


class Placed:
    """A copy that takes no time, and whose keys are positions."""

    async def read(self, key):
        return "here", tuple(key)


def at_once(positions):
    """What a session has seen after reads in one step, which are answered at these positions in one step."""

    async def main():
        router, session = book.Router(Placed(), [Placed()]), book.Session()  # noqa: F821
        await asyncio.gather(*(router.read(session, tuple(key)) for key in positions), return_exceptions=True)
        return session.seen

    return run(main)
