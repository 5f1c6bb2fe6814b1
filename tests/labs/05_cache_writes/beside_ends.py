"""What runs beside the student's code: disk and table as an answer has them, and all that was seen of both."""

import asyncio

from systemdesign import now
from systemdesign.sim import ServiceError


def forever():
    return asyncio.get_running_loop().create_future()


async def at(time):
    await asyncio.sleep(max(0.0, time - now()))


def noting(life, events):
    """Keeps what happens while a life lasts, each with its time."""

    def note(*what):
        if life:
            events.append([round(now(), 9), *what])

    return note


async def outcome(call):
    """[value, None], or [None, the error's name and text]."""
    try:
        return [await call, None]
    except ServiceError as error:
        return [None, f"{type(error).__name__}({error})"]


def opened(disk, life, note):
    """The disk as one life of a process has it: the dead write nothing, and wait for ever. A closure."""

    class Opened:
        start = property(lambda self: disk.start)
        end = property(lambda self: disk.end)

        def append(self, data):
            if not life:
                return disk.end
            begin = disk.append(data)
            note("appended", begin, bytes(data).hex())
            return begin

        async def sync(self):
            try:
                await (disk.sync() if life else forever())
            finally:
                note("synced", disk.safe)

        def read(self):
            return disk.read()

        def keep(self, upto):
            if life:
                disk.keep(upto)

        def cut(self, upto):
            if life:
                disk.cut(upto)

    return Opened()


def joined(table, life, note):
    """The table as one life of a process has it. What the dead have sent arrives, and they never hear of it."""

    class Joined:
        async def put(self, key, value, version):
            if not life:
                await forever()
            note("put", key, value, version)
            put = asyncio.ensure_future(table.put(key, value, version))
            put.add_done_callback(lambda put: put.cancelled() or put.exception())
            _, error = await outcome(asyncio.shield(put))
            if not life:
                await forever()
            note("failed" if error else "kept", key, value, version)
            return put.result()

    return Joined()
