"""Lab 03: what each part must do, judged in virtual time."""

import asyncio
from collections import Counter
from math import inf

import pytest

from systemdesign import now, run, stream
from systemdesign.grading.hints import hint
from systemdesign.grading.schedules import schedules
from systemdesign.sim.distributions import constant, exponential
from systemdesign.sim.link import Link
from systemdesign.sim.request import Request, ServiceError, Unavailable
from systemdesign.sim.server import Server
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests

part = pytest.mark.part


def farm(names, seconds=1.0):
    return [Server(name, service=constant(seconds)) for name in names]


def names(servers):
    return "".join(server.name for server in servers)


def share(choose, server, draws=400):
    """How often `choose()` gives `server`."""
    return sum(choose() is server for _ in range(draws)) / draws


async def sent(*calls):
    """Start the calls, and let them reach their servers."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(1e-6)
    return tasks


async def settled(call):
    try:
        return await call
    except (ServiceError, TimeoutError) as error:
        return error


# Part 1: two choices


@part(1)
def test_a_lone_server_gets_the_request(lab):
    async def main():
        servers = farm("a")
        with hint("With one server there are no two to compare: send the request to it."):
            return await lab.TwoChoices(servers, stream("choices"))(Request(1))

    reply = run(main)
    assert getattr(reply, "by", None) == "a", f"Return what the server replies; you returned {reply!r}."


@part(1)
def test_of_two_servers_the_less_busy_is_chosen(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await sent(balancer.send(a, Request(1)))
        return share(lambda: balancer.choose(servers), b)

    idle = run(main)
    assert idle > 0.1, "You choose the busier of the two: take the one with fewer requests in flight."
    assert not 0.4 < idle < 0.6, (
        "The choice takes no notice of requests in flight: count them while `send` waits for the reply."
    )
    assert idle == 1, (
        "The two picks must be different servers: draw without replacement, or the busy one is compared with itself."
    )


@part(1)
def test_two_servers_are_compared_and_no_more(lab):
    async def main():
        *busy, idle = servers = farm("abcdefghij")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await sent(*(balancer.send(server, Request(1)) for server in busy))
        return share(lambda: balancer.choose(servers), idle, 800)

    idle = run(main)  # 2 in 10 pairs hold it
    assert idle < 0.5, (
        "You look at every server. Compare two picked at random: of a thousand servers nobody can look at all."
    )
    assert 0.13 < idle < 0.27, (
        f"One idle server of ten should win a fifth of the choices, and wins {idle:.0%}: pick both at random."
    )


@part(1)
def test_servers_that_are_equally_busy_share_evenly(lab):
    async def main():
        servers = farm("abcdefghij")
        balancer = lab.TwoChoices(servers, stream("choices"))
        return Counter(balancer.choose(servers).name for _ in range(1_000))

    counts = run(main)
    most, least = max(counts.values()), min(counts[name] for name in "abcdefghij")
    assert most < 150 and least > 55, (
        f"Of equally busy servers one got {most} and another {least} in 1,000: break ties at random, not by order."
    )


@part(1)
def test_only_the_candidates_given_are_chosen(lab):
    async def main():
        servers = farm("abcd")
        balancer = lab.TwoChoices(servers, stream("choices"))
        return {balancer.choose(servers[:2]).name for _ in range(100)}

    assert run(main) == {"a", "b"}, "`choose(candidates)` picks from the candidates it is given, not from all servers."


@part(1)
def test_a_request_is_counted_until_its_reply(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await asyncio.gather(*await sent(*(balancer.send(a, Request(n)) for n in range(3))))
        await sent(balancer.send(b, Request(4)))
        return share(lambda: balancer.choose(servers), a, 100)

    assert run(main) == 1, (
        "You count requests ever sent. Count those in flight: one up before the call, one down after the reply."
    )


@part(1)
def test_calling_the_balancer_chooses_and_counts(lab):
    async def main():
        servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        for n in range(6):
            await sent(balancer(Request(n)))
        return [server.in_flight for server in servers]

    assert run(main) == [3, 3], (
        "Six requests at once on two servers should be three and three: `__call__` is `choose`, then `send`."
    )


@part(1)
def test_an_error_reaches_the_caller(lab):
    async def main():
        [a] = servers = farm("a")
        a.crash()
        return await settled(lab.TwoChoices(servers, stream("choices"))(Request(1)))

    assert isinstance(run(main), Unavailable), (
        "Let the server's error reach the caller: a balancer that swallows it answers with nothing."
    )


@part(1)
def test_a_failed_request_is_no_longer_in_flight(lab):
    async def main():
        a, b = servers = farm("ab")
        a.crash()
        balancer = lab.TwoChoices(servers, stream("choices"))
        for n in range(3):
            await settled(balancer.send(a, Request(n)))
        await sent(balancer.send(b, Request(4)))
        return share(lambda: balancer.choose(servers), a, 100)

    assert run(main) == 1, (
        "A request that failed still counts as in flight: count down in a `finally`, so that errors release it too."
    )


@part(1)
def test_a_cancelled_request_is_no_longer_in_flight(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        for task in await sent(*(balancer.send(a, Request(n)) for n in range(3))):
            task.cancel()
        await sent(balancer.send(b, Request(4)))
        return share(lambda: balancer.choose(servers), a, 100)

    assert run(main) == 1, (
        "A cancelled request still counts as in flight: CancelledError is no Exception, but `finally` sees it."
    )


@schedules("1.counts", targets="ab", verbs=["crash", "restart", "pause", "resume"], until=12, most=5, examples=20)
def test_the_counts_are_true_after_any_faults(lab, story):
    async def main():
        a, b = servers = farm("ab", 0.5)
        balancer = lab.TwoChoices(servers, stream("choices"))
        faults = asyncio.ensure_future(play(story, servers))
        await asyncio.gather(faults, *(client(story, balancer, n, n * 0.9, patience=2.0) for n in range(14)))
        for server in servers:
            server.resume()
            server.restart()
        await asyncio.sleep(20)
        for busy, idle in [(a, b), (b, a)]:
            [task] = await sent(balancer.send(busy, Request(99)))
            story.note(f"{busy.name} alone is busy: {idle.name} must be chosen")
            assert share(lambda: balancer.choose(servers), idle, 40) == 1, (
                f"{idle.name} is idle and yet {busy.name} is chosen: some ended request is still counted."
            )
            await task

    run(main, seed=story.seed)


@part(1)
def test_the_mean_time_in_system_is_that_of_two_choices(lab):
    async def main():
        trace, servers = Trace(), farm("abcdefghij")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await open_loop(trace.watch(balancer), poisson(8.0), requests(work=exponential(1.0)), count=6_000)
        return trace.after(50).mean()

    mean = run(main, seed=3)  # 2.07 s simulated at length; random 5, round robin 2.92, shortest queue 1.37
    assert 1.8 < mean < 2.4, (
        f"At 80 % load on ten servers two choices take about 2.07 s on average, and yours {mean:.2f} s."
    )


async def play(story, servers):
    """Do to the servers, or to the links before them, what the schedule says."""
    named = {server.name: server for server in servers}
    for event in story.events:
        await asyncio.sleep(event.time - now())
        story.note(f"{event.verb} {event.target}")
        getattr(named[event.target], event.verb)()


async def client(story, service, number, start, patience=inf):
    """One request; the client stops waiting after `patience` seconds."""
    await asyncio.sleep(start)
    try:
        async with asyncio.timeout(None if patience == inf else patience):
            reply = await service(Request(number))
        story.note(f"request {number}: answered by {getattr(reply, 'by', reply)}")
        return reply
    except TimeoutError:
        story.note(f"request {number}: the client stopped waiting")
    except ServiceError as error:
        story.note(f"request {number}: {error}")


# Part 2: outlier ejection


def fail(ejection, server, times):
    for _ in range(times):
        ejection.failed(server)


async def at(time):
    await asyncio.sleep(time - now())


@part(2)
def test_at_first_all_servers_are_available(lab):
    async def main():
        return names(lab.Ejection(farm("abcd")).available())

    assert run(main) == "abcd", "Before any failure `available()` gives all servers, in their order."


@part(2)
def test_failures_in_a_row_eject_a_server(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        fail(ejection, servers[1], 2)
        before = names(ejection.available())
        fail(ejection, servers[1], 1)
        return before, names(ejection.available())

    before, after = run(main)
    assert before == "abcd", "Two failures of three must not eject yet: eject at `failures`, not before."
    assert after == "acd", f"Three failures in a row with `failures=3` must take b out; available is {after!r}."


@part(2)
def test_a_success_begins_the_count_anew(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        for _ in range(4):
            fail(ejection, servers[0], 2)
            ejection.succeeded(servers[0])
        return names(ejection.available())

    assert run(main) == "abcd", "You count failures in total. Count those in a row: a success sets the count to 0."


@part(2)
def test_one_server_may_always_be_ejected(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, share=0.1)
        ejection.failed(servers[2])
        return names(ejection.available())

    assert run(main) == "abd", (
        "A tenth of four servers is less than one, but one may always be ejected, whatever the share."
    )


@part(2)
def test_no_more_than_the_share_is_ejected(lab):
    async def main():
        servers = farm("abcdef")
        ejection = lab.Ejection(servers, failures=1, share=0.5)
        for server in servers:
            ejection.failed(server)
        return names(ejection.available())

    left = run(main)
    assert left == "def", (
        f"With share=0.5 at most three of six may be out at once; available is {left!r} after each has failed."
    )


@part(2)
def test_an_ejected_server_comes_back_by_itself(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=10.0)
        ejection.failed(servers[0])
        await at(9.9)
        early = names(ejection.available())
        await at(10.0)
        return early, names(ejection.available())

    early, due = run(main)
    assert early == "bcd", "The server is back too early: it stays out for `base` seconds."
    assert due == "abcd", (
        "After `base` seconds the server is available again, with nobody calling anything: compare with now()."
    )


@part(2)
def test_each_ejection_lasts_longer_than_the_one_before(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=10.0, longest=25.0)
        times = []
        for _ in range(4):
            start = now()
            ejection.failed(servers[0])
            while names(ejection.available()) != "abcd" and now() < start + 60:
                await asyncio.sleep(1.0)
            times.append(round(now() - start))
        return times

    times = run(main)
    assert times[1] == 20, (
        f"The second ejection lasts twice `base`, 20 s, and yours {times[1]} s: multiply by the number of ejections."
    )
    assert times == [10, 20, 25, 25], f"No ejection lasts longer than `longest` (25 s here): yours lasted {times}."


@part(2)
def test_a_server_that_is_back_starts_with_a_clean_count(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, base=10.0)
        fail(ejection, servers[0], 3)
        await at(11.0)
        fail(ejection, servers[0], 2)
        return names(ejection.available())

    assert run(main) == "abcd", (
        "A server that is back needs `failures` new failures in a row: set its count to 0 when you eject it."
    )


@part(2)
def test_late_reports_on_an_ejected_server_change_nothing(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=2, base=10.0, share=0.5)
        fail(ejection, servers[0], 2)
        await at(5.0)
        fail(ejection, servers[0], 5)
        await at(10.5)
        back = names(ejection.available())
        fail(ejection, servers[0], 2)
        await at(29.0)
        return back, names(ejection.available())

    back, later = run(main)
    assert back == "abcd", (
        "Replies that were under way when the server was ejected come in late: they must not keep it out for longer."
    )
    assert later == "bcd", (
        "Late failures of an ejected server eject it no further: the second time lasts twice `base` from its start."
    )


class Outliers:
    """The rules of part 2, once more, as plainly as they can be said."""

    def __init__(self, names, failures, base, longest, share):
        self.names, self.failures, self.base, self.longest = names, failures, base, longest
        self.most = max(1, share * len(names))
        self.row, self.times, self.until = Counter(), Counter(), dict.fromkeys(names, 0.0)

    def available(self):
        return [name for name in self.names if now() >= self.until[name]]

    def report(self, verb, name):
        if name not in self.available():
            return
        self.row[name] = self.row[name] + 1 if verb == "fail" else 0
        out = len(self.names) - len(self.available())
        if self.row[name] >= self.failures and out + 1 <= self.most:
            self.times[name] += 1
            self.until[name] = now() + min(self.base * self.times[name], self.longest)
            self.row[name] = 0


RULES = {"failures": 2, "base": 5.0, "longest": 12.0, "share": 0.4}


@schedules("2.outliers", targets="abc", verbs=["fail", "fail", "fail", "succeed"], until=20, most=14, examples=150)
def test_the_rules_hold_for_any_sequence_of_reports(lab, story):
    async def main():
        servers = farm("abc")
        ejection, model = lab.Ejection(servers, **RULES), Outliers("abc", **RULES)
        for event in story.events:
            await at(event.time)
            server = servers["abc".index(event.target)]
            ejection.failed(server) if event.verb == "fail" else ejection.succeeded(server)
            model.report(event.verb, event.target)
            compare(story, event, names(ejection.available()), "".join(model.available()))

    run(main, seed=story.seed)


def compare(story, event, got, due):
    story.note(
        f"{event.target} {event.verb}s: available {got or 'none'}" + ("" if got == due else f", should be {due}")
    )
    rules = ", ".join(f"{name}={value:g}" for name, value in RULES.items())
    assert got == due, f"After this, available should be {due}, and yours is {got or 'none'} ({rules})."


# Part 3: slow start


@part(3)
def test_a_server_that_never_joined_late_has_full_weight(lab):
    async def main():
        return [lab.SlowStart().weight(server) for server in farm("ab")]

    with hint("A server that was there from the start was never `joined`: its weight is 1."):
        assert run(main) == [1, 1], "A server that was there from the start has weight 1."


@part(3)
def test_the_weight_climbs_in_a_straight_line(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart(window=20.0, least=0.1)
        await at(100.0)
        slow.joined(a)
        weights = []
        for elapsed in (0, 1, 5, 10, 20, 50):
            await at(100.0 + elapsed)
            weights.append(round(slow.weight(a), 6))
        return weights

    weights = run(main)
    assert weights[0] > 0, "A weight of 0 would starve the server for good: the least is `least`."
    assert weights[0] == 0.1, (
        f"A server that has just joined has weight `least`, 0.1 here, and yours has {weights[0]:g}."
    )
    assert weights[4] == 1 and weights[5] == 1, (
        f"After `window` seconds the weight is 1 and stays 1; yours is {weights[4]:g}, then {weights[5]:g}."
    )
    assert weights == [0.1, 0.1, 0.25, 0.5, 1, 1], (
        f"The weight is the share of the window that has passed, at least `least`: {weights}."
    )


@part(3)
def test_joining_again_starts_again(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart(window=20.0, least=0.1)
        slow.joined(a)
        await at(30.0)
        slow.joined(a)
        await at(35.0)
        return slow.weight(a)

    assert run(main) == pytest.approx(0.25), "A server that joins a second time is cold again: its window begins anew."


@part(3)
def test_servers_at_full_weight_always_take_part(lab):
    async def main():
        servers = farm("abc")
        rng = stream("slow")
        return {names(lab.SlowStart().admitted(servers, rng)) for _ in range(50)}

    assert run(main) == {"abc"}, "A server of weight 1 takes part every time, and the order stays."


@part(3)
def test_a_joining_server_takes_part_as_often_as_its_weight(lab):
    async def main():
        servers, rng = farm("abc"), stream("slow")
        slow = lab.SlowStart(window=20.0, least=0.1)
        slow.joined(servers[1])
        shares = []
        for time in (0.0, 5.0, 10.0):
            await at(time)
            rounds = [names(slow.admitted(servers, rng)) for _ in range(600)]
            shares.append(sum("b" in group for group in rounds) / 600)
        return shares

    shares = run(main)
    assert shares[0] < 0.5, (
        "A server that has just joined takes part in every choice: admit it with the probability of its weight."
    )
    assert all(abs(got - due) < 0.07 for got, due in zip(shares, (0.1, 0.25, 0.5))), (
        f"At weights 0.1, 0.25 and 0.5 it takes part in {shares} of the choices."
    )


@part(3)
def test_somebody_is_always_admitted(lab):
    async def main():
        servers, rng = farm("abc"), stream("slow")
        slow = lab.SlowStart(window=20.0, least=0.1)
        for server in servers:
            slow.joined(server)
        return min(len(slow.admitted(servers, rng)) for _ in range(200))

    assert run(main) > 0, "When the draw admits nobody, admit all: somebody has to answer the request."


# Part 4: the panic threshold, and all of it together


class Watched:
    """A server in the judge's hands: keeps who was asked and when, and which candidates were available then."""

    def __init__(self, server, calls):
        self.server, self.name, self.calls = server, server.name, calls

    async def __call__(self, request):
        self.calls.append((now(), self.name, request.id))
        return await self.server(request)


