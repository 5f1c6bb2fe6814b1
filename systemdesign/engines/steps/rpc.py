"""A gRPC service without generated code: a back end that works in steps, or one in the middle, which calls it.

Run as a script by `server.Grpc`: `rpc.py back STEPS STEP`, or `rpc.py middle BACK_END_PORT`, or `rpc.py threads
BACK_END_PORT`. It prints "open" and its port. A call of one of the WAYS does the work, one of `report` tells what was
done. In the middle the time that is left is passed on, or nothing is; the one with threads has gRPC's synchronous
interface, where each call keeps a thread.
"""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
import grpc.aio

from systemdesign.engines.steps.work import Work

WAYS = ("passes", "nothing", "threads")
THREADS = 64
OPTIONS = [("grpc.enable_http_proxy", 0), ("grpc.so_reuseport", 0)]


def handlers(ways, report):
    """The service `/steps`, from its methods' functions: bytes to bytes."""
    methods = {name: grpc.unary_unary_rpc_method_handler(way) for name, way in {**ways, "report": report}.items()}
    return (grpc.method_handlers_generic_handler("steps", methods),)


async def serve(do, work):
    """Serve all ways with `do(way, left)` until killed."""
    def way(name):
        async def called(request, context):
            return (await do(name, context.time_remaining())).encode()
        return called

    async def report(request, context):
        return json.dumps(work.report()).encode()

    server = grpc.aio.server(options=OPTIONS)
    server.add_generic_rpc_handlers(handlers({name: way(name) for name in WAYS}, report))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print("open", port, flush=True)
    await server.wait_for_termination()


async def back(steps, step):
    """The service that does the work."""
    work = Work(int(steps), float(step))
    await serve(work.do, work)


async def middle(port):
    """The service that has it done at this port. It passes on the time that is left to it, or passes nothing on."""
    work, channel = Work(), grpc.aio.insecure_channel(f"127.0.0.1:{port}", OPTIONS)

    async def ask(way, left):
        with work.call(way, left):
            answer = await channel.unary_unary(f"/steps/{way}")(b"", timeout=left if way == "passes" else None)
            return answer.decode()

    await serve(ask, work)


def threads(port):
    """The same with a thread for each call, which waits in it and passes nothing on."""
    work, channel = Work(), grpc.insecure_channel(f"127.0.0.1:{port}", OPTIONS)

    def ask(request, context):
        with work.call("threads", context.time_remaining()):
            return channel.unary_unary("/steps/threads")(b"", timeout=None)

    def report(request, context):
        return json.dumps(work.report()).encode()

    server = grpc.server(ThreadPoolExecutor(THREADS), handlers({"threads": ask}, report), options=OPTIONS)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print("open", port, flush=True)
    server.wait_for_termination()


def main(role, *asked):
    """Play a role until killed."""
    if role == "threads":
        threads(*asked)
    else:
        asyncio.run({"back": back, "middle": middle}[role](*asked))


if __name__ == "__main__":
    main(*sys.argv[1:])
