"""What CONFIG changes of a running server, and what it refuses to."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.log import Log
from systemdesign.distributed_cache.node import Node
from systemdesign.distributed_cache.server import Server
from systemdesign.sim import Disk


def made(log=None):
    """A server that listens nowhere yet."""
    return Server(Node(Engine(), now, log), 8018, "dump.resp")


def config(server, *words):
    return server.node.engine.execute([b"CONFIG", *(word.encode() for word in words)], now())


def test_another_policy_is_kept_from_the_next_write_on():
    async def main():
        log = Log(Disk(sync=0.01), "no")
        server, running = made(log), asyncio.ensure_future(log.run())
        config(server, "SET", "appendfsync", "always")
        server.node.engine.execute([b"SET", b"order", b"paid"], now())
        assert await log.kept(server.node.commit())
        running.cancel()
        return now(), log.safe == log.end > 0, config(server, "GET", "appendfsync")

    assert run(main) == (pytest.approx(0.01), True, {b"appendfsync": b"always"})


def test_who_waited_for_a_sync_is_answered_after_one_whatever_the_policy_is_now():
    async def main():
        log = Log(Disk(sync=0.01), "always")
        asked = asyncio.ensure_future(log.kept(log.append(b"x")))
        await asyncio.sleep(0)
        log.obey("no")
        running = asyncio.ensure_future(log.run())
        kept = await asked
        running.cancel()
        return kept, log.safe

    assert run(main) == (True, 1)


@pytest.mark.parametrize(("name", "value", "why"), [
    ("appendfsync", "sometimes", "one of the following: no, everysec, always"), ("port", "1", "immutable"),
    ("maxclients", "1", "immutable"), ("appendonly", "no", "immutable")])
def test_what_cannot_be_changed_is_refused_and_stays(name, value, why):
    async def main():
        server = made(Log(Disk()))
        before = config(server, "GET", name)
        return before == config(server, "GET", name), str(config(server, "SET", name, value))

    same, refusal = run(main)
    assert same and why in refusal


def test_without_a_log_there_is_nothing_to_sync():
    async def main():
        return str(config(made(), "SET", "appendfsync", "always"))

    assert "there is no log" in run(main)
