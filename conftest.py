"""Whatever pytest runs here, notebooks too: what a shell has set is not to decide what passes."""

import os
import sys
from pathlib import Path

import pytest

UNWANTED = ("PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONHOME", "JUPYTER_PATH", "JUPYTER_DATA_DIR",
            "JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "NODE_ENV", "NODE_OPTIONS", "FORCE_COLOR", "MPLBACKEND")
"""What would reach kernels, Node and commands: taken away. `make` takes away more, as the Makefile's top says."""


def pytest_configure():
    """Raises UsageError where asserts are off: a test that checks nothing would pass."""
    if sys.flags.optimize:
        raise pytest.UsageError("PYTHONOPTIMIZE or -O takes the asserts out of tests and notebooks, so all would pass: "
                                "unset it, leave -O out, or use make")
    for name in UNWANTED:
        os.environ.pop(name, None)
    # What lies in ~/.ipython/profile_default/startup is run in every kernel.
    os.environ["IPYTHONDIR"] = str(Path(__file__).with_name("_build") / ".ipython")
