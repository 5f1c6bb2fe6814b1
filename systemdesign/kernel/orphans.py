"""Exceptions that nobody has taken: kept until the run ends, and raised then."""

from asyncio.log import logger


class Orphans:
    """Failed tasks whose exception nobody has retrieved, and what asyncio would only have logged."""

    def __init__(self):
        self.tasks = []
        self.reported = []
        self.limit = 1_000

    def add(self, task, when):
        self.tasks.append((task, when))
        if len(self.tasks) > self.limit:
            self.tasks = [entry for entry in self.tasks if entry[0]._log_traceback]
            self.limit = 1_000 + 2 * len(self.tasks)

    def report(self, context, when):
        error = context.get("exception") or RuntimeError(context["message"])
        error.add_note(f"{context['message']} (at {when:g} s of virtual time)")
        self.reported.append(error)

    def take(self):
        """All that is still lost, each with a note of where it was raised; then nothing is lost."""
        found, self.reported = self.reported, []
        for task, when in self.tasks:
            if task._log_traceback:
                error = task.exception()
                error.add_note(
                    f"Raised at {when:g} s of virtual time in the background task "
                    f"{task.get_name()!r}, which nobody awaited."
                )
                found.append(error)
        self.tasks = []
        return found


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
