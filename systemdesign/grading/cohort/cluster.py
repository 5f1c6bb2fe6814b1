"""An engine judges: Dask distributed, at the address of its scheduler.

A task is one notebook, as bytes: workers need this course, and no folder of ours. One whose worker dies is given to
another by Dask, three times at most (its `distributed.scheduler.allowed-failures`). A worker keeps its judges for the
next run, until it ends itself; what it is at when a run is interrupted, it ends in seconds, and nobody asks for it.
"""

import logging
from time import monotonic

from systemdesign.grading.cohort.marking import PANELS, marked
from systemdesign.grading.cohort.versions import versions
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import Unusable

CONNECT = 15
"""Seconds in which the scheduler answers."""
WORKERS = 30
"""Seconds in which it has a worker, at the beginning and later."""
AHEAD = 2
"""Notebooks that wait with a worker for each that it judges."""
ABSENT = "--scheduler needs Dask distributed, which is not installed: pip install 'systemdesign[class]'."
SILENT = "No Dask scheduler answers at {}: start one with `dask scheduler`, and give the address that it prints."
NOBODY = "The Dask scheduler at {} has had no worker for {} s: start some with `dask worker {}`."
DIFFERENT = "The Dask worker {} judges with {}, and this is course {}, lab {}: install the same course on both."
LOST = "the Dask scheduler at {} has been lost"


def task(name, notebook, lab, expected):
    """On a worker: judge one notebook. Raises Unusable on one that came later, with another course."""
    found = versions(lab)
    if found != expected:
        raise Unusable(DIFFERENT.format("that came later", said(found), *expected))
    return marked(PANELS, name, notebook, lab)


def said(found):
    return "course {}, lab {}".format(*found)


class Cluster:
    """`with Cluster(address, lab) as engine:`, as `Here`. Raises Unusable where nobody is, or has another course."""

    def __init__(self, address, lab):
        self.address, self.lab, self.expected = address, lab, versions(lab)

    def __enter__(self):
        try:
            from distributed import Client
        except ImportError:
            raise Unusable(ABSENT) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self.client = Client(self.address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError):
            raise Unusable(SILENT.format(self.address)) from None
        try:
            self.client.wait_for_workers(1, timeout=WORKERS)
            self.compare()
        except TimeoutError:
            self.client.close()
            raise Unusable(NOBODY.format(self.address, WORKERS, self.address)) from None
        except Unusable:
            self.client.close()
            raise
        self.threads, self.seen = self.client.get_executor(pure=False), monotonic()
        self.look()
        return self

    def compare(self):
        """Every worker judges with this course and this lab. Raises Unusable."""
        for worker, told in self.client.run(versions, self.lab, on_error="return").items():
            if isinstance(told, Exception):
                raise Unusable(DIFFERENT.format(worker, f"no course that it can load ({told})", *self.expected))
            if told != self.expected:
                raise Unusable(DIFFERENT.format(worker, said(told), *self.expected))

    def __exit__(self, *error):
        self.threads.shutdown(wait=False)
        self.client.close()

    def submit(self, name, notebook, lab):
        return self.threads.submit(task, name, notebook, lab, self.expected)

    def look(self):
        """How much the workers can take. Raises Failed where there is nobody any more who would answer."""
        if self.client.status != "running":
            raise Failed(LOST.format(self.address))
        found = self.client.scheduler_info(n_workers=-1)["workers"].values()
        self.most = max(1, (1 + AHEAD) * sum(worker["nthreads"] for worker in found))
        if found:
            self.seen = monotonic()
        elif monotonic() - self.seen > WORKERS:
            raise Failed(NOBODY.format(self.address, WORKERS, self.address))
