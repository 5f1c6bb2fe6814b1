"""Words for the student, tied to what went wrong."""

from contextlib import contextmanager

from systemdesign.grading.remote import StudentError


@contextmanager
def hint(words):
    """Should the student's code raise in here, these words go before its error; a name it forgot needs none."""
    try:
        yield
    except StudentError as error:
        if error.kind in ("NotImplementedError", "NameError"):
            raise
        place = f", {error.place}" if error.place else ""
        raise AssertionError(f"{words} (Your code raised {error}{place}.)") from None