async def patient(call):
    """None when the balancer keeps the client waiting for more than 20 s."""
    done, _ = await asyncio.wait([asyncio.ensure_future(call)], timeout=20)
    return done.pop().result() if done else None


class Fleet:
    """Servers, the student's balancer over them, and what was asked of whom."""

    def __init__(self, lab, names="abcd", seconds=0.05, panic=0.5, timeout=1.0, window=10.0, **ejection):
        self.servers, self.calls = farm(names, seconds), []
        self.watched = [Watched(server, self.calls) for server in self.servers]
        rules = {"failures": 3, "base": 10.0, "share": 1.0, **ejection}
        self.ejection = lab.Ejection(self.watched, **rules)
        self.slow_start = lab.SlowStart(window=window, least=0.1)
        self.balancer = lab.Balancer(
            self.watched, stream("choices"), self.ejection, self.slow_start, panic=panic, timeout=timeout
        )

    async def ask(self, count, gap=0.1):
        """Requests one after another; what came of each."""
        outcomes = []
        for n in range(count):
            outcomes.append(await settled(patient(self.balancer(Request(n)))))
            await asyncio.sleep(gap)
        return outcomes

    def asked(self, since=0.0, until=inf):
        return Counter(name for time, name, _ in self.calls if since <= time < until)

    def guarded(self, story):
        guard = Guard(self.ejection, story)
        for server in self.watched:
            server.calls = guard
        return guard

    def out(self, names):
        for server in self.watched:
            if server.name in names:
                fail(self.ejection, server, 3)


