"""A real server with a folder and a port of its own, of which nothing is left in the end."""

from systemdesign.engines.child import disk
from systemdesign.engines.child.ports import start_on_a_free_port


class Housed:
    """A context manager round a server's `start()`, which makes its `process` on `port` with its files in `folder`.

    The port is a free one, `highest` at most, unless one was given; the folder's name begins with `prefix`.
    """

    prefix, highest = "server-", 65_535
    lodging = staticmethod(disk.folder)
    port = process = _folder = None

    def __enter__(self):
        self._folder = self.lodging(self.prefix)
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc):
        self.end()
        self._folder.cleanup()

    def begin(self):
        """Start it for the first time."""
        start_on_a_free_port(self, self.highest)

    def end(self):
        """End it for the last time."""
        if self.process:
            self.process.stop()

    @property
    def folder(self):
        """Where the server keeps its files, a temporary folder."""
        return self._folder.name
