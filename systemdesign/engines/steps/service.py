"""REST and gRPC services for clients that know only `await service(request, within=seconds)`."""

import grpc
import grpc.aio
import httpx

from systemdesign.engines.steps.rpc import OPTIONS
from systemdesign.sim.request import TimedOut, Unavailable


class RestService:
    """GET `path` at a port of this machine, as an async context manager.

    `within` is what httpx calls a timeout: no more than so many seconds for each of connecting, sending and receiving.
    Raises TimedOut or Unavailable with httpx's own name for what happened.
    """

    def __init__(self, port, path):
        self.address, self.client = f"http://127.0.0.1:{port}/{path}", httpx.AsyncClient(trust_env=False)

    async def __call__(self, request=b"", within=None):
        try:
            return (await self.client.get(self.address, timeout=within)).content
        except httpx.TimeoutException as error:
            raise TimedOut(type(error).__name__) from error
        except httpx.TransportError as error:
            raise Unavailable(type(error).__name__) from error

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self.client.aclose()


class GrpcService:
    """A `method` of the service at a port of this machine, as an async context manager.

    `within` becomes the call's deadline. Raises TimedOut or Unavailable with gRPC's own code for what happened.
    """

    def __init__(self, port, method):
        self.method, self.channel = f"/steps/{method}", grpc.aio.insecure_channel(f"127.0.0.1:{port}", OPTIONS)

    async def __call__(self, request=b"", within=None):
        try:
            return await self.channel.unary_unary(self.method)(request, timeout=within)
        except grpc.aio.AioRpcError as error:
            late = error.code() is grpc.StatusCode.DEADLINE_EXCEEDED
            raise (TimedOut if late else Unavailable)(error.code().name) from error

    async def __aenter__(self):
        await self.channel.channel_ready()  # or the first deadline would pay for the connection
        return self

    async def __aexit__(self, *exc):
        await self.channel.close()