@part(4)
def test_on_a_good_day_all_are_answered_and_all_take_part(lab):
    async def main():
        fleet = Fleet(lab)
        return await fleet.ask(80), fleet.asked()

    outcomes, asked = run(main)
    assert all(getattr(reply, "by", None) for reply in outcomes), (
        "On a good day every request gets its server's reply: return it."
    )
    assert set(asked) == set("abcd"), f"All four servers are healthy, and only {sorted(asked)} were asked."
    assert sum(asked.values()) == 80, (
        "Each request is sent once: a balancer that tries again hides errors and doubles the load."
    )


@part(4)
def test_a_dead_server_is_left_after_its_failures(lab):
    async def main():
        fleet = Fleet(lab)
        fleet.servers[1].crash()
        outcomes = await fleet.ask(60)
        return sum(isinstance(outcome, ServiceError) for outcome in outcomes), fleet.asked()["b"]

    errors, asked = run(main)
    assert errors > 0, (
        "The first failures must reach their callers: the balancer learns from them, it does not hide them."
    )
    assert asked <= 3, (
        f"A dead server was asked {asked} times with failures=3: tell the ejection, and choose among `available()`."
    )


@part(4)
def test_a_success_is_told_to_the_ejection(lab):
    async def main():
        fleet = Fleet(lab, "ab")
        fail(fleet.ejection, fleet.watched[0], 2)
        fail(fleet.ejection, fleet.watched[1], 2)
        await fleet.ask(20)
        fail(fleet.ejection, fleet.watched[0], 2)
        fail(fleet.ejection, fleet.watched[1], 2)
        return names(fleet.ejection.available())

    assert run(main) == "ab", "Successes must be told too, or the failures of a whole week count as in a row."


