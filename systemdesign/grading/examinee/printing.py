"""What an answer prints is kept up to a limit; the rest is cut, and costs no points."""

import io
import os
import sys
from contextlib import suppress

CUT = "\n[cut: an answer may print {kilobytes} kB]\n"


class Printed(io.TextIOBase):
    """Writes text to a descriptor until `most` bytes have been written, then says so once and drops the rest."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, descriptor, most):
        self.descriptor, self.left, self.most = descriptor, most, most

    def writable(self):
        return True

    def write(self, text):
        """Takes any text, as the stream of a terminal does, and returns its length."""
        if self.left > 0:
            data = str(text).encode(errors="replace")
            cut = len(data) > self.left
            self.left -= len(data)
            with suppress(OSError):  # a full disk costs what is printed, and nothing else
                os.write(self.descriptor, data[: self.left + len(data)])
                if cut:
                    os.write(self.descriptor, CUT.format(kilobytes=self.most >> 10).encode())
        return len(text)


def limit(most):
    """From now on whatever is printed goes through one such stream."""
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Printed(1, most)
