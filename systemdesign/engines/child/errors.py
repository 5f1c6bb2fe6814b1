"""What can go wrong with a real engine, said so that a learner can act on it."""


class EngineMissing(Exception):
    """The engine has no wheel here; the message says what to do instead."""


class EngineFailed(Exception):
    """The engine is installed and did not do its work; the message holds the end of its log."""
