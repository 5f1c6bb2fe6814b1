"""Who handed in what: the notebooks of a folder, one a student."""

import os
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from systemdesign.grading.lab import Unusable

NOTHING = "nothing handed in"
NONE = "there is no notebook in {}: a lab is handed in as its .ipynb file"
SEVERAL = "there is more than one notebook of this student: {}. Leave the one that counts, or name it with --students"
LINK = "{} is a link: put the folder itself there"
EMPTY = "There is no notebook in {}. Give a folder of notebooks, STUDENT.ipynb or STUDENT/….ipynb."


@dataclass(frozen=True)
class Submission:
    """A student and the notebook, as a path below the folder; "" where there is none, and then `trouble` says why."""

    student: str
    file: str = ""
    handed_in: str = ""
    trouble: str = ""
    about: dict = field(default_factory=dict)

    @property
    def shown(self):
        """The file as text, whatever bytes its name has."""
        return text_of(self.file)


def found(folder, apart=None):
    """The submissions of a folder by student: STUDENT.ipynb, or STUDENT/….ipynb. Raises Unusable where none is.

    Hidden files are passed over, as is the folder `apart`, in which the grades are. A student of whom there are
    several notebooks is judged by none of them.
    """
    files = {}
    for entry in listed(folder):
        if not same(entry.path, apart):
            student, notebooks = handed(entry, folder)
            if student:
                files.setdefault(student, []).extend(notebooks)
    if not files:
        raise Unusable(EMPTY.format(folder))
    return [chosen(folder, student, files[student]) for student in sorted(files)]


def listed(folder):
    """What lies in a folder and is not hidden, in order. Raises Unusable where it is none."""
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if seen(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        raise Unusable(f"{folder} can't be read as a folder of notebooks ({error.strerror}).") from None


def same(path, other):
    return other is not None and Path(path).resolve() == Path(other).resolve()


def seen(name):
    return not name.startswith((".", "__MACOSX"))


def handed(entry, folder):
    """(the student, the notebooks) that an entry of the folder stands for; (None, []) where it stands for nothing."""
    if entry.is_dir(follow_symlinks=False):
        return named(entry.name), sorted(inside(entry.path, folder)) or [Missing(NONE.format(named(entry.name)))]
    if is_notebook(entry.name):
        return named(Path(entry.name).stem), [entry.name]
    if entry.is_symlink():
        return named(entry.name), [Missing(LINK.format(named(entry.name)))]
    return None, []


class Missing(str):
    """Why there is no notebook, where one was to be."""


def is_notebook(name):
    return seen(name) and name.lower().endswith(".ipynb")


def inside(path, folder, apart=None):
    """The notebooks at and below a path, but in the folder `apart`, as paths from `folder`; no link is followed."""
    for place, folders, names in os.walk(path):
        folders[:] = [name for name in folders if seen(name) and not same(Path(place, name), apart)]
        yield from (os.path.relpath(Path(place, name), folder) for name in names if is_notebook(name))


def named(text):
    """A name as it is written: accents in one piece, and bytes that are no text as question marks."""
    return unicodedata.normalize("NFC", text_of(text))


def text_of(name):
    return os.fsencode(name).decode("utf-8", "replace")


def chosen(folder, student, notebooks):
    files = [file for file in notebooks if not isinstance(file, Missing)]
    if len(files) > 1:
        return Submission(student, trouble=SEVERAL.format(", ".join(map(named, sorted(files)[:5]))))
    return (
        Submission(student, files[0], changed(folder, files[0])) if files else Submission(student, trouble=notebooks[0])
    )


def changed(folder, file):
    """When a file was last written, which is when it was handed in if nobody says so."""
    try:
        seconds = os.lstat(Path(folder, file)).st_mtime
    except OSError:
        return ""
    return stamp(datetime.fromtimestamp(seconds, UTC))


def stamp(time):
    """ISO 8601 in UTC, to the second."""
    return time.astimezone(UTC).isoformat(timespec="seconds")
