import asyncio

import pytest

from systemdesign.engines.http.client import Connection
from systemdesign.engines.http.load import Load
from systemdesign.sim.request import Request


def test_latency_counts_from_the_due_time_so_a_stall_is_seen_by_all_it_delays(server, send):
    outcomes = send(server.port, [0.5] + [0.0] * 40, gap=0.01)
    assert all(outcome.latency >= 0.5 - i * 0.01 for i, outcome in enumerate(outcomes))


def test_a_client_has_one_connection_and_its_requests_wait_for_each_other(server):
    load = Load(server.port, [0.0, 0.001, 0.002], [Request(i, client=7, work=0.05) for i in range(3)])
    outcomes = load.run()
    assert len(load.connections.all) == 1
    assert [outcome.error for outcome in outcomes] == [None] * 3


def test_a_connection_that_the_other_end_has_closed_is_opened_anew():
    async def answer_once(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def main():
        async with await asyncio.start_server(answer_once, "127.0.0.1", 0) as server:
            connection = Connection(server.sockets[0].getsockname()[1])
            first = await connection.get(0)
            await connection.reader.read()  # until its end
            second = await connection.get(0)
            connection.close()
            return first, second

    assert asyncio.run(main()) == ((200, None), (200, None))


def test_a_request_beyond_the_limit_is_not_sent_and_counts_as_an_error(server, send):
    outcomes = send(server.port, [0.3] * 5, limit=3)
    assert [outcome.error for outcome in outcomes] == [None, None, None, "not sent", "not sent"]


def test_a_client_who_loses_patience_counts_as_an_error(server, send):
    outcomes = send(server.port, [0.6, 0.0], timeout=0.2)
    assert [outcome.error for outcome in outcomes] == ["timed out", "timed out"]


def test_requests_in_flight_at_a_killed_server_are_cut(server, send):
    outcomes = send(server.port, [0.5, 0.0], events=[(0.1, server.kill)])
    assert [outcome.error for outcome in outcomes] == ["cut", "cut"]


def test_it_runs_where_a_loop_is_already_running_as_in_a_notebook(server, send):
    async def cell():
        return send(server.port, [0.0, 0.0])

    assert [outcome.error for outcome in asyncio.run(cell())] == [None, None]


def test_arrivals_without_requests_are_a_mistake(server):
    with pytest.raises(ValueError, match="shorter"):
        Load(server.port, [0.0, 0.1], [Request(0, work=0.0)]).run()
