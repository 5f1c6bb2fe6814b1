"""This machine judges: so many notebooks at a time, each on a processor of its own while there are enough."""

from concurrent.futures import ThreadPoolExecutor

from systemdesign.grading.cohort.marking import marked
from systemdesign.grading.cohort.panel import Panels


class Here:
    """`with Here(jobs) as engine:` `engine.submit(name, notebook, lab)` gives a future of what `marked` returns."""

    def __init__(self, jobs):
        self.most = jobs

    def __enter__(self):
        self.panels, self.threads = Panels(), ThreadPoolExecutor(self.most)
        return self

    def __exit__(self, *error):
        self.threads.shutdown(wait=False, cancel_futures=True)
        self.panels.end()
        self.threads.shutdown()

    def submit(self, name, notebook, lab):
        return self.threads.submit(marked, self.panels, name, notebook, lab)

    def look(self):
        """Threads of this process do not get lost."""
