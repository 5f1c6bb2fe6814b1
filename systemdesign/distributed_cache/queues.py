"""Who waits for something to come under a key, first come, first served."""

import asyncio
from collections import defaultdict

from systemdesign.distributed_cache.replies import Error


class Waiting:
    """In place of a reply: it comes when one of the `keys` has a value of this `kind`, or is `none` after `seconds`.

    `attempt()` gives the reply, or None while there is nothing.
    """

    def __init__(self, queues, keys, kind, attempt, seconds, none):
        self.queues, self.keys, self.kind, self.attempt = queues, keys, kind, attempt
        self.seconds, self.none = seconds, none
        self.answer = None  # what to call with the reply

    async def outcome(self):
        """The reply, when it has come."""
        coming = asyncio.get_running_loop().create_future()
        self.answer = lambda reply: coming.done() or coming.set_result(reply)
        try:
            return await asyncio.wait_for(coming, self.seconds or None)
        except TimeoutError:
            return self.none
        finally:
            self.queues.leave(self)


class Queues:
    """`waiting` is {key: those who wait there, in their order}, `called` the keys where something has come."""

    def __init__(self):
        self.called, self.waiting = [], defaultdict(dict)

    def __len__(self):
        return len({waiting for queue in self.waiting.values() for waiting in queue})

    def join(self, waiting):
        """Wait at the end of each of its keys' queues."""
        for key in waiting.keys:
            self.waiting[key][waiting] = True

    def leave(self, waiting):
        """Wait no more."""
        for key in waiting.keys:
            self.waiting[key].pop(waiting, None)
            if not self.waiting[key]:
                del self.waiting[key]

    def call(self, key):
        """Something has come under a key."""
        if key in self.waiting:
            self.called.append(key)

    def serve(self, values, run):
        """Let those who wait try again; `run` makes an attempt and keeps what the log needs of it."""
        while self.called:
            key = self.called.pop(0)
            for waiting in [each for each in self.waiting.get(key, ()) if each.kind is type(values.get(key))]:
                try:
                    reply = run(waiting.attempt)
                except Error as error:
                    reply = error
                if reply is not None:
                    self.leave(waiting)
                    waiting.answer(reply)
