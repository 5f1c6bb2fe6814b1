"""File names made of students' names: safe on every system, one for each student, and always the same."""

import hashlib
import re
import unicodedata

PLAIN = re.compile(r"(?!.*-[0-9a-f]{8}$)[a-z0-9_-]{1,60}")
"""What stays as it is: it looks like no other name with its hash."""
DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""What Windows takes for a device, whatever follows the dot."""


def stem(student):
    """A file's name, without its ending, for this student.

    A plain name in lower case stays. Every other gets eight digits of its hash, so that names that differ in
    capitals, accents or a slash alone never meet in one file.
    """
    name = unicodedata.normalize("NFC", student)
    if PLAIN.fullmatch(name) and not DEVICES.fullmatch(name):
        return name
    digits = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9_-]', '_', name)[:51]}-{digits}"
