"""Lab 03, part 1, two choices: what is sent."""

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.sim.request import Request

from .flights import balanced
from .scene import ERRORS, REPLIES, Puppet, Quoting, farm, settled, told


@pytest.mark.rule(1)
def test_of_one_candidate_it_is_that_one(lab):
    async def main():
        servers = farm("ab")
        with hint("Of one candidate there are no two to compare: `choose` returns that one."):
            return balanced(lab, servers).choose(servers[1:]) is servers[1]

    assert run(main), "Of one candidate `choose` returns that one."


@pytest.mark.rule(4)
def test_the_reply_is_returned_as_it_is(lab):
    async def main():
        for reply in REPLIES:
            a = Puppet("a", after=0.3)
            a.outcome = reply
            got = await settled(balanced(lab, [a]).send(a, Request(1)))
            assert told(got) == told(reply), f"Return what the server replies: it replied {reply!r}, and you {got!r}."
            assert len(a.calls) == 1, f"A reply of {reply!r} is a reply: do not send the request again."

    run(main)


@pytest.mark.rule(4)
def test_a_reply_that_is_an_error_is_returned(lab):
    async def main():
        a = Quoting("a")
        return await settled(balanced(lab, [a]).send(a, Request(1)))

    got = run(main)
    assert isinstance(got, str) and "Lost: b has lost it" in got, (
        f"A server replied with an error object (it did not raise it), and yours gave {told(got)}: return the reply, "
        f"whatever that is."
    )


@pytest.mark.rule(4)
def test_the_request_goes_to_the_server_as_it_is(lab):
    async def main():
        servers, request = farm("abc", after=0.3), Request(7, client="eve", key="k", work=2.5)
        await balanced(lab, servers).send(servers[1], request)
        return [call.name for server in servers for call in server.calls], servers[1].calls[0].request == request

    asked, same = run(main)
    assert asked == ["b"], f"`send(b, request)` sends to b, and to nobody else: yours asked {asked}."
    assert same, "The server gets the request as it was given, with all its fields."


@pytest.mark.rule(4)
def test_an_error_reaches_the_caller(lab):
    async def main():
        for error in ERRORS:
            a = Puppet("a", after=0.3, outcome=error)
            got = await settled(balanced(lab, [a]).send(a, Request(1)))
            assert told(got) == told(error), (
                f"Let the server's error reach the caller as it is: it raised {told(error)}, and yours gave "
                f"{told(got)}."
            )

    run(main)


@pytest.mark.rule(4)
def test_a_failed_request_is_not_sent_again(lab):
    async def main():
        for error in ERRORS:
            servers = farm("abc", after=0.3)
            for server in servers:
                server.outcome = error
            await settled(balanced(lab, servers)(Request(1)))
            asked = [call.name for server in servers for call in server.calls]
            assert len(asked) == 1, (
                f"After {told(error)} the request was sent again ({len(asked)} calls to servers): no retries, neither "
                f"to this server nor to another."
            )

    run(main)


@pytest.mark.rule(4)
def test_a_slow_reply_is_waited_for(lab):
    async def main():
        [a] = servers = farm("a", after=400.7)
        return await settled(balanced(lab, servers).send(a, Request(1)))

    got = told(run(main))
    assert "Reply" in got, f"A reply that takes 400 s is waited for, part 1 knows no time limit; yours gave {got}."
