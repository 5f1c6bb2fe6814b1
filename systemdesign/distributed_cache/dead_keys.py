"""Keys that are written, die and are never read: how many of them a server that samples still holds."""

from collections import deque
from functools import lru_cache
from statistics import fmean

from systemdesign.distributed_cache.theory import dead_share
from systemdesign.kernel.streams import stream
from systemdesign.sim.counts import poisson_count

SAMPLING, ON_READ = WAYS = ["sampling", "on read only"]
LOOKS, EVERY = 20, 0.1
HOUR = 3600.0


class Memory:
    """How many keys are alive, and how many are dead and still there. Only numbers: any key is as likely to be looked
    at as any other, so which one it is does not matter."""

    def __init__(self, alive, dead):
        self.alive, self.dead, self.looked = alive, dead, 0

    def share(self):
        """The share of the keys that are dead."""
        return self.dead / max(1, self.dead + self.alive)

    def cycle(self, least, random):
        """Look at 20 keys, or at all there are, and again while more than `least` in 20 were dead, as `Engine` does."""
        while left := self.dead + self.alive:
            looks, dead = min(LOOKS, left), self.dead
            for _ in range(looks):  # no key twice in one sample
                dead, left = dead - (random() * left < dead), left - 1
            found, self.dead, self.looked = self.dead - dead, dead, self.looked + looks
            if found * LOOKS <= least * looks:
                return


@lru_cache(maxsize=256)
def sampled(rate, life, least, seed=0):
    """(share that is dead, looks a second) of a server that has stood for long: means over 10 s, or most of a life.

    It begins where theory says that it stands, and the first half is thrown away.
    """
    rng, ticks = stream(f"keys {rate}", seed), round(max(20.0, 1.2 * life) / EVERY)
    born = deque(poisson_count(rng, rate * EVERY) for _ in range(round(life / EVERY)))
    share = dead_share(rate, EVERY, LOOKS, least)
    memory, seen = Memory(sum(born), round(sum(born) * share / (1 - share))), []
    for _ in range(ticks):
        born.append(poisson_count(rng, rate * EVERY))
        old = born.popleft()
        memory.alive, memory.dead = memory.alive + born[-1] - old, memory.dead + old
        memory.cycle(least, rng.random)
        seen.append((memory.share(), memory.looked))
    kept = seen[ticks // 2 :]
    return fmean(part for part, _ in kept), (kept[-1][1] - kept[0][1]) / (EVERY * (len(kept) - 1))


def unread(life, time=HOUR):
    """The share that is dead where keys die only on being read, and none is, so long after the start."""
    return max(0.0, 1 - life / time)
