"""A process that can be killed at any of its calls: as it makes it, or when it is done and not yet answered."""

import asyncio


class Life:
    """The calls of one process to the world. It dies at its call number `last`, which is `done` or never made.

    Whatever it `holds` it calls as before; once dead it waits for ever at its next call, or in the one it is in.
    `died` is set then.
    """

    def __init__(self, last=None, done=True):
        self.last, self.done, self.calls, self.died, self._over = last, done, 0, asyncio.Event(), False

    def holds(self, thing):
        """The thing as this process has it."""

        class Held:
            name = thing.name

        for offer in thing.offers:
            setattr(Held, offer, staticmethod(self._called(getattr(thing, offer))))
        return Held()

    def kill(self):
        """Die now."""
        self.died.set()

    def bury(self):
        """Let go of what still waits, when all is over."""
        self._over = True
        self.kill()

    def _called(self, call):
        async def called(*args, **options):
            await self._alive()
            self.calls += 1
            last = self.calls == self.last
            if last and not self.done:
                self.kill()
                await self._alive()
            try:
                value, error = await call(*args, **options), None
            except Exception as failure:
                value, error = None, failure
            if last:
                self.kill()
            await self._alive()
            if error is not None:
                raise error
            return value

        return called

    async def _alive(self):
        if self._over:
            raise asyncio.CancelledError
        if self.died.is_set():
            await asyncio.get_running_loop().create_future()
