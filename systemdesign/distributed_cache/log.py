"""The append-only file: every write, in the order in which it was done, and when it is on the disk."""

import asyncio
from collections import deque
from math import inf

from systemdesign.distributed_cache.effects import Unpacker
from systemdesign.sim.request import ServiceError

POLICIES = "no", "everysec", "always"
FAILURES = OSError, ServiceError  # of a real disk, and of a simulated one
SECOND = 1.0


class Log:
    """A log on a `disk` with one file: `sim.Disk` in virtual time, `File` on this machine.

    What is appended is in the system's hands at once, unbuffered: the death of this process takes none of it. The
    policy says when it is on the disk itself, which a power cut leaves alone: `no`, when the system likes; `everysec`,
    after a sync, one of which begins each second; `always`, before anybody is answered.

    sound -- a write or a sync fails --> broken -- rewrite() --> sound

    Broken, it keeps nothing more, and whoever owns it accepts no writes: what a file holds after a failed sync is not
    defined, so only a new one mends it. Positions count the bytes ever kept: `end` is the last, `safe` the last that
    is known to be on the disk.
    """

    def __init__(self, disk, policy="everysec"):
        if policy not in POLICIES:
            raise ValueError(f"There is no policy {policy!r}, but {', '.join(POLICIES)}.")
        self.disk, self.policy, self.broken = disk, policy, None
        self.end = self.safe = 0
        self.syncs = self.rewrites = self.torn = 0
        self._waiting, self._news = deque(), asyncio.Event()
        self._meanwhile = self._draft = None

    def obey(self, policy):
        """Sync by another policy from now on. Who waits for a sync is still answered after one."""
        self.policy = policy
        self._news.set()

    def load(self):
        """The effects of each write that the file holds, in order; a write that is torn, at its end, is cut off.

        Raises Damaged where the middle of the file is none of ours.
        """
        data, unpacker = self.disk.read(), Unpacker()
        found = unpacker.feed(data)
        self.torn = len(data) - unpacker.end
        if self.torn:
            self.disk.keep(unpacker.end)
        self.end = self.safe = unpacker.end
        return found

    def append(self, data):
        """Write down bytes. Returns the position after them, for `then`: beyond the `end` if they were not kept."""
        if self._meanwhile is not None:
            self._meanwhile.append(data)
        elif self._draft:
            self._also(data)
        if self.broken:
            return self.end
        try:
            self.disk.append(data)
        except FAILURES as error:
            self._break(error)
            return self.end + len(data)
        self.end += len(data)
        self._news.set()
        return self.end

    def _also(self, data):
        try:
            self._draft.append(data)
        except FAILURES:
            self._draft = None  # what lacks something must not take the file's place

    def then(self, position, call):
        """`call(True)` once whoever wrote up to this position may be answered, at once if that is now; `call(False)`
        when the log has broken meanwhile: nobody can say whether it was kept.
        """
        if position > self.end:
            call(False)
        elif self.policy != "always" or self.broken or position <= self.safe:
            call(True)
        else:
            self._waiting.append((position, call))

    async def kept(self, position):
        """Whether what was written up to this position may be acknowledged, as soon as that is known (see `then`)."""
        known = asyncio.get_running_loop().create_future()
        self.then(position, lambda kept: known.done() or known.set_result(kept))
        return await known

    async def run(self):
        """Sync as the policy says, for ever."""
        began, time = -inf, asyncio.get_running_loop().time
        while True:
            self._news.clear()
            if self.safe == self.end or self.broken or (self.policy == "no" and not self._waiting):
                await self._news.wait()
                continue
            if self.policy == "everysec":
                await asyncio.sleep(began + SECOND - time())  # a second between two begins, as in Valkey
                began = time()
            await self.sync()

    async def sync(self):
        """Have all on the disk that was appended until now, as far as that can be had."""
        upto, file = self.end, self.rewrites
        try:
            self.syncs += 1
            await self.disk.sync()
        except FAILURES as error:
            self._break(error)
        else:
            if self._draft is None and file == self.rewrites:  # else it is the new file that counts
                self._settle(upto)

    @property
    def rewriting(self):
        """Whether a new file is being made."""
        return self._meanwhile is not None or self._draft is not None

    async def rewrite(self, pieces):
        """A shorter file in place of this one: `pieces`, bytes that make all keys as they are at this moment, and what
        is appended meanwhile. At no moment does a crash find less in the file than was acknowledged.

        Returns whether that was possible; if not, all is as it was.
        """
        self._meanwhile, draft = [], self.disk.draft()
        try:
            for piece in pieces:
                draft.append(piece)
                await asyncio.sleep(0)  # the world may go on between two of them
            await draft.sync()
            draft.append(b"".join(self._meanwhile))
            self._meanwhile, self._draft, upto = None, draft, self.end
            await draft.sync()  # until it has ended, nobody is answered for what only the old file has for sure
            if not self._draft:
                raise OSError("the new file lacks something")
            self.disk.rename(draft)
        except FAILURES:
            draft.keep(0)  # it may be in the way of the old one
            return False
        finally:
            self._meanwhile = self._draft = None
            self._news.set()
        self.rewrites, self.broken = self.rewrites + 1, None
        self._settle(upto)
        return True

    def _settle(self, upto):
        self.safe = max(self.safe, upto)
        while self._waiting and self._waiting[0][0] <= self.safe:
            self._waiting.popleft()[1](True)

    def _break(self, error):
        self.broken = str(error)
        while self._waiting:
            self._waiting.popleft()[1](False)
