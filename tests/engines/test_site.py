"""A web service of ours: how its answers are counted, and how it ends."""

import asyncio
import io
import signal
import socket
import subprocess
import sys

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.child.process import listen
from systemdesign.engines.site.progress import Progress
from systemdesign.engines.site.site import address, ended_in_order, listener

SLOW = """
import asyncio
from systemdesign.engines.site.site import address, ended_in_order, listener, serve

async def app(scope, receive, send):
    print("asked", flush=True)
    await asyncio.sleep(3600)

async def main(listening):
    print(address(listening), flush=True)
    await serve(app, listening, {}, print)

with ended_in_order():
    asyncio.run(main(listener(0)))
print("closing", flush=True)
"""


def answering(*statuses):
    """An application that answers so, one request after the other."""
    left = iter(statuses)

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": next(left)})
        await send({"type": "http.response.body"})

    return app


def asked(progress, *methods):
    async def main():
        async def sent(message):
            messages.append(message["type"])

        for method in methods:
            await progress({"method": method}, None, sent)

    messages = []
    asyncio.run(main())
    return messages


def test_answers_are_counted_by_their_kind_and_each_is_reported():
    heard = []
    progress = Progress(answering(302, 302, 200, 404, 503), {302: "followed"}, lambda *told: heard.append(told))
    assert str(progress) == "Requests: 0"
    assert len(asked(progress, "GET", "HEAD", "GET", "GET", "PUT")) == 10
    assert str(progress) == "Requests: 5 (2 followed, 1 shown, 1 refused, 1 failed)"
    assert [told[:2] for told in heard] == [("GET", 302), ("HEAD", 302), ("GET", 200), ("GET", 404), ("PUT", 503)]
    assert all(0 <= seconds < 60 for *_, seconds in heard)


def test_where_nobody_watches_nothing_is_told():
    out = io.StringIO()
    with Progress(answering(), {}, out=out):
        pass
    assert out.getvalue() == ""


def test_a_port_is_had_once():
    with listener(0) as first:
        port = first.getsockname()[1]
        assert address(first) == f"http://127.0.0.1:{port}"
        with pytest.raises(EngineFailed, match=f"Port {port} of 127.0.0.1 cannot be had.*--port 0"):
            listener(port)


def test_connections_to_a_listener_do_not_wait_for_acknowledgements():
    async def main(listening):
        seen = asyncio.Queue()
        server = await asyncio.start_server(lambda reader, writer: seen.put_nowait(writer), sock=listening)
        async with server:
            _, mine = await asyncio.open_connection(*listening.getsockname())
            theirs = await seen.get()
            option = theirs.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for writer in (mine, theirs):
                writer.close()
        return option

    assert asyncio.run(main(listen()))


def test_a_signal_ends_what_is_under_way_and_the_old_handlers_are_back():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    reached = []
    with ended_in_order():
        signal.raise_signal(signal.SIGTERM)
        reached.append("not here")
    assert reached == []
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_a_request_that_never_ends_does_not_keep_it_alive():
    child = subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = int(child.stdout.readline().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert child.stdout.readline() == "asked\n"
            child.terminate()
            told, _ = child.communicate(timeout=30)
        assert told.splitlines()[-1] == "closing"
        assert child.returncode == 0
    finally:
        child.kill()
