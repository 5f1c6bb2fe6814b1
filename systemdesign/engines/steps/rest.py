"""A REST service on Starlette: a back end that works in steps, or one in the middle, which calls it.

Run as a script by `server.Rest`: `rest.py LISTENING_FD STEPS STEP`, or `rest.py LISTENING_FD BACK_END_PORT`. It prints
"open" and its port. GET /deaf does the work whatever becomes of the caller, as a handler of Starlette does by itself;
GET /hears stops when the caller hangs up; GET /report tells what was done.
"""

import asyncio
import socket
import sys

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from systemdesign.engines.steps.work import Work

GONE = 499  # nginx's word for a client that closed the request; nobody reads it


async def while_heard(request, work):
    """Do the work, and cancel it as soon as the caller hangs up.

    After its body, a request receives one more message: `http.disconnect` (ASGI specification, HTTP, "Disconnect").
    """
    await request.body()
    work, gone = asyncio.ensure_future(work), asyncio.ensure_future(request.receive())
    await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
    for task in (work, gone):
        task.cancel()
    await asyncio.wait({work, gone})
    return PlainTextResponse(status_code=GONE) if work.cancelled() else PlainTextResponse(work.result())


def service(do, work):
    """The three routes: `do(way)` is what a call of each way takes, and `work` counts."""
    async def deaf(request):
        return PlainTextResponse(await do("deaf"))

    async def hears(request):
        return await while_heard(request, do("hears"))

    async def report(request):
        return JSONResponse(work.report())

    return Starlette(routes=[Route(f"/{route.__name__}", route) for route in (deaf, hears, report)])


def back_end(steps, step):
    """The service that does the work."""
    work = Work(int(steps), float(step))
    return service(work.do, work)


def middle(port):
    """The service that has it done at this port, and waits as long as httpx waits by itself."""
    work, client = Work(), httpx.AsyncClient(trust_env=False)

    async def ask(way):
        with work.call(way):
            return (await client.get(f"http://127.0.0.1:{port}/{way}")).text

    return service(ask, work)


def main(listening_fd, *asked):
    """Serve on an open socket, given by its number, until killed."""
    app = middle(*asked) if len(asked) == 1 else back_end(*asked)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    listener = socket.socket(fileno=int(listening_fd))
    print("open", listener.getsockname()[1], flush=True)  # who calls from now on is answered, if need be a moment later
    server.run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
