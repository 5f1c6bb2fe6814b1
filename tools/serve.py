"""A static server for the built book, on this machine only, which packs what lies there packed as well."""

from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

SITE = Path(__file__).parent.parent / "_build" / "html"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and reports only what went wrong."""

    protocol_version = "HTTP/1.1"

    packed = False

    def handle(self):
        """Answer until the reader has enough, who may leave in the middle of an answer."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def finish(self):
        with suppress(ConnectionError, ValueError):  # of what was still to be sent
            super().finish()

    def send_head(self):
        """`x` is sent as `x.gzip` where that lies beside it, as hosts do that compress."""
        beside = Path(f"{super().translate_path(self.path)}.gzip")
        self.packed = beside.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")
        try:
            return super().send_head()
        finally:
            self.packed = False  # the next request on this line names its own file

    def translate_path(self, path):
        return super().translate_path(path) + ".gzip" * self.packed

    def guess_type(self, path):
        return super().guess_type(path.removesuffix(".gzip" * self.packed))

    def end_headers(self):
        if self.packed:
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def log_request(self, code="-", size="-"):
        if str(code)[:1] in "45":
            super().log_request(code, size)

    def told(self, body, kind="text/plain", status=200):
        """Send the headers of an answer that no browser keeps, and return its body."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return BytesIO(body)


def server(port: int, site: Path = SITE, handler: type[Quiet] = Quiet) -> ThreadingHTTPServer:
    """A server of `site` bound to 127.0.0.1; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=site))
