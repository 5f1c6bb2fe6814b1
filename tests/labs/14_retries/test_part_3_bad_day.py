"""Lab 14, part 3: once, whoever leaves and whenever the bank closes."""

import asyncio

from systemdesign.grading.schedules import schedules

from .bank import Bank, quiet
from .scene import order, settled, until


@schedules("3.once", targets=["bank"], verbs=["ask", "leave", "close", "open"], until=14, most=8, examples=40)
def test_it_is_done_at_most_once_and_known_to_all(lab, story):
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
            elif event.verb in ("close", "open"):
                bank.broken = event.verb == "close"
        await until(30.0)
        bank.broken = False
        reply = await settled(once(order()))
        story.note(f"charged {bank.charged.total()} times")
        assert getattr(reply, "by", None) == "bank", f"At the end the bank is open, and a caller got {reply!r}."
        assert bank.charged.total() == 1, f"With one key the card was charged {bank.charged.total()} times."

    quiet(main, story.seed)
