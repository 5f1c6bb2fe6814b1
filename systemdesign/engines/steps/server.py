"""The processes that work in steps: a back end, or a service in the middle, each at a port of 127.0.0.1."""

from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process, listen

REST, RPC = (Path(__file__).with_name(f"{name}.py") for name in ("rest", "rpc"))


class Serving:
    """A process that serves at `port`, as a context manager."""

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.process.stop()


class Rest(Serving):
    """A back end (STEPS, STEP) or a service in the middle (PORT) on Starlette: see rest.py."""

    def __init__(self, *asked):
        listener = listen()  # who calls before the process is ready waits
        self.port = listener.getsockname()[1]
        command = [program("rest"), "-I", REST, listener.fileno(), *asked]
        self.process = Process("REST service", list(map(str, command)), listeners=[listener])

    def service(self, path):
        """A path of it for clients on this loop, as an async context manager."""
        from systemdesign.engines.steps.service import RestService  # the wheels that it needs are not everywhere

        return RestService(self.port, path)


class Grpc(Serving):
    """A back end ("back", STEPS, STEP) or a service in the middle ("middle" or "threads", PORT) on gRPC: see rpc.py."""

    def __init__(self, *asked):
        self.process = Process("gRPC service", list(map(str, [program("grpc"), "-I", RPC, *asked])))
        self.process.wait_until(self._told)
        self.port = int(self._told())

    def _told(self):
        """The line in which it says its port, once it has."""
        return next((line for line in self.process.log(None).splitlines() if line.isdigit()), "")

    def service(self, method):
        """A method of it for clients on this loop, as an async context manager."""
        from systemdesign.engines.steps.service import GrpcService  # the wheels that it needs are not everywhere

        return GrpcService(self.port, method)
