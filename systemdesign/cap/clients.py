"""Real clients of one key at the same time, each a thread, and the history of what they did by one clock."""

import time
from concurrent.futures import ThreadPoolExecutor

from systemdesign.cap.copies import Copies, put
from systemdesign.cap.history import Operation
from systemdesign.kernel.streams import stream

WRITER, READERS = "A", ("B", "C", "D")


def history(servers, key, plan):
    """The operations of a writer, which writes "1", "2", "3" and so on, and of three readers; "0" is there before.

    `servers` are clients of three Valkeys; a HistoryPlan is the `plan`. Times are in seconds since the beginning.
    """
    for server in servers:
        put(server, key, 0, 0)
    log = Log(key)
    with ThreadPoolExecutor(1 + len(READERS)) as pool:
        acts = [pool.submit(act, who, servers, log, plan) for who in (WRITER, *READERS)]
    for done in acts:
        done.result()  # raises what went wrong there
    return log.operations


class Log:
    """What was done to a key, and when, in seconds since the log was opened."""

    def __init__(self, key):
        self.key, self.operations, self.opened = key, [], time.monotonic()

    def note(self, client, kind, operate):
        """Do it and note it: `operate()` gives the value that was read or written."""
        called = time.monotonic() - self.opened
        value = operate()
        returned = time.monotonic() - self.opened
        self.operations.append(Operation(client, self.key, kind, value, called, returned))


def act(who, servers, log, plan):
    """What one client does: the writer pauses between the two messages of a write, and a reader between its reads."""
    chance = stream(f"{log.key} {who}", plan.seed)
    copies = Copies(servers, chance, plan.repair)

    def pause():
        time.sleep(chance.uniform(0, 2 * plan.pause))

    for number in range(1, plan.each + 1):
        if who == WRITER:
            log.note(who, "write", lambda number=number: copies.write(log.key, number, pause))
        else:
            log.note(who, "read", lambda: copies.read(log.key))
            pause()
