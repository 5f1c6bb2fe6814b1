"""Whatever pytest runs here, notebooks too: what a shell has set is not to decide what passes."""

import os
import sys

import pytest

UNWANTED = ("PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONHOME", "JUPYTER_PATH", "JUPYTER_DATA_DIR",
            "JUPYTER_CONFIG_DIR", "NODE_ENV", "NODE_OPTIONS", "FORCE_COLOR", "MPLBACKEND")
"""What would reach kernels, Node and commands: taken away. `make` takes away more, as the Makefile's top says."""


def pytest_configure():
    """Raises UsageError where asserts are off: a test that checks nothing would pass."""
    if sys.flags.optimize:
        raise pytest.UsageError("PYTHONOPTIMIZE or -O takes the asserts out of tests and notebooks, so all would pass: "
                                "unset it, leave -O out, or use make")
    for name in UNWANTED:
        os.environ.pop(name, None)
