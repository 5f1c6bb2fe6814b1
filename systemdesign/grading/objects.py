"""A student's objects, as the judge has them: called here, run over there."""


class Remote:
    """One of the student's objects. Its methods run in the student's process, at the judge's virtual time."""

    def __init__(self, notebook, number):
        self._notebook, self.wire_number, self._methods = notebook, number, set()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._methods:
            kind, *value = self._notebook.ask("get", self.wire_number, name)
            if kind == "is":
                return self._notebook.wire.unpack(value[0])
            self._methods.add(name)
        return lambda *args, **options: self._notebook.call("call", self.wire_number, name, args, options)

    def __call__(self, *args, **options):
        return self._notebook.call("call", self.wire_number, "__call__", args, options)


def lingers(remote):
    """Whether the student's code has answered a call of this notebook after its caller had left: it did not let go."""
    return bool(remote._notebook._results)


def again(remote, *args):
    """Call, and call again in the very step in which the first call is over: both outcomes, values or errors."""
    return remote._notebook.call("habit", "again", remote.wire_number, args, {})


def anew(remote, *args, seconds, steps):
    """Call, leave after so many seconds, and call again so many steps later: the second outcome, value or error."""
    return remote._notebook.call("habit", "anew", remote.wire_number, args, {"seconds": seconds, "steps": steps})
