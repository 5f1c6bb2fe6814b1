"""Keeps a failure as if it were a reply: the customer can never pay.

Loses part 3. Hint: You kept the failure
"""


class Once:
    """Does each operation once, however often it is asked for with the same key."""

    def __init__(self, operation, keep=60.0):
        self.operation, self.keep = operation, keep
        self.known = {}

    async def __call__(self, request):
        if request.key is None:
            return await self.operation(request)
        name = request.client, request.key
        if name not in self.known:
            self.known[name] = asyncio.create_task(self._do(name, request))
        reply, error = await asyncio.shield(self.known[name])
        if error is not None:
            raise error
        return reply

    async def _do(self, name, request):
        try:
            reply = await self.operation(request)
        except Exception as error:
            return None, error
        asyncio.get_running_loop().call_later(self.keep, self.known.pop, name)
        return reply, None
