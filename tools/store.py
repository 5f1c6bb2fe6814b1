"""What a build has made, kept under the digest of what it was made from."""

import hashlib
import os
import shutil
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path


def digest(*parts):
    """Ten hexadecimal digits that stand for these texts and bytes."""
    told = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        told.update(b"%d:" % len(data) + data)
    return told.hexdigest()[:10]


def packed(data):
    """Bytes as gzip, the same ones whenever they are made: the page unpacks them itself, whatever its host does."""
    return zlib.compress(data, 9, wbits=31)


def contents(paths):
    """The files' names and bytes, to be digested."""
    return [part for path in sorted(paths) for part in (path.name, path.read_bytes())]


def put(path, data):
    """Write a text or bytes beside the file and rename, in one step: what breaks off leaves it as it was."""
    path = Path(path).resolve()  # a link stays one
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data.encode() if isinstance(data, str) else data)
        if path.exists():
            shutil.copymode(path, aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


class Store:
    """A folder in which a name says what a thing was made from: what is there need not be made again."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.asked = set()

    def place(self, kind, *parts):
        """Where the thing of this kind lies that is made from these parts, or will lie."""
        name = f"{kind}-{digest(*parts)}"
        self.asked.add(name)
        return self.folder / name

    @contextmanager
    def scratch(self):
        """A folder to make things in: an interrupted build leaves no half of a thing at its place."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield Path(folder)

    def keep(self, made, place):
        """Move what was made to its place, in one step."""
        made.rename(place)

    def write(self, place, data):
        """Keep a text, or bytes."""
        with self.scratch() as folder:
            (folder / "data").write_bytes(data.encode() if isinstance(data, str) else data)
            self.keep(folder / "data", place)

    def forget(self):
        """Remove what nobody has asked for: it was made from what is no more."""
        for path in self.folder.glob("*"):
            if path.name not in self.asked:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
