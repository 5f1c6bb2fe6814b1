"""The rules of part 4 of lab 14, once more, as plainly as they can be said."""

import asyncio
from dataclasses import dataclass, field

from systemdesign import now
from systemdesign.sim.request import Refused, ServiceError


@dataclass
class Journal:
    """What should become of one request: when its tries begin, why each of them, and how and why it ends."""

    request: object
    tries: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    outcome: str = ""
    end: float = 0.0
    why: str = ""


@dataclass
class Clerk:
    """Keeps the journals of a client's requests, while they happen. `pause` and `ledger` are jitter and budget."""

    pause: object
    ledger: object
    attempts: int
    timeout: float

    async def write(self, request, within, script):
        journal, end, reason = Journal(request), now() + within, "a request is tried at once (rule 7)"
        self.ledger.asked()
        while not journal.outcome:
            journal.tries.append(now())
            journal.reasons.append(reason)
            error, clock = await self.tried(script.pop(0) if script else (0.0, None), end)
            pause, reason = self.decided(journal, error, clock, end - now())
            if pause is None:
                journal.outcome, journal.end, journal.why = error.__name__ if error else "Reply", now(), reason
            else:
                await asyncio.sleep(pause)
        return journal

    async def tried(self, step, end):
        """The error that a try ends with, None for a reply, and whether it was the clock that ended it."""
        (seconds, error), most = step, min(self.timeout, end - now())
        await asyncio.sleep(min(seconds, most))
        return (TimeoutError, True) if seconds > most else (error, False)

    def decided(self, journal, error, clock, left):
        """The pause before another try, None for no other, and why."""
        made = len(journal.tries)
        if error is None:
            return None, "the try was answered (rule 7)"
        if not issubclass(error, (ServiceError, TimeoutError)):
            return None, f"{error.__name__} is a bug, and no failure (rule 3)"
        if made == self.attempts:
            return None, f"attempts={self.attempts} allows no other (rule 3)"
        if journal.request.key is None and error is not Refused:
            return None, f"after {error.__name__} it is open what was done, and there is no key (rule 4)"
        pause = self.pause(made, left)
        if pause is None:
            return None, f"the pause does not fit into the {left:.2f} s left (rule 5)"
        if not self.ledger.may_retry():
            return None, "the budget does not allow a retry (rule 6)"
        rule = 2 if clock else 5
        return pause, (
            f"the one before failed with {error.__name__} at {now():.2f} s, "
            + ("when its time was over, " if clock else "")
            + f"and the pause of {pause:.2f} s fits into the {left:.2f} s left (rule {rule})"
        )


def difference(journal, tries, outcome, end):
    """What is wrong with what was done for this request, None if it was what the journal says."""
    for number, (time, due, reason) in enumerate(zip(tries, journal.tries, journal.reasons), 1):
        if abs(time - due) > 1e-6:
            return f"try {number} came at {time:.3f} s, and was due at {due:.3f} s: {reason}"
    if len(tries) > len(journal.tries):
        return f"there were {len(tries)} tries, and {len(journal.tries)} were due: {journal.why}"
    if len(tries) < len(journal.tries):
        return f"there was no try {len(tries) + 1}, and one was due at {journal.tries[len(tries)]:.3f} s: " + (
            journal.reasons[len(tries)].replace("(rule 5)", "and the budget allows it (rules 3 to 6)")
        )
    if outcome != journal.outcome and not (outcome == "TimedOut" and journal.outcome == "TimeoutError"):
        return f"the caller got {outcome}, and {journal.outcome} was due: {journal.why} (rule 7)"
    if abs(end - journal.end) > 1e-6:
        return f"the caller heard at {end:.3f} s, and {journal.outcome} was due at {journal.end:.3f} s: {journal.why}"
    return None
