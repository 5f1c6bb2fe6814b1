"""Which tests stay together on one of two workers: those that share what one of them computes or starts."""

import re

import pytest

EXPERIMENT = re.compile(r"\[(\d\d_\w+)-\w+")
"""A test of an experiment: its chapter's tests look at the same charts."""
SERVED = re.compile(r"tests/jupyter/")
"""A test that needs a server, which takes seconds to start."""


def scope(nodeid):
    """The name of those that stay together with this test; its own if it stands alone."""
    found = EXPERIMENT.search(nodeid) or SERVED.match(nodeid)
    return found[found.re.groups] if found else nodeid


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    """Hand out whole scopes, the largest first; pytest-xdist's own groups are lost on pytest 9.2."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return scope(nodeid)

    return Together(config, log)
