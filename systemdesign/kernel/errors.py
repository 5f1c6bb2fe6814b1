"""What can go wrong with time itself, said so that a learner can act on it."""


class Deadlock(RuntimeError):
    """Nothing is left to happen, yet tasks still wait. The message names them."""


class Livelock(RuntimeError):
    """A run took more steps than it may: somebody spins, or the model never ends."""


class RealIO(RuntimeError):
    """Real sockets, processes or signals were asked for in virtual time."""
