"""A service that has just come back, with nothing in its memory."""

import asyncio


class Cold:
    """Answers at once for a customer whose data it has loaded before; otherwise it must load them first.

    It loads for `slots` customers at a time, `seconds` each, and the others queue. It goes on for a caller who has
    left, so that even a call that is late makes it a little warmer.
    """

    def __init__(self, slots=20, seconds=0.4):
        self.seconds, self.loaded, self._slots, self._work = seconds, set(), asyncio.Semaphore(slots), set()

    async def __call__(self, request):
        """Returns when the customer's data are there."""
        if request.key not in self.loaded:
            load = asyncio.create_task(self._load(request.key))
            self._work.add(load)
            load.add_done_callback(self._work.discard)
            await asyncio.shield(load)

    async def _load(self, key):
        async with self._slots:
            await asyncio.sleep(self.seconds)
        self.loaded.add(key)
