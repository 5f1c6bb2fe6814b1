"""Count on several threads of this process, and tell how far they came in each of some stretches of time.

Run as a script by `crew.count`: `worker.py SOCKET THREADS SECONDS STRETCHES`. When it is ready it says so on the open
socket of that number, and hears when to begin, by the machine's monotonic clock: several begin together.
"""

import socket
import sys
import threading
import time

STRIDE = 2000  # between two looks at the clock


def count(begin, seconds, stretches, totals):
    """Add to each of the `totals` how far this thread counts in that stretch of so many seconds."""
    time.sleep(max(0.0, begin - time.monotonic()))
    while (stretch := int((time.monotonic() - begin) / seconds)) < stretches:
        number = 0
        for _ in range(STRIDE):
            number += 1
        totals[stretch] += number


def main(channel, threads, seconds, stretches):
    """Print the sum over all threads for each stretch, and whether they share one global lock of the interpreter."""
    channel.sendall(b"!")
    begin = float(channel.recv(100))
    totals = [[0] * stretches for _ in range(threads)]
    counters = [threading.Thread(target=count, args=(begin, seconds, stretches, own)) for own in totals]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    lock = getattr(sys, "_is_gil_enabled", lambda: True)()  # Python 3.13 or newer can be built without
    print(int(lock), *map(sum, zip(*totals)))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
