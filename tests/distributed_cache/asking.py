"""An engine asked in words, as in redis-cli."""

from systemdesign.distributed_cache.engine import Engine

ERA = 1_000_000.0
"""The moment at which tests begin, in seconds."""


class Asked:
    """An engine, and the time that passes."""

    def __init__(self, text="", **settings):
        self.engine, self.now = Engine(), ERA
        for name, value in settings.items():
            self.engine.settings.change(name.replace("_", "-").encode(), str(value).encode())
        self(*filter(None, text.split("; ")))
        self.engine.effects.clear()

    def __call__(self, *lines, after=0.0, session=None):
        """The reply to the last of these lines, each of words."""
        self.now += after
        replies = [self.engine.execute(line.encode().split(), self.now, session) for line in lines]
        return replies[-1] if replies else None

    def effects(self):
        """What the log gets, as lines; it is taken away."""
        effects, self.engine.effects = self.engine.effects, []
        return [b" ".join(effect).decode() for effect in effects]


def state(engine):
    """All that an engine keeps, as plain data."""
    return {key: (type(value).__name__, sorted(value.items()) if isinstance(value, dict) else list(value)
                  if not isinstance(value, set) else sorted(value), engine.ends.get(key))
            for key, value in engine.values.items()}
