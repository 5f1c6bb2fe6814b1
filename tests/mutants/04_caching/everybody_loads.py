"""Lets everybody load, as if there were no flight.

Loses part 1. Hint: caused 4 loads
"""


class SingleFlight:
    """Many ask for a key at once, one load answers them all."""

    def __init__(self, load):
        self.load, self.flights = load, {}

    async def __call__(self, key):
        """The key's value, from the load under way or else from a new one."""
        if True:
            flight = self.flights[key] = asyncio.ensure_future(self.load(key))
            flight.add_done_callback(lambda _: self.flights.pop(key, None))
        return await asyncio.shield(self.flights[key])
