"""Lab 14, part 3: once, whoever leaves, and whenever the bank closes or falls."""

import asyncio

from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Refused, Unavailable

from .bank import Bank, quiet
from .scene import order, settled, until

TROUBLES = {"close": Refused, "fall": Unavailable, "open": None}


@schedules("3.once", targets=["bank"], verbs=["ask", "leave", *TROUBLES], until=14, most=8, examples=40)
def test_it_is_done_once_and_its_outcome_is_known_to_all(lab, story):
    async def main():
        bank = Bank(seconds=2.0)
        once, callers = lab.Once(bank, keep=1e6), []
        for event in story.events:
            await until(event.time)
            story.note(event.verb)
            if event.verb == "ask":
                callers.append(asyncio.ensure_future(settled(once(order()))))
            elif event.verb == "leave" and callers:
                callers[-1].cancel()
            elif event.verb in TROUBLES:
                bank.trouble = TROUBLES[event.verb]
        await until(30.0)
        bank.trouble = None
        first, second = await settled(once(order())), await settled(once(order()))
        story.note(f"charged {bank.charged.total()} times")
        assert not isinstance(first, Refused), "At the end the bank is open, and a caller was refused."
        assert repr(first) == repr(second), f"At the end one caller got {first!r}, and the next one {second!r}."
        assert bank.charged.total() == 1, f"With one key the card was charged {bank.charged.total()} times."

    quiet(main, story.seed)
