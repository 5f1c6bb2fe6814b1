import asyncio
import socket

import pytest

from systemdesign import now, run
from systemdesign.engines.http.worker import Worker, header


async def finished(worker, *works):
    """When pieces of work that all arrive now are done, in virtual time."""

    async def done(seconds):
        await worker.work(seconds)
        return now()

    return await asyncio.gather(*map(done, works))


def test_one_worker_serves_first_come_first_served():
    assert run(finished(Worker("s1", 1.0), 0.3, 0.1, 0.2)) == pytest.approx([0.3, 0.4, 0.6])


def test_half_the_speed_takes_twice_the_time():
    assert run(finished(Worker("s1", 0.5), 0.3, 0.1)) == pytest.approx([0.6, 0.8])


def test_an_idle_spell_is_not_saved_up():
    async def main():
        worker = Worker("s1", 1.0)
        await worker.work(0.1)
        await asyncio.sleep(5)
        await worker.work(0.1)
        return now()

    assert run(main()) == pytest.approx(5.2)


def test_a_health_check_jumps_the_queue():
    async def main():
        worker = Worker("s1", 1.0)
        work = asyncio.create_task(worker.work(0.5))
        await asyncio.sleep(0.1)
        answer = await worker.answer(b"GET /ping HTTP/1.1\r\n\r\n")
        asked_and_answered = now()
        await work
        return asked_and_answered, answer.startswith(b"HTTP/1.1 200 OK")

    assert run(main()) == (0.1, True)


def test_headers_are_found_whatever_their_case():
    head = b"GET / HTTP/1.1\r\nHost: x\r\nX-WORK:  0.25\r\n\r\n"
    assert header(head, b"x-work") == b"0.25"
    assert header(head, b"x-other", b"0") == b"0"


def test_a_real_server_answers_in_turn(server, send):
    first, second = send(server.port, [0.15, 0.15], gap=0.01)
    assert first.latency >= 0.15
    assert second.latency >= 0.29
    assert (first.by, second.by) == ("s1", "s1")


def test_a_killed_server_refuses_and_comes_back_on_its_port(server, send):
    server.kill()
    assert not server.ready()
    assert send(server.port, [0.0])[0].error == "cut"
    server.restart()
    server.wait()
    assert send(server.port, [0.0])[0].error is None


def test_it_can_restart_while_a_client_still_holds_a_connection_to_its_past(server):
    with socket.create_connection(("127.0.0.1", server.port)) as held:
        held.sendall(b"GET /ping HTTP/1.1\r\n\r\n")
        held.recv(100)
        server.kill()
        server.restart()
        server.wait()


def test_a_paused_server_accepts_and_does_not_answer_until_it_is_resumed(server, send):
    server.pause()
    assert send(server.port, [0.0], timeout=0.1)[0].error == "timed out"
    server.resume()
    assert send(server.port, [0.0])[0].error is None
