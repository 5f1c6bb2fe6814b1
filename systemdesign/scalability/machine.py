"""One machine that grows: by a restart, up to the largest there is, and alone."""

import asyncio

from systemdesign.sim.server import Server


class Machine(Server):
    """A server of so many cores, a worker each.

    To grow it restarts: what is inside fails with Unavailable, and so does all that comes until it is back.
    """

    def __init__(self, name, cores, *, largest, boot, **options):
        """`largest` is the most cores that are sold in one machine, `boot` the seconds that a restart takes; the
        other options are a Server's."""
        super().__init__(name, workers=cores, **options)
        self.largest, self.boot = largest, boot

    async def scale_up(self, cores):
        """Add `cores`, and return when it is up again. Raises ValueError where no machine is that large."""
        larger = self.workers + cores
        if larger > self.largest:
            raise ValueError(f"no machine has {larger} cores; the largest has {self.largest}")
        self.crash()
        await asyncio.sleep(self.boot)
        self.workers = larger
        self.restart()
