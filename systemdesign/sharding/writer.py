"""A client in a thread of its own that writes to a cluster, and remembers what was acknowledged."""

import threading
import time

from systemdesign.engines.valkey.cluster import Follower


class Writer:
    """Writes its keys in turn, each time a higher number, from `start` to `stop`. Nobody else may write them."""

    def __init__(self, port, keys):
        self.keys, self.acknowledged, self.times, self.failure = keys, {}, [], None
        self.client = Follower(port)
        self._thread, self._stop = threading.Thread(target=self._work, daemon=True), threading.Event()
        for key in keys:
            self._write(key, 0)
        self.known = len(self.client.redirected)  # what it was told before the start

    def _write(self, key, number):
        self.client.execute("SET", key, number)
        self.acknowledged[key] = number

    def start(self):
        """Begin to write."""
        self._thread.start()

    def _work(self):
        number = 0
        try:
            while not self._stop.is_set():
                number += 1
                self._write(self.keys[number % len(self.keys)], number)
                self.times.append(time.perf_counter())
        except Exception as error:  # told to whoever waits for this thread
            self.failure = error

    def stop(self):
        """Wait for the write under way. Raises what ended the writing before its time."""
        self._stop.set()
        self._thread.join()
        if self.failure:
            raise self.failure

    def redirected(self, kind):
        """When it was sent elsewhere with this word, MOVED or ASK, since the start."""
        return [when for when, told in self.client.redirected[self.known:] if told.startswith(kind)]

    def told(self):
        """What the cluster told the client about where keys are, in order."""
        return [told for _, told in self.client.redirected[self.known:]]

    def lost(self):
        """How many keys hold something older than the last write that was acknowledged."""
        return sum(int(self.client.execute("GET", key) or -1) < number for key, number in self.acknowledged.items())

    def close(self):
        """Hang up."""
        self.client.__exit__()
