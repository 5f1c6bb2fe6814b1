"""The database mapping: which code stands for which address, and the number that was given out last.

Whatever keeps links has these four methods, each one atomic step. They raise Unavailable where nothing was done, and
Lost where nobody knows.

    await links.add(code, url)     True, and the link is kept; False where the code is taken, and nothing changes
    await links.find(code)         the url; GONE where it was withdrawn; None where there never was one
    await links.withdraw(code)     True where there is such a link (now withdrawn, and its code stays taken), else False
    await links.next()             0, then 1, 2, …: the counter service; a number is never given out twice
"""

from systemdesign.sim.store import Store

GONE = "gone"
"""What is found where a link was withdrawn. (No url is this word: it has no scheme.)"""


class Links(Store):
    """Links some way off, in virtual time; fails as a Store does."""

    offers = ("add", "find", "withdraw", "next")

    def __init__(self, name="links"):
        super().__init__(name)
        self.given_out = 0

    async def add(self, code, url):
        """Keep a link, unless its code is taken: whether it was kept."""
        return await self._call(lambda: self._add(code, url))

    async def find(self, code):
        """Where the code leads, GONE where it was withdrawn, None where there never was one."""
        return await self._call(lambda: self.data.get(code))

    async def withdraw(self, code):
        """Withdraw a link; its code stays taken. Whether there is such a link, withdrawn now or before."""
        return await self._call(lambda: self._withdraw(code))

    async def next(self):
        """The next number: 0, 1, 2, …"""
        return await self._call(self._next)

    def _add(self, code, url):
        free = code not in self.data
        if free:
            self.data[code] = url
        return free

    def _withdraw(self, code):
        there = code in self.data
        if there:
            self.data[code] = GONE
        return there

    def _next(self):
        self.given_out += 1
        return self.given_out - 1
