"""The process that judges are forked from, and that watches them: see `judges`."""

import json
import os
import resource
import selectors
import shutil
import signal
import sys
from contextlib import suppress
from time import monotonic

import pytest

from systemdesign.grading import judge
from systemdesign.grading.judges import LATE, LOST
from systemdesign.grading.lab import COURSE
from systemdesign.grading.machine import fault
from systemdesign.grading.package import package
from systemdesign.grading.patience import WALL
from systemdesign.grading.sitting import Sitting

MOST = 4 * 2**20
"""Bytes in a verdict."""
MEMORY = 2 * 2**30
"""Bytes of address space that a judge may have, whatever is sent to it."""


def main(*processors):
    folder = os.getcwd()
    bench = Bench(list(map(int, processors)))
    try:
        package()  # once, for all judges
        bench.serve()
    except (OSError, MemoryError) as error:
        print(said(error), file=sys.stderr)
    finally:
        bench.leave()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def said(error):
    """An error in one line."""
    return fault(error) or " ".join(f"{type(error).__name__}: {error}".split())


class Judging:
    """One judge at work: its process, the pipe that its verdict comes through, and until when."""

    def __init__(self, number, processor, sitting):
        self.number, self.processor, self.told = number, processor, b""
        self.end = monotonic() + WALL * sitting.limits["seconds"]
        self.pipe, theirs = os.pipe()
        self.child = os.fork()
        if not self.child:
            begin(processor, sitting, theirs)
        os.close(theirs)

    def over(self):
        """Read on; True when there is no more to come."""
        chunk = os.read(self.pipe, 65_536)
        self.told += chunk
        return not chunk or len(self.told) > MOST

    def ended(self, why=LOST):
        """End it with all that it started. Its verdict, where it has one, and else why not."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        os.close(self.pipe)
        code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        with suppress(ValueError, TypeError):
            return [self.number, *json.loads(self.told)]
        return [self.number, None, LATE if code == -signal.SIGXCPU else why]


class Bench:
    """Those who wait, those who are judged, and the processors that are free."""

    def __init__(self, idle):
        self.idle, self.waiting, self.selector = idle, [], selectors.DefaultSelector()
        self.running, self.asked = set(), b""
        self.selector.register(0, selectors.EVENT_READ)

    def serve(self):
        """Until the grader is gone."""
        while True:
            while self.waiting and self.idle:
                self.start(*self.waiting.pop(0))
            nearest = min((judging.end for judging in self.running), default=monotonic() + 3600)
            for key, _ in self.selector.select(max(0.0, nearest - monotonic())):
                if key.data is None:
                    if not self.hear():
                        return
                elif key.data.over():
                    self.end(key.data)
            for judging in [late for late in self.running if late.end <= monotonic()]:
                self.end(judging, LATE)

    def hear(self):
        """Take what is asked; False when nothing will be any more."""
        chunk = os.read(0, 2**20)
        *lines, self.asked = (self.asked + chunk).split(b"\n")
        for line in lines:
            self.waiting += enumerate(Sitting(**told) for told in json.loads(line))
        return bool(chunk)

    def start(self, number, sitting):
        judging = Judging(number, self.idle.pop(), sitting)
        self.running.add(judging)
        self.selector.register(judging.pipe, selectors.EVENT_READ, judging)

    def end(self, judging, why=LOST):
        self.selector.unregister(judging.pipe)
        self.running.discard(judging)
        self.idle.append(judging.processor)
        print(json.dumps(judging.ended(why)), flush=True)

    def leave(self):
        for judging in self.running:
            judging.ended()


def begin(processor, sitting, pipe):
    """In the judge's own process, which never returns from here: judge, and write [verdict, failure]."""
    try:
        os.setsid()
        stay(processor)
        tell(pipe, work(sitting))
    except Exception as error:
        tell(pipe, [None, said(error)])
    finally:
        os._exit(0)


def tell(pipe, verdict):
    told = json.dumps(verdict, ensure_ascii=False).encode("utf-8", "replace")
    while told:
        told = told[os.write(pipe, told) :]


def scarce(what, need):
    """Whether this machine allows less of a resource than an answer may use."""
    hard = resource.getrlimit(what)[1]
    return hard != resource.RLIM_INFINITY and hard < need


def bound(what, most):
    """Limit a resource to `most`, or to less where this machine allows less."""
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def stay(processor):
    """On this processor, with all that is started here. macOS cannot."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, {processor})


def work(sitting):
    """pytest with this course's checks, silent, with nobody else's plug-ins or settings, and not for ever."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for what, need, word in (("CPU", sitting.limits["seconds"], "-t"), ("AS", sitting.limits["memory"], "-v")):
        if scarce(getattr(resource, f"RLIMIT_{what}"), need):
            return [None, f"this shell gives less than an answer may use: raise its limit (ulimit {word})"]
    bound(resource.RLIMIT_CPU, 2 * sitting.limits["seconds"])
    if sys.platform == "linux":
        bound(resource.RLIMIT_AS, MEMORY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    options = ["-p", "no:cacheprovider", "-c", os.devnull, "--noconftest", "-x"]
    options += [f"--rootdir={COURSE}", "--import-mode=importlib"]
    options += ["--assert=plain", "--tb=no"]  # pytest's account of two long lists can take minutes; nobody reads it
    seat = judge.Seat(sitting)
    started = monotonic()
    code = pytest.main([*options, *sitting.checks], plugins=[judge, seat])
    if seat.verdict is None:
        return [None, seat.failed or f"unable to run the checks (pytest ended with {int(code)})"]
    seat.verdict.seconds = round(monotonic() - started, 2)
    return [vars(seat.verdict), None]
