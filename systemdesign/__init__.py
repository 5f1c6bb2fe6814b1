"""System Design by Experiment: models of systems that run, in virtual time."""

import sys

if sys.argv[:1] == ["-m"] and not sys.flags.safe_path:  # python -m looks into the current folder before Python's own
    sys.path[:1] = []

from systemdesign.kernel import now, run, stream

__all__ = ["now", "run", "stream"]