@part(4)
def test_a_hanging_server_is_a_failing_server(lab):
    async def main():
        fleet = Fleet(lab)
        fleet.servers[2].pause()
        outcomes = await fleet.ask(60)
        return [outcome for outcome in outcomes if isinstance(outcome, TimeoutError)], fleet.asked()["c"]

    timeouts, asked = run(main)
    assert timeouts, "A reply that takes longer than `timeout` ends in a TimeoutError for the caller."
    assert asked <= 3, f"A hanging server was asked {asked} times: a time-out is a failure, so tell the ejection."


@part(4)
def test_a_cancelled_request_says_nothing_about_the_server(lab):
    async def main():
        fleet = Fleet(lab, "ab", seconds=0.5)
        for n in range(20):
            for task in await sent(fleet.balancer(Request(n))):
                await asyncio.sleep(0.1)
                task.cancel()
        return names(fleet.ejection.available())

    assert run(main) == "ab", (
        "A client that went away is not the server's failure: tell the ejection of errors and time-outs only."
    )


@part(4)
def test_with_too_few_left_all_are_used(lab):
    async def main():
        fleet = Fleet(lab, "abcdefgh", base=100.0)
        fleet.out("abcdef")
        await fleet.ask(120)
        return fleet.asked()

    asked = run(main)
    assert set(asked) != set("gh"), (
        "Six of eight are out and two carry everything: below the panic threshold, use all servers."
    )
    assert set(asked) == set("abcdefgh"), (
        f"In a panic every server takes part, ejected or not; yours asked {sorted(asked)}."
    )


