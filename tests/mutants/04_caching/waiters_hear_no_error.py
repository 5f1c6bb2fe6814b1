"""Tells those who wait of a value, and of an error nothing.

Loses part 1. Hint: some of those who waited still wait
"""


class SingleFlight:
    """Many ask for a key at once, one load answers them all."""

    def __init__(self, load):
        self.load, self.flights = load, {}

    async def __call__(self, key):
        """The key's value, from the load under way or else from a new one."""
        if key in self.flights:
            return await asyncio.shield(self.flights[key])
        flight = self.flights[key] = asyncio.get_running_loop().create_future()
        try:
            value = await self.load(key)
            flight.set_result(value)
            return value
        finally:
            del self.flights[key]
