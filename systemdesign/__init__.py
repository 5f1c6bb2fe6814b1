"""System Design by Experiment: models of systems that run, in virtual time."""

from systemdesign.kernel import now, run, stream

__all__ = ["now", "run", "stream"]