@part(4)
def test_at_the_threshold_there_is_no_panic_yet(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=100.0)
        fleet.out("ab")
        await fleet.ask(60)
        return fleet.asked()

    assert set(run(main)) == set("cd"), (
        "Half of the servers are available and panic is 0.5: panic begins below the threshold, not at it."
    )


@part(4)
def test_the_panic_ends_when_servers_are_back(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=10.0, window=1.0)
        fleet.out("abc")
        await fleet.ask(30)
        await at(20.0)
        fleet.out("d")
        await fleet.ask(40)
        return fleet.asked(since=20.0)

    assert set(run(main)) == set("abc"), (
        "Three of four are available again and d is out: the panic is over, so leave d alone."
    )


@part(4)
def test_a_server_that_is_back_starts_slowly(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=10.0, window=40.0)
        fleet.out("a")
        await fleet.ask(400, gap=0.05)  # 40 s
        return fleet.asked(10.0, 20.0)["a"], fleet.asked(30.0, 40.0)["a"]

    first, later = run(main)
    assert first < 16, (
        f"Back after 10 s, the server got {first} of 100 requests in 10 s: tell the slow start that it `joined`."
    )
    assert later > first, (
        f"The share of a server that is back must grow: {first} requests in the first 10 s, {later} two windows later."
    )


