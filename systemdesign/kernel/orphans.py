"""Exceptions that nobody has taken: kept until the run ends, and raised then."""

from asyncio.log import logger
from itertools import count
from weakref import ref


class Orphans:
    """Failed tasks whose exception nobody has retrieved, and what asyncio would only have logged.

    A failed task is not kept alive. One that dies before its exception is retrieved says so itself, as asyncio's do.
    """

    def __init__(self):
        self.watched = []
        self.reported = []
        self.numbers = count()
        self.limit = 1_000

    def add(self, task, when):
        """A task has failed."""
        task.failed = next(self.numbers), when
        self.watch(task)

    def watch(self, future):
        """A future that may hold an error which nobody takes."""
        self.watched.append(ref(future))
        if len(self.watched) > self.limit:
            self.watched = [each for each in self.watched if _holds(each())]
            self.limit = 1_000 + 2 * len(self.watched)

    def report(self, context, when):
        """What asyncio's handler of exceptions was told."""
        future = context.get("future")
        if hasattr(future, "failed"):
            self.reported.append(_noted(future, context["exception"]))
            return
        message = context.get("message") or "Unhandled exception in event loop"
        error = context.get("exception") or RuntimeError(message)
        error.add_note(f"{message} (at {when:g} s of virtual time)")
        self.lose(error)

    def lose(self, error):
        """An error of which all has been said."""
        self.reported.append((next(self.numbers), error))

    def take(self):
        """All that is still lost, each with a note of where it was raised; then nothing is lost."""
        watched, self.watched = self.watched, []
        for each in watched:
            future = each()
            if future is not None and future.done() and future._log_traceback:
                self.reported.append(_noted(future, future.exception()))
        found, self.reported = sorted(self.reported, key=lambda entry: entry[0]), []
        return [error for _, error in found]


def _holds(future):
    return future is not None and (not future.done() or future._log_traceback)


def _noted(future, error):
    """When it failed, among others, and the error with a note."""
    number, when = getattr(future, "failed", (float("inf"), None))
    if when is None:
        error.add_note(f"Raised in {future!r}, which nobody awaited.")
    else:
        error.add_note(
            f"Raised at {when:g} s of virtual time in the background task {future.get_name()!r}, which nobody awaited."
        )
    return number, error


def log_late(loop, context):
    """What the garbage collector finds when the run is over can only be logged."""
    logger.error(context["message"], exc_info=context.get("exception"))


def raise_lost(errors):
    """Raise one lost exception as itself, several as a group."""
    if len(errors) == 1:
        raise errors[0]
    message = f"{len(errors)} background tasks failed and nobody awaited them"
    if all(isinstance(error, Exception) for error in errors):
        raise ExceptionGroup(message, errors)
    raise BaseExceptionGroup(message, errors)
