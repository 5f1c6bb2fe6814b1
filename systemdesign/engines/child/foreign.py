"""What a shell may have set for other servers, and ours are not to hear."""

import os
from contextlib import contextmanager

FOREIGN = ("PG", "TRAEFIK_", "HAPROXY_", "REDISCLI_", "GOMAXPROCS", "GOGC", "GODEBUG", "GOMEMLIMIT")
"""How the variables begin that tell engines' programs of other servers and of other settings."""


def without():
    """The environment of an engine's program."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}


@contextmanager
def alone():
    """This process without them for a while, for what reads them itself, as libpq does (PGHOSTADDR, PGOPTIONS)."""
    theirs = {name: os.environ.pop(name) for name in set(os.environ) - set(without())}
    try:
        yield
    finally:
        os.environ.update(theirs)
