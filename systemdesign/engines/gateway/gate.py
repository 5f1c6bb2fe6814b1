"""A gateway on Starlette. Run as a script by `server.Gateway`: `gate.py LISTENING_FD SETTINGS`, which are JSON.

It asks for a token that its one key has signed in the one way it knows (401), for a route (404), and for room in the
client's bucket (429); then it has the back end answer, which may be dead (502) or too slow (504). It tells the back end
who calls in `X-Subject`. Without its store it limits nobody.
"""

import asyncio
import json
import math
import socket
import sys
from contextlib import suppress
from pkgutil import resolve_name

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from valkey.asyncio import Valkey
from valkey.exceptions import ConnectionError as StoreIsGone

from systemdesign.engines.gateway.limits import limits


class Gate:
    """The handler of all requests.

    `routes` maps a prefix to the `port` of its back end and to its `limit`, one of `limits.limits`; `bucket` names the
    class of a bucket in memory, "module:Class". A back end is waited for `within` seconds.
    """

    def __init__(self, key, audience, routes, rate, burst, bucket, store, within=2.0):
        self.key, self.audience, self.routes = load_pem_public_key(key.encode()), audience, routes
        self.limits = limits(Valkey(host="127.0.0.1", port=store), resolve_name(bucket), rate, burst)
        self.back_end, self.within = httpx.AsyncClient(trust_env=False, timeout=None), within

    async def __call__(self, request):
        """Answer a request, or raise Starlette's HTTPException with the status that says why not."""
        client = self.subject(request.headers.get("authorization", ""))
        prefix = self.prefix(request.url.path)
        await self.admit(prefix, client)
        return await self.forward(prefix, request, client)

    def subject(self, authorization):
        """Who calls, as the token says; RFC 6750, 3 has the words for where there is none, or no sound one."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise HTTPException(401, "no token", {"WWW-Authenticate": "Bearer"})
        try:
            return jwt.decode(token, self.key, algorithms=["RS256"], audience=self.audience,
                              options={"require": ["exp", "sub"]})["sub"]
        except jwt.InvalidTokenError as error:
            raise HTTPException(401, str(error), {"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error

    def prefix(self, path):
        """The longest prefix that ends where a segment of the path does; none for a path that would climb out."""
        fitting = [prefix for prefix in self.routes if f"{path}/".startswith(f"{prefix}/")]
        if not fitting or {".", ".."} & set(path.split("/")):
            raise HTTPException(404, "no route")
        return max(fitting, key=len)

    async def admit(self, prefix, client):
        """Take a token from the client's bucket for this route."""
        try:
            wait = await self.limits[self.routes[prefix]["limit"]].take(f"{prefix} {client}")
        except StoreIsGone:
            return
        if wait:
            raise HTTPException(429, "too many", {"Retry-After": str(math.ceil(wait))})

    async def forward(self, prefix, request, client):
        """What the back end answers, in time."""
        address = f"http://127.0.0.1:{self.routes[prefix]['port']}{request.scope['raw_path'].decode()}"
        query = request.url.query
        try:
            async with asyncio.timeout(self.within):
                answer = await self.back_end.get(address + (query and f"?{query}"), headers={"X-Subject": client})
        except TimeoutError:
            raise HTTPException(504, "the back end is too slow") from None
        except httpx.TransportError:
            raise HTTPException(502, "the back end is dead") from None
        return Response(answer.content, answer.status_code)


async def loaded():
    """Have httpx load what it puts off until its first call: nobody should wait for that."""
    async with httpx.AsyncClient(trust_env=False) as client:
        with suppress(httpx.TransportError):
            await client.get("http://127.0.0.1:0")


def main(listening_fd, settings):
    """Serve on an open socket, given by its number, until killed."""
    asyncio.run(loaded())
    app = Starlette(routes=[Route("/{path:path}", Gate(**json.loads(settings)).__call__)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    listener = socket.socket(fileno=int(listening_fd))
    print("open", listener.getsockname()[1], flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
