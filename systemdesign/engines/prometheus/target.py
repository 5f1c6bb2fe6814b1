"""What Prometheus scrapes: a web server in this process that answers with a text, and counts how often."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread

TEXT = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus, Exposition formats, Text-based format


class Target:
    """A target on 127.0.0.1:`port`, as a context manager, that answers each scrape with the text of `exposition()`.

    `after(number)` is called when scrape `number`, counted from 1, has had its answer: what it does lies between two
    scrapes, for one that comes meanwhile waits. `scrapes` is how many have been answered.
    """

    def __init__(self, exposition, after=lambda number: None):
        self.exposition, self.after, self.scrapes = exposition, after, 0
        self._turn = Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def _handler(self):
        target = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                target.scraped(self)

            def log_message(self, *words):
                """Say nothing: the server that scrapes says what went wrong."""

        return Handler

    def scraped(self, handler):
        """Answer one scrape, in the thread of its connection."""
        with self._turn:
            text = self.exposition().encode()
            handler.send_response(200)
            handler.send_header("Content-Type", TEXT)
            handler.send_header("Content-Length", str(len(text)))
            handler.end_headers()
            handler.wfile.write(text)
            self.scrapes += 1
            self.after(self.scrapes)
            self._turn.notify_all()

    def wait_for(self, scrapes, within=30.0):
        """Until so many have been answered; TimeoutError if that takes longer than `within` seconds."""
        with self._turn:
            if not self._turn.wait_for(lambda: self.scrapes >= scrapes, within):
                raise TimeoutError(f"{self.scrapes} scrapes came within {within:g} s, and {scrapes} were waited for.")

    def __enter__(self):
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="target")
        self._thread.start()
        return self

    def __exit__(self, *exc):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
