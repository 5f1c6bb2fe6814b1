"""Count on several threads of this process, and tell how far they came in each of some stretches of time.

Run as a script by `measurement.counted`: `counter.py THREADS BEGIN SECONDS STRETCHES`, where BEGIN is a time of the
machine's monotonic clock, so that the stretches of several such processes are the same.
"""

import sys
import threading
import time

STRIDE = 2000  # between two looks at the clock


def count(begin, seconds, stretches, totals):
    """Add to each of the `totals` how far this thread counts in that stretch of so many seconds."""
    time.sleep(max(0.0, begin - time.monotonic()))
    while (now := time.monotonic()) < begin + seconds * stretches:
        number = 0
        for _ in range(STRIDE):
            number += 1
        totals[int((now - begin) / seconds)] += number


def main(threads, begin, seconds, stretches):
    """Print the sum over all threads for each stretch, and whether they share one global lock of the interpreter."""
    totals = [[0] * stretches for _ in range(threads)]
    counters = [threading.Thread(target=count, args=(begin, seconds, stretches, own)) for own in totals]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    lock = getattr(sys, "_is_gil_enabled", lambda: True)()  # Python 3.13 or newer can be built without
    print(int(lock), *map(sum, zip(*totals)))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
