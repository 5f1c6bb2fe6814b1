"""The processes that work in steps: a back end, or a service in the middle, each at a port of 127.0.0.1."""

from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process, listen

REST, RPC = (Path(__file__).with_name(f"{name}.py") for name in ("rest", "rpc"))


class Serving:
    """A process that serves at `port`, as a context manager. When it does, it prints "open" and where."""

    def __init__(self, name, command, listeners=()):
        self.process = Process(name, list(map(str, command)), listeners)

    def wait(self):
        """Until it serves; where it does."""
        self.process.wait_until(self._said)
        return int(self._said()[0].split()[1])

    def _said(self):
        return [line for line in self.process.log(None).splitlines() if line.startswith("open ")]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.process.kill()  # asked to end, uvicorn would wait for the calls that are under way
        self.process.stop()


class Rest(Serving):
    """A back end (STEPS, STEP) or a service in the middle (PORT) on Starlette: see rest.py."""

    def __init__(self, *asked):
        listener = listen()
        self.port = listener.getsockname()[1]
        super().__init__("REST service", [program("rest"), "-I", REST, listener.fileno(), *asked], [listener])

    def service(self, path):
        """A path of it for clients on this loop, as an async context manager."""
        from systemdesign.engines.steps.service import RestService  # the wheels that it needs are not everywhere

        return RestService(self.port, path)


class Grpc(Serving):
    """A back end ("back", STEPS, STEP) or a service in the middle ("middle" or "threads", PORT) on gRPC: see rpc.py."""

    def __init__(self, *asked):
        super().__init__("gRPC service", [program("grpc"), "-I", RPC, *asked])

    @property
    def port(self):
        """Where it serves, once it does."""
        return self.wait()

    def service(self, method):
        """A method of it for clients on this loop, as an async context manager."""
        from systemdesign.engines.steps.service import GrpcService  # the wheels that it needs are not everywhere

        return GrpcService(self.port, method)
