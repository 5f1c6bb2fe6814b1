"""A file that was handed in as a notebook: read once, and only as far as a notebook goes."""

import errno
import os
import re
import stat

MOST = 8 * 2**20
"""Bytes in a notebook: more than any lab's, with pictures."""
STRANGE = {
    rb"\s*\Z": "it is empty",
    rb"\0+\Z": "it holds nothing but zeros, as after a crash",
    rb"\s*<(?!<)": "it is a page of the web, perhaps that of a login",
    rb"version https://git-lfs": "it only says where Git keeps it: git lfs pull",
    rb"PK\x03|\x1f\x8b": "it is an archive: unpack it",
    rb"(?s).*^(?:<<<<<<<|>>>>>>>)": "Git's marks of a conflict are in it",
}
"""How a file begins, as a regular expression, that was to be a notebook, and what it is."""


def strange(text):
    return next((what for mark, what in STRANGE.items() if re.match(mark, text, re.MULTILINE)), "")


def opened(path):
    """The bytes of a file, read once. A link could lead to another's file, and a pipe or a device has no end."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError("it is a link") from None
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise OSError("it is a folder" if stat.S_ISDIR(mode) else "it is no regular file")
    with open(descriptor, "rb") as file:
        text = file.read(MOST + 1)
    if len(text) > MOST:
        raise OSError(f"it has over {MOST >> 20} MB")
    return text
