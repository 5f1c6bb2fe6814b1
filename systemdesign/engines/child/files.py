"""How many files, and so connections, a process may have open."""

import resource
from contextlib import contextmanager, suppress

from systemdesign.engines.child.errors import EngineFailed

ENOUGH = 4096
LEAST = 256
"""With fewer, connections fail here and there, which would be measured as the engines' own failures."""


def allowed():
    """The limit that this process may raise its own to."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return ENOUGH if hard == resource.RLIM_INFINITY else hard


@contextmanager
def as_many_as_allowed():
    """Raise the limit of this process and of the children that it starts, if need be. EngineFailed where it stays low.

    Many systems set 256 or 1,024, and let every process have more that asks for them (getrlimit(2), "soft limit").
    """
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = allowed()
    if most < LEAST:
        raise EngineFailed(f"only {most} files may be open at a time here (ulimit -n), and engines need {LEAST}")
    if before[0] != resource.RLIM_INFINITY and before[0] < min(ENOUGH, most):
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(ENOUGH, most), before[1]))
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
