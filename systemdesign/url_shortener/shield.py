"""Valkey as an edge's shield: answers that several processes share, before the database."""

import json

from valkey.asyncio import Valkey
from valkey.exceptions import ConnectionError as Gone
from valkey.exceptions import TimeoutError as Late

from systemdesign.sim.request import Unavailable, WebReply

PATIENCE = 0.5  # s, that Valkey is waited for


class Shield:
    """Keeps the answers of `origin(code)` in Valkey for `ttl` seconds, if their status is one that it `keeps`.

    An async context manager for the Valkey at this `port`. Where that is away, the origin is asked.
    """

    def __init__(self, port, origin, ttl, keeps):
        self.client = Valkey(host="127.0.0.1", port=port, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self.origin, self.ttl, self.keeps = origin, ttl, keeps

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self.client.aclose()

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
