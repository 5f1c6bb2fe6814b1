"""Forgets a flight when it lands, but not when it fails.

Loses part 1. Hint: the next caller got the old failure again
"""


class SingleFlight:
    """Many ask for a key at once, one load answers them all."""

    def __init__(self, load):
        self.load, self.flights = load, {}

    async def __call__(self, key):
        """The key's value, from the load under way or else from a new one."""
        if key not in self.flights:
            self.flights[key] = asyncio.ensure_future(self.load(key))
        value = await asyncio.shield(self.flights[key])
        self.flights.pop(key, None)
        return value
