"""A plain static server for the built book, on this machine only."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

SITE = Path(__file__).parent.parent / "_build" / "html"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and reports only what went wrong."""

    protocol_version = "HTTP/1.1"

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
