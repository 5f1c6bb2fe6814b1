"""Lab 03, part 4, the whole balancer: what becomes of a request, and what the ejection is told."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim.request import Reply, Request

from .fleet import Fleet
from .scene import REPLIES, SERVICE_ERRORS, Quoting, names, settled, told


@pytest.mark.rule(1, 3, 4)
def test_on_a_good_day_all_are_answered_and_all_take_part(lab):
    async def main():
        fleet = Fleet(lab)
        return await fleet.ask(60), fleet.asked()

    outcomes, asked = run(main)
    wrong = [outcome for outcome in outcomes if not isinstance(outcome, Reply)]
    assert not any(isinstance(outcome, TimeoutError) for outcome in wrong), (
        "On a good day all replies come within 0.05 s, and yours timed out: each request has its own `timeout` seconds "
        "(rule 5)."
    )
    assert not wrong, f"On a good day every request gets its server's reply: return it. Yours gave {told(wrong[0])}."
    assert sum(asked.values()) == 60, f"Each request is sent once: of 60 you made {sum(asked.values())}."
    assert set(asked) == set("abcd"), f"All four are healthy candidates, and only {sorted(asked)} were asked (rule 3)."


@pytest.mark.rule(4)
def test_any_reply_is_a_reply(lab):
    async def main():
        for reply in REPLIES:
            fleet = Fleet(lab, "a", failures=2)
            [a] = fleet.servers
            fleet.ejection.failed(a)
            a.outcome, request = reply, Request(7, client="eve", key="k", work=2.5)
            got = await settled(fleet.balancer(request))
            assert told(got) == told(reply) and len(a.calls) == 1, (
                f"The server replied {reply!r}; return it as it is, whatever it is, and send the request once: yours "
                f"gave {told(got)} after {len(a.calls)} calls."
            )
            assert a.calls[0].request == request, "The server gets the request as it was given, with all its fields."
            fleet.ejection.failed(a)
            once = names(fleet.ejection.available())
            await settled(fleet.balancer(request))
            fleet.ejection.failed(a)
            assert once == names(fleet.ejection.available()) == "a", (
                f"A reply was not told to the ejection ({reply!r}): a failure, a reply, a failure, a reply, a failure "
                f"are no two in a row. Whatever it is, each reply is a success: tell `succeeded`, or the failures of a "
                f"whole week count."
            )

    run(main)


@pytest.mark.rule(4)
def test_a_reply_that_is_an_error_is_a_success(lab):
    async def main():
        fleet = Fleet(lab, servers=[Quoting("a")], failures=1)
        [got] = await fleet.ask(1)
        return got, names(fleet.ejection.available())

    got, left = run(main)
    assert isinstance(got, str) and "Lost: b has lost it" in got and left == "a", (
        f"A server replied with an error object (it did not raise it), and yours gave {told(got)}, and left "
        f"{left or 'nobody'} available, with failures=1: return the reply, whatever it is, and tell `succeeded`."
    )


@pytest.mark.rule(4)
def test_a_success_is_of_the_server_that_was_asked(lab):
    async def main():
        fleet = Fleet(lab, "ab", failures=2)
        a, b = fleet.servers
        for server, other in ((a, b), (b, a)):
            server.outcome = Reply(other.name)
            fleet.ejection.failed(server)
        await fleet.ask(1)
        [asked] = fleet.asked()
        fleet.ejection.failed(fleet.named[asked])
        return asked, names(fleet.ejection.available())

    asked, left = run(main)
    assert asked in left, (
        f"{asked} was asked and replied, in another's name: it is {asked} that succeeded, whatever `reply.by` says."
    )


@pytest.mark.rule(5)
def test_an_error_reaches_the_caller_and_the_ejection(lab):
    async def main():
        for error in SERVICE_ERRORS:
            fleet = Fleet(lab, "abc", failures=2)
            for server in fleet.servers:
                server.outcome = error
            [outcome] = await fleet.ask(1)
            calls = sum(fleet.asked().values())
            assert calls == 1, (
                f"After {told(error)} you send the request again, {calls} calls in all: each is sent once (rule 4). A "
                f"balancer that tries again hides errors and doubles the load when it hurts."
            )
            assert told(outcome) == told(error), (
                f"The caller gets the server's error as it is, {told(error)}, and yours gave {told(outcome)}: the "
                f"balancer learns from errors, it does not hide them."
            )
            [asked] = fleet.asked()
            once = names(fleet.ejection.available())
            assert once == "abc", f"One error, {told(error)}, is told more than once: it is one failure of the server."
            fleet.ejection.failed(fleet.named[asked])
            if asked in names(fleet.ejection.available()):
                fleet = Fleet(lab, "abc", failures=1, servers=fleet.servers)
                await fleet.ask(1)
                assert len(fleet.ejection.available()) == 3, (
                    f"{told(error)} is told to the ejection, and so is a success after it: tell `succeeded` after a "
                    f"reply, not in a `finally` (rule 4)."
                )
            assert asked not in names(fleet.ejection.available()), (
                f"{told(error)} was not told to the ejection: every ServiceError, of whatever kind, is a failure of "
                f"the server that was asked."
            )

    run(main)


@pytest.mark.rule(4)
def test_only_a_reply_is_a_success(lab):
    async def main():
        fleet = Fleet(lab, "a", failures=2)
        fleet.servers[0].outcome = SERVICE_ERRORS[0]
        await fleet.ask(2)
        return names(fleet.ejection.available())

    assert run(main) == "", (
        "Two requests in a row failed, with failures=2, and the server is available: you tell a success between. Tell "
        "`succeeded` after a reply, not before it and not after an error."
    )


@pytest.mark.rule(1)
def test_a_dead_server_is_left_after_its_failures(lab):
    async def main():
        fleet = Fleet(lab, base=100.0)
        fleet.named["b"].outcome = SERVICE_ERRORS[0]
        await fleet.ask(60)
        return fleet.asked()["b"]

    asked = run(main)
    assert asked == 3, (
        f"A dead server was asked {asked} times with failures=3: choose among `available()`, for each request anew."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("timeout", [None, 0.37, 2.9])
def test_no_reply_in_time_is_a_failure(lab, timeout):
    options, due = ({"timeout": timeout}, timeout) if timeout else ({}, 1.0)

    async def main():
        fleet = Fleet(lab, "a", failures=2, options=options)
        [a] = fleet.servers
        await asyncio.sleep(0.23)
        a.after = due * 0.95
        [late] = await fleet.ask(1)
        a.after, start = 30.0, now()
        [never] = await fleet.ask(1, gap=0)
        elapsed = now() - start
        once = names(fleet.ejection.available())
        await fleet.ask(1)
        return late, never, elapsed, once, names(fleet.ejection.available()), len(a.calls)

    late, never, elapsed, once, twice, calls = run(main)
    assert calls, f"With timeout={due:g} no server was asked: `timeout` is what was given, in seconds, and not rounded."
    assert calls == 3, f"A request that timed out is not sent again: three requests were {calls} calls (rule 4)."
    words = f"timeout={due:g}" if timeout else "the default time-out, 1 s"
    assert isinstance(late, Reply), (
        f"With {words} a reply after {due * 0.95:.3f} s is in time, and the caller's; yours gave {told(late)}."
    )
    assert isinstance(never, TimeoutError), (
        f"A reply that takes longer than `timeout` ends in a TimeoutError for the caller; yours gave {told(never)}."
    )
    assert elapsed == pytest.approx(due, abs=1e-3), (
        f"With {words} the caller waits {due:g} s for a server that hangs, and with yours {elapsed:.3f} s: `timeout` "
        f"is what was given, from when the request was sent."
    )
    assert once == "a", "A time-out is told as more than one failure: it is one."
    assert twice == "", "A hanging server is a failing server: tell the ejection of a time-out that it `failed`."
