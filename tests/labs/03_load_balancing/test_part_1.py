"""Lab 03, part 1, two choices: what is sent, and which of two is chosen."""

import asyncio

import pytest

from systemdesign import run, stream
from systemdesign.grading.hints import hint
from systemdesign.sim.request import Request

from .scene import ERRORS, REPLIES, Puppet, farm, sent, settled, told, wins


def balanced(lab, servers):
    return lab.TwoChoices(servers, stream("choices"))


async def busy(balancer, servers, counts):
    """So many requests in flight to each server, none of which ends."""
    await sent(*(balancer.send(server, Request(1)) for server, count in zip(servers, counts) for _ in range(count)))


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
            got = await balanced(lab, [a]).send(a, Request(1))
            assert told(got) == told(reply), f"Return what the server replies: it replied {reply!r}, and you {got!r}."
            assert len(a.calls) == 1, f"A reply of {reply!r} is a reply: do not send the request again."

    run(main)


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


@pytest.mark.rule(1, 3)
def test_of_two_servers_the_less_busy_is_chosen(lab):
    async def main():
        servers = farm("ab")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [1, 0])
        return wins(servers[1], balancer, servers, 400)

    idle = run(main)
    assert idle > 0.1, "You choose the busier of the two: take the one with fewer requests in flight."
    assert not 0.4 < idle < 0.6, (
        "The choice takes no notice of requests in flight: count them while `send` waits for the reply."
    )
    assert idle == 1, (
        "The two picks must be different servers: draw without replacement, or the busy one is compared with itself."
    )


@pytest.mark.rule(3)
def test_another_balancers_requests_do_not_count(lab):
    async def main():
        servers = farm("ab")
        balancer, other = balanced(lab, servers), balanced(lab, servers)
        await busy(other, servers, [3, 0])
        await busy(balancer, servers, [0, 1])
        return wins(servers[0], balancer, servers)

    assert run(main) == 1, (
        "You count another balancer's requests too: a and b have 0 and 1 in flight from this one, and b is chosen. "
        "Keep the count in the object (`self.…`, made in `__init__`), not in the class or a global."
    )


@pytest.mark.rule(3, 4)
def test_each_request_is_counted(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer, request, found = balanced(lab, servers), Request(0), []
        await sent(*(balancer.send(server, request) for server in (a, a, b, b, b, b)))
        assert len(b.open) == 4, (
            f"Four requests at once to b, and {len(b.open)} reached it: pass each on at once (rule 4)."
        )
        for less in (a, a, None, b):
            found.append(less is None or wins(less, balancer, servers, 40) == 1)
            b.open[0].end("done")
            await asyncio.sleep(0.3)
        return found

    found = run(main)
    assert found[0], "a has two requests in flight and b four, and b is chosen: count every request, not every server."
    assert all(found), (
        "a has two requests in flight and b four, which are answered one by one, so three, two, one: take one down for "
        "each request that ends, no more and no fewer. Yours does not choose the less busy after "
        f"{found.index(False)} replies."
    )


@pytest.mark.rule(1)
def test_two_servers_are_compared_and_no_more(lab):
    async def main():
        servers = farm("abcde")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [2, 0, 4, 1, 3])
        chosen = [balancer.choose(servers).name for _ in range(1_000)]
        return [chosen.count(name) / 1_000 for name in "bdaec"]

    shares = run(main)
    seen = ", ".join(f"{each:.0%}" for each in shares)
    assert shares[0] < 0.9, (
        "You look at every server. Compare two picked at random: of a thousand servers nobody can look at all."
    )
    assert shares[4] == 0, "The busiest of five is less busy than none, and is chosen: compare two *different* servers."
    assert all(abs(got - due) < 0.065 for got, due in zip(shares, (0.4, 0.3, 0.2, 0.1, 0))), (
        f"Of five servers, the least busy first, 40%, 30%, 20%, 10% and 0% of the choices are due, and yours are "
        f"{seen}: pick two, no more, and any two as likely as any others."
    )


@pytest.mark.rule(1)
def test_only_the_candidates_given_are_chosen(lab):
    async def main():
        servers = farm("abcd")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [2, 2, 0, 0])
        return {balancer.choose(servers[:2]).name for _ in range(60)}

    assert run(main) <= {"a", "b"}, "`choose(candidates)` picks from the candidates it is given, not from all servers."
