"""Lab 10, part 2: a hedge before two replicas that pause, crash, lose and slow down, whatever happens when."""

import asyncio

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard
from systemdesign.grading.schedules import schedules
from systemdesign.kernel import at
from systemdesign.sim.distributions import uniform
from systemdesign.sim.replica import Replica
from systemdesign.sim.request import Request, ServiceError

from .scene import BESIDE, Call, ended, running

STEP, WITHIN, DELAY = 0.1, 0.45, 0.12
VERBS = ["pause", "resume", "crash", "restart", "slow", "silence", "leave"]
MOST = 12


class Seen(Replica):
    """A replica that logs its calls."""

    def __init__(self, name, calls):
        super().__init__(name, uniform(0.01, 0.1), workers=9)
        self.calls = calls

    async def __call__(self, request, within):
        call = Call(self.name, request, {"within": within}, now())
        self.calls.append(call)
        try:
            reply = await super().__call__(request, within)
            call.how = "answered"
            return reply
        except ServiceError:
            call.how = "failed"
            raise
        finally:
            call.ended = now()


def befalls(event, replicas, callers):
    replica = replicas[event.target]
    if event.verb == "leave":
        for caller in callers:
            caller.cancel()
    elif event.verb == "slow":
        replica.slow(9.0)
    elif event.verb == "silence":
        replica.silent = not replica.silent
    else:
        getattr(replica, event.verb)()


class Night:
    """A request every 0.13 s through one hedge while faults befall its replicas. `rows` say how each one ended."""

    def __init__(self, lab, story):
        self.calls, self.rows, self.callers = [], [], []
        beside = lab.beside(BESIDE)
        self.replicas = {name: Seen(name, self.calls) for name in "ab"}
        self.hedged = lab.Hedged(*self.replicas.values(), beside.watch(DELAY)[0], beside.purse(*[True] * 99)[0])
        self.story = story

    async def request(self, request):
        begun = now()
        how, time = await ended(self.hedged(request, within=WITHIN), 9.0)
        await asyncio.sleep(0)  # a cancellation takes its step on this side of the line
        mine = [call for call in self.calls if call.request == request]
        how = getattr(how, "by", how)
        self.story.note(f"request {request.id} of {begun:.3f} s: {how}, copies: {', '.join(map(shown, mine))}")
        self.rows.append((request.id, how, time - begun, mine, running(mine)))

    async def play(self):
        for number in range(MOST):
            self.callers.append(asyncio.ensure_future(self.request(Request(number + 1))))
            await at(0.13 * (number + 1))

    async def faults(self):
        for event in self.story.events:
            await at(event.time * STEP + 0.0137)
            self.story.note(str(event))
            befalls(event, self.replicas, self.callers)


def shown(call):
    return f"{call.name} {call.how}"


@pytest.mark.rule(1, 2, 3, 4)
@schedules("2.replicas", targets=["a", "b"], verbs=VERBS, until=15, most=5, examples=40)
def test_whatever_befalls_the_replicas(lab, story):
    async def main():
        night = Night(lab, story)
        await asyncio.gather(night.play(), night.faults())
        await asyncio.gather(*night.callers, return_exceptions=True)
        await asyncio.sleep(0.01)
        return night.rows, [call for call in night.calls if call.ended is None]

    rows, left = heard(main, story.seed)
    for number, how, seconds, mine, runs in rows:
        judged(f"Request {number} came to {how!r} after {seconds:.3f} s", how, seconds, mine, runs)
    assert not left, (
        f"{len(left)} copies were under way when every call had ended, that of request {left[0].request.id} at "
        f"{left[0].name} among them: whenever a call ends, copies under way are cancelled."
    )


def judged(told, how, seconds, mine, runs):
    copies = f"its copies: {', '.join(map(shown, mine))}"
    assert how != NEVER and seconds <= WITHIN + 1e-6, f"{told}: at the deadline, {WITHIN} s, copies fail with TimedOut."
    assert [call.name for call in mine] in (["a"], ["a", "b"]), (
        f"{told}; {copies}: the first is sent to `service`, a second one to `backup`, and never more than two."
    )
    assert not runs, f"{told}, and calls of {runs} were under way: copies under way are cancelled, and over then."
    late = [call for call in mine if call.within != pytest.approx(WITHIN - (call.asked - mine[0].asked))]
    assert not late, f"{told}; a copy was told {[call.within for call in late]}: the time that is left when it is sent."
    if how in ("a", "b"):
        return
    assert not any(call.how == "answered" for call in mine), f"{told}; {copies}: the first value to come is returned."
    assert len(mine) == 2, f"{told}; {copies}: when the first fails or is late, a second copy is sent."
