"""Dask distributed on this machine."""

import json
import subprocess
import sys
from pathlib import Path

from tests.processes import until


class Dask:
    """A scheduler with workers, as processes of this machine; they listen on 127.0.0.1, on free ports."""

    def __init__(self, folder, workers):
        self.folder, self.file = folder, folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--scheduler-file", self.file, "--port", "0")
        until(self.known, within=60)
        self.workers = [self.start("worker", self.address, "--nthreads", "1", "--no-nanny") for _ in range(workers)]

    def known(self):
        """Whether the scheduler has said its address, in a file that it does not write at once."""
        try:
            self.address = json.loads(self.file.read_text())["address"]
        except (OSError, ValueError):
            return False
        return True

    def start(self, what, *more):
        command = [Path(sys.executable).with_name("dask"), what, "--host", "127.0.0.1", "--no-dashboard", *more]
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(list(map(str, command)), cwd=self.folder, stdout=log, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for process in (*self.workers, self.scheduler):
            self.end(process)

    def end(self, process):
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
