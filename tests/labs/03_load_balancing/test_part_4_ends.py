"""Lab 03, part 4, the whole balancer: requests that end late, or are given up, or overlap."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Request, ServiceError

from .fleet import Fleet
from .scene import SERVICE_ERRORS, farm, names, sent, settled


@pytest.mark.rule(5)
def test_a_reply_that_comes_too_late_is_no_success(lab):
    async def main():
        fleet = Fleet(lab, "a", failures=2, options={"timeout": 0.4})
        fleet.servers[0].after = 0.7
        await fleet.ask(2, gap=1.3)
        return names(fleet.ejection.available())

    assert run(main) == "", (
        "Two requests timed out, with failures=2, and the server is available: a reply that comes after the time-out "
        "is no success, the request has failed already."
    )


@pytest.mark.rule(6)
def test_a_cancelled_request_is_no_failure(lab):
    async def main():
        fleet = Fleet(lab, "ab", failures=2)
        for server in fleet.servers:
            server.outcome = SERVICE_ERRORS[0]
        for _ in range(12):
            await fleet.tell()
        await asyncio.sleep(3)
        return names(fleet.ejection.available()), fleet.asked()

    try:
        left, asked = run(main)
    except ServiceError as error:
        raise AssertionError(
            f"A cancelled request went on without its client, and then failed ({error}): when the client is gone the "
            f"request is over, and nothing is told about the server."
        ) from None
    assert left == "ab", (
        "A client that went away is not the server's failure: tell the ejection of errors and time-outs only."
    )
    assert sum(asked.values()) == 12, f"A cancelled request is over: 12 requests were {sum(asked.values())} calls."


@pytest.mark.rule(6)
def test_a_cancelled_request_is_no_success(lab):
    async def main():
        fleet = Fleet(lab, "a", failures=2)
        fleet.ejection.failed(fleet.servers[0])
        await fleet.tell()
        await asyncio.sleep(0.3)
        fleet.ejection.failed(fleet.servers[0])
        return names(fleet.ejection.available())

    assert run(main) == "", (
        "A failure, a cancelled request, a failure are two failures in a row: a client that went away is no success of "
        "the server. Tell `succeeded` after a reply, and not in a `finally`."
    )


@pytest.mark.rule(4, 5)
def test_what_is_told_is_about_the_server_that_was_asked(lab):
    async def main():
        fleet = Fleet(lab, servers=farm("ab"), failures=1, options={"panic": 0.1})
        tasks = await sent(*(settled(fleet.balancer(Request(n))) for n in range(2)))
        asked = {call.request.id: server.name for server in fleet.servers for call in server.open}
        fleet.named[asked[0]].open[0].end(SERVICE_ERRORS[0])
        await asyncio.sleep(0.1)
        for server in fleet.servers:
            for call in list(server.open):
                call.end("done")
        await asyncio.gather(*tasks)
        return asked.get(0), asked.get(1), names(fleet.ejection.available())

    failed, answered, left = run(main)
    assert answered, "Two requests at once, and the second was not sent until the first had ended (rule 3)."
    assert failed != answered, f"Two requests at once, and two idle servers: both went to {failed} (rule 3)."
    assert left == answered, (
        f"Two requests were under way, {failed} failed and then {answered} replied: {failed} is ejected, with "
        f"failures=1, and yours left {left or 'nobody'}. Keep the server of a request in a local variable: the object "
        f"is shared by all requests (rule 5)."
    )
