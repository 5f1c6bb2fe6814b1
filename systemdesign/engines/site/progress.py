"""The answers of a service, counted, and told in one line of a terminal."""

import asyncio
import shutil
import sys
import time
from collections import Counter

PAUSE = 0.5  # s, between two looks at the line
CLEAR = "\r\x1b[K"  # to the line's beginning, and nothing on it


class Told:
    """A service that tells on one line how much it has done, for a service to inherit; a context manager.

    It tells what it is as text, and how many answers of `total()` it gives in a second. Where nobody watches, for
    standard output is no terminal, it tells nothing.
    """

    def __init__(self, out=None):
        self.out, self._task = out or sys.stdout, None

    def __enter__(self):
        if self.out.isatty():
            self._task = asyncio.ensure_future(self._tell())
        return self

    def __exit__(self, *exc):
        if self._task:
            self._task.cancel()
            self._write("")

    async def _tell(self):
        before, then = 0, time.monotonic()
        while True:
            await asyncio.sleep(PAUSE)
            total, now = self.total(), time.monotonic()
            self._write(f"{(total - before) / (now - then):,.0f}/s  {self}")
            before, then = total, now

    def _write(self, line):
        self.out.write(CLEAR + line[:shutil.get_terminal_size().columns - 1])
        self.out.flush()


class Progress(Told):
    """An ASGI application around `app` that counts its answers by their kind, and tells them.

    `kinds` names a kind for each status. Each answer is reported too: `heard(method, status, seconds)`, when it begins.
    """

    def __init__(self, app, kinds, heard=lambda method, status, seconds: None, out=None):
        super().__init__(out)
        self.app, self.kinds, self.counts, self.heard = app, kinds, Counter(), heard

    async def __call__(self, scope, receive, send):
        begun = time.perf_counter()

        async def counted(message):
            if message["type"] == "http.response.start":
                self.counts[self.kind(message["status"])] += 1
                self.heard(scope["method"], message["status"], time.perf_counter() - begun)
            await send(message)

        await self.app(scope, receive, counted)

    def kind(self, status):
        """What an answer of this status is called."""
        return self.kinds.get(status) or ("failed" if status >= 500 else "refused" if status >= 400 else "shown")

    def total(self):
        """How many there were."""
        return self.counts.total()

    def __str__(self):
        told = ", ".join(f"{count:,} {kind}" for kind, count in self.counts.items())
        return f"Requests: {self.total():,}" + (f" ({told})" if told else "")
