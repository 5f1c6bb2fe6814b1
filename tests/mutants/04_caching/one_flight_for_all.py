"""Has one flight for all keys.

Loses part 1. Hint: Each key has a flight of its own
"""


class SingleFlight:
    """Many ask for a key at once, one load answers them all."""

    def __init__(self, load):
        self.load, self.flights = load, {}

    async def __call__(self, key):
        """The key's value, from the load under way or else from a new one."""
        if None not in self.flights:
            flight = self.flights[None] = asyncio.ensure_future(self.load(key))
            flight.add_done_callback(lambda _: self.flights.pop(None))
        return await asyncio.shield(self.flights[None])
