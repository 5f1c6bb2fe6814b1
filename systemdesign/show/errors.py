"""What can go wrong with a figure, said so that a learner can act on it."""

import traceback


class SettingError(ValueError):
    """A setting that its control does not offer; the message says what it does offer."""


class ChartError(ValueError):
    """A chart that cannot be drawn; the message says which value is at fault."""


class ChapterError(LookupError):
    """A chapter or an experiment that cannot be found or run; the message says why."""


SPOKEN = (SettingError, ChartError, ChapterError)
"""Errors whose message already tells a learner what to do."""


def suggestion(word, known):
    """' Did you mean …?' with the known word nearest to `word`, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(str(word), [str(k) for k in known], n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def explained(error):
    """An exception as a message for a learner, and the traceback as its detail."""
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, SPOKEN):
        return {"message": str(error), "detail": detail}
    return {"message": f"The experiment stopped: {type(error).__name__}: {error}", "detail": detail}
