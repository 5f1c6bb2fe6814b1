"""The line to the judge: a message is a line of text. It needs no calls but read and write."""

import os


class Line:
    """A socket's descriptor, read and written as it is."""

    def __init__(self, descriptor):
        self.descriptor, self.held = descriptor, b""

    def say(self, message):
        data = message + b"\n"
        while data:
            data = data[os.write(self.descriptor, data) :]

    def hear(self):
        """The next message; b"" when the judge has left."""
        while b"\n" not in self.held:
            chunk = os.read(self.descriptor, 65_536)
            if not chunk:
                return b""
            self.held += chunk
        message, _, self.held = self.held.partition(b"\n")
        return message