class Far:
    """A server behind a link: what can befall either."""

    def __init__(self, server):
        self.server, self.link, self.name = server, Link(server, patience=0.5), server.name
        self.crash, self.restart, self.pause, self.resume = server.crash, server.restart, server.pause, server.resume
        self.cut, self.heal = self.link.partition, self.link.heal

    def slow(self):
        self.server.slow(50)

    async def __call__(self, request):
        return await self.link(request)


BAD_DAY = ["crash", "cut", "pause", "slow", "restart", "heal", "resume"]


@schedules("4.bad-day", targets="abcd", verbs=BAD_DAY, until=30, most=6, examples=12)
def test_on_a_bad_day_each_request_has_one_end_and_no_ejected_server_is_asked(lab, story):
    async def main():
        fleet = Fleet(lab, "abcd", window=5.0)
        guard, far = fleet.guarded(story), [Far(server) for server in fleet.servers]
        for watched, behind in zip(fleet.watched, far):
            watched.server = behind
        faults = asyncio.ensure_future(play(story, far))
        await asyncio.gather(faults, *(client(story, fleet.balancer, n, n * 0.4) for n in range(100)))
        assert not guard.broken, guard.broken

    run(main, seed=story.seed)


class Guard:
    """Notes when an ejected server is asked outside a panic, or a request is sent twice."""

    def __init__(self, ejection, story):
        self.ejection, self.story, self.seen, self.broken = ejection, story, set(), ""

    def append(self, call):
        _, name, number = call
        available = names(self.ejection.available())
        if len(available) >= 2 and name not in available:
            self.note(
                f"request {number} goes to {name}",
                f"{name} was asked while it was ejected and {available} were available.",
            )
        if number in self.seen:
            self.note(
                f"request {number} is sent again", "Each request is sent once and has one end, an answer or an error."
            )
        self.seen.add(number)

    def note(self, what, hint):
        self.story.note(what)
        self.broken = self.broken or hint
