"""Valkey as an edge's shield: answers that several processes share, before the database."""

import json

from valkey.exceptions import ConnectionError as Gone
from valkey.exceptions import TimeoutError as Late

from systemdesign.sim.request import Unavailable, WebReply


class Shield:
    """Keeps the answers of `origin(code)` in Valkey for `ttl` seconds, if their status is one that it `keeps`.

    `client` is one of valkey.asyncio. Where Valkey is away, the origin is asked.
    """

    def __init__(self, client, origin, ttl, keeps=(302, 410)):
        self.client, self.origin, self.ttl, self.keeps = client, origin, ttl, keeps

    async def __call__(self, code):
        try:
            kept = await self.client.get(code)
        except (Gone, Late):
            return await self.origin(code)
        if kept is not None:
            return WebReply(*json.loads(kept))
        reply = await self.origin(code)
        if reply.status in self.keeps:
            await self._keep(code, reply)
        return reply

    async def _keep(self, code, reply):
        try:
            await self.client.set(code, json.dumps([reply.status, reply.headers, reply.body]), ex=self.ttl)
        except (Gone, Late):
            pass

    async def purge(self, code):
        """Forget a code's answer; Unavailable where Valkey does not say that it has."""
        try:
            await self.client.delete(code)
        except (Gone, Late) as error:
            raise Unavailable(f"Valkey: {error}. The link is withdrawn, and a copy may be served for up to "
                              f"{self.ttl:g} s.", by="valkey") from error
