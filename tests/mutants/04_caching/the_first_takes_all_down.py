"""Lets a caller who is cancelled cancel the load that others wait for.

Loses part 1. Hint: nobody's departure cancel the load
"""


class SingleFlight:
    """Many ask for a key at once, one load answers them all."""

    def __init__(self, load):
        self.load, self.flights = load, {}

    async def __call__(self, key):
        """The key's value, from the load under way or else from a new one."""
        if key not in self.flights:
            flight = self.flights[key] = asyncio.ensure_future(self.load(key))
            flight.add_done_callback(lambda _: self.flights.pop(key))
        return await self.flights[key]
