"""Promotions beside the student's code, where a `make` can be handed over: reports what it was called with."""

from systemdesign.kernel import run
from systemdesign.sim.node import Node


class Still(Node):
    """A node that answers in no time."""

    def __init__(self, name, log):
        super().__init__(name)
        self.log = list(log)


def promoted(log, epoch, named):
    calls, made = [], object()

    def make(lines, epoch, log):
        calls.append({"lines": [line.name for line in lines], "epoch": epoch, "log": log, "kind": type(log).__name__})
        return made

    async def main():
        nodes = [Still(name, log) for name in "123"]
        found = await (
            book.promote(nodes, epoch, make=make) if named else book.promote(nodes, epoch, make)  # noqa: F821
        )
        return found is made

    same = run(main)
    return {"lines": None, "epoch": None, "log": None, "kind": None, **(calls[-1] if calls else {}), "same": same}


def by_default():
    async def main():
        found = await book.promote([Still(name, []) for name in "123"], 1)  # noqa: F821
        return "Primary" if type(found) is book.Primary else type(found).__name__  # noqa: F821

    return run(main)
