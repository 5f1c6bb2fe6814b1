"""Another process: the student's cells run once more, where nothing is of what they keep in this one."""

import linecache
import sys
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def other():
    """The student's names, as another process has them."""
    here, there = sys.modules["__main__"], ModuleType("__main__")
    there.__dict__.update(ours)  # noqa: F821 (the judge gives it: the course's answers, whose text is not here)
    sys.modules["__main__"] = there
    try:
        for name, (_, time, lines, *_) in [row for row in linecache.cache.items() if len(row[1]) > 1]:
            if name[:1] == "<" and time is None:
                exec(compile("".join(lines), name, "exec"), there.__dict__)
        yield there
    finally:
        sys.modules["__main__"] = here
