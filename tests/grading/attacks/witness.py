"""Who stands beside an attack, and what is left of him: a file, a process, the judges, the folder for what passes."""

import os
import re
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

GAINED = "GAINED"
"""What an attack prints that has come through."""
PATIENCE = 5.0
"""Seconds within which all that an attack has started is gone."""
MOST = 400 * 2**20
"""Bytes of memory that one judge may need."""
OWN = re.compile(r"/(\.hypothesis|examinee-\w+)(/|$)")
"""What the judges themselves keep for as long as they sit."""
WORDS = "the secret of another student\n"


class Witness:
    """`passing` is the folder that the judges take for their temporary files, `judges` those that judge meanwhile."""

    def __init__(self, folder, passing=None, judges=None, user=()):
        self.folder, self.passing, self.judges = Path(folder), passing and Path(passing), judges
        self.path, self.fed = self.folder / "witness.txt", 0
        self.path.write_text(WORDS)
        self.path.chmod(0o644)
        self.process = subprocess.Popen(["sleep", "600"], start_new_session=True, **dict(user))
        if user:
            os.chown(self.path, user["user"], user["group"])
            os.chown(self.folder, user["user"], user["group"])
        self.before, self.passed = self.looks(), set(self.passengers())

    def close(self):
        self.process.kill()
        self.process.wait()

    def named(self, code):
        """The attack, with the names of whom it may aim at."""
        names = {"FOLDER": self.folder, "WITNESS": self.path, "PASSING": self.passing or self.folder}
        named = "".join(f"{name} = {str(path)!r}\n" for name, path in names.items())
        return f"{named}PID = {self.process.pid}\n{code}\n"

    def looks(self):
        """All that an attack could change of the witness."""
        found = psutil.Process(self.process.pid)
        with suppress(FileNotFoundError):
            seen = self.path.stat()
            text = self.path.read_text(errors="replace")
            about = seen.st_mode, seen.st_uid, seen.st_nlink, round(seen.st_mtime, 3), tuple(os.listxattr(self.path))
            kept = text, *about, tuple(sorted(os.listdir(self.folder)))
            state = found.status() in ("sleeping", "running", "disk-sleep"), found.nice(), tuple(found.cpu_affinity())
            return *kept, *state, limits(found)

    def passengers(self):
        """What lies in the folder for what passes."""
        if not self.passing:
            return []
        found = [os.path.join(at, name) for at, folders, files in os.walk(self.passing) for name in (*folders, *files)]
        return [path for path in found if not OWN.search(path)]

    def left(self):
        """The processes that were started from there and are alive: students', and what these have started."""
        return [process for process in psutil.process_iter(["cmdline", "status"]) if self.here(process)]

    def here(self, process):
        if process.info["status"] == psutil.STATUS_ZOMBIE or not self.passing:
            return False
        if any(str(self.passing) in word for word in process.info["cmdline"] or ()):
            return True
        with suppress(psutil.Error):
            return process.cwd().startswith(str(self.passing)) and process.pid != self.judges.process.pid
        return False

    @contextmanager
    def watching(self):
        """Looks meanwhile at the memory of the judges, a hundred times a second."""
        over = threading.Event()
        eye = threading.Thread(target=self.watch, args=(over,))
        eye.start()
        try:
            yield
        finally:
            over.set()
            eye.join()

    def watch(self, over):
        while not over.wait(0.01):
            with suppress(psutil.Error):
                server = psutil.Process(self.judges.process.pid)
                for judge in [server, *server.children()]:
                    self.fed = max(self.fed, judge.memory_info().rss)

    def harm(self):
        """Sentences about what is no more as it was."""
        found = []
        if self.looks() != self.before:
            found.append(f"the witness was {self.before} and is {self.looks()}")
        if self.judges and self.judges.process.poll() is not None:
            found.append("the judges are gone")
        if self.fed > MOST:
            found.append(f"a judge took {self.fed >> 20} MB of memory")
        if not until(lambda: not self.left()):
            found.append(f"alive: {[process.info['cmdline'] for process in self.left()]}")
        if not until(lambda: set(self.passengers()) <= self.passed):
            found.append(f"left behind: {self.passengers()}")
        return found


def limits(process):
    """How many files it may open, where one may know."""
    with suppress(psutil.AccessDenied):
        return process.rlimit(psutil.RLIMIT_NOFILE)


def until(holds, seconds=PATIENCE):
    """Whether it holds before so many seconds have passed."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
