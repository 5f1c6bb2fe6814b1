"""Real clients of one key at the same time, each a thread, and the history of what they did by one clock."""

import time
from threading import Thread

from systemdesign.cap.copies import Copies, put
from systemdesign.cap.history import Operation
from systemdesign.kernel.streams import stream

WRITER, READERS = "A", ("B", "C", "D")


def history(servers, key, plan):
    """The operations of a writer, which writes 1, 2, 3, …, and of three readers; all servers begin with "0".

    `servers` are clients of Valkey; a HistoryPlan is the `plan`. Times are in seconds since the beginning.
    """
    for server in servers:
        put(server, key, 0, 0)
    log = Log(key)
    threads = [Thread(target=act, args=(who, servers, log, plan)) for who in (WRITER, *READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return log.operations


class Log:
    """What was done to a key, and when, in seconds since the log was opened."""

    def __init__(self, key):
        self.key, self.operations, self.opened = key, [], time.monotonic()

    def note(self, client, kind, operate, value=None):
        """Do it, and note it: `operate()` gives the value of a read."""
        called = time.monotonic() - self.opened
        answer = operate()
        returned = time.monotonic() - self.opened
        self.operations.append(Operation(client, self.key, kind, answer if kind == "read" else value, called, returned))


def act(who, servers, log, plan):
    """What one client does."""
    chance = stream(f"{log.key} {who}", plan.seed)
    copies = Copies(servers, chance, plan.repair)

    def pause():
        time.sleep(chance.uniform(0, 2 * plan.pause))

    for number in range(1, plan.each + 1):
        if who == WRITER:
            log.note(who, "write", lambda number=number: copies.write(log.key, number, pause), str(number))
        else:
            log.note(who, "read", lambda: copies.read(log.key))
            pause()
