"""What a virtual loop refuses, and the small print of asyncio's loop interface."""

import asyncio
from asyncio import AbstractEventLoop

from systemdesign.kernel.errors import RealIO

REAL = """
    getaddrinfo getnameinfo create_connection create_server sendfile start_tls
    create_unix_connection create_unix_server connect_accepted_socket create_datagram_endpoint
    connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec
    add_reader remove_reader add_writer remove_writer add_signal_handler remove_signal_handler
    sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendto sock_sendall
    sock_connect sock_accept sock_sendfile
"""

DRIVEN = "This event loop is already running, and ends with its run: "


def _refuse(name):
    def refused(self, *args, **kwargs):
        raise RealIO(
            f"{name}: virtual time cannot wait for the real world, whose clock it does not turn. "
            "Run this part on the ordinary loop: `await main()` in a notebook, "
            "`asyncio.run(main())` in a script."
        )

    refused.__name__ = name
    return refused


def over(*args, **kwargs):
    raise RuntimeError("Event loop is closed: the run that it belongs to is over")


class LoopInterface(AbstractEventLoop):
    """The parts of a loop that have nothing to do with time."""

    handler = factory = None
    closed = False
    slow_callback_duration = 0.1  # asyncio's; nobody asks it here

    # threads

    def run_in_executor(self, executor, func, *args):
        """Call `func` here and now: a thread would have a clock of its own."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            future.set_exception(error)
        return future

    def set_default_executor(self, executor):
        """Accepted, and not asked for anything. Raises TypeError where it is no executor of threads."""
        from concurrent.futures import ThreadPoolExecutor  # the page, which has no threads, need not load it

        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")

    async def shutdown_default_executor(self, timeout=None):
        """Nothing to do: there are no threads."""

    async def shutdown_asyncgens(self):
        """Nothing to do: the run closes them when it ends."""

    def call_soon_threadsafe(self, callback, *args, context=None):
        return self.call_soon(callback, *args, context=context)

    # who drives it

    def run_until_complete(self, future):
        self.check_open()
        raise RuntimeError(DRIVEN + "`await` what it should complete")

    def run_forever(self):
        self.check_open()
        raise RuntimeError(DRIVEN + "`await` something instead")

    def check_open(self):
        if self.closed:
            over()

    def stop(self):
        if not self.closed:
            raise RuntimeError(DRIVEN + "return from `main`, or raise, to end it")

    def close(self):
        if not self.closed:
            raise RuntimeError("Cannot close a running event loop. " + DRIVEN + "return from `main`")

    def is_running(self):
        return asyncio._get_running_loop() is self

    def is_closed(self):
        return self.closed

    # what is made, and what goes wrong

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self.factory = factory

    def get_task_factory(self):
        return self.factory

    def set_debug(self, enabled):
        """Accepted; there is no debug mode, for what it looks for is an error of the run in any case."""

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self.handler = handler

    def get_exception_handler(self):
        return self.handler

    def call_exception_handler(self, context):
        """In the context of what went wrong, as asyncio does; an error of the handler's is an error of the run."""
        if self.handler is None:
            return self.default_exception_handler(context)
        thing = context.get("task") or context.get("future") or context.get("handle")
        its_own = thing.get_context() if hasattr(thing, "get_context") else None
        try:
            its_own.run(self.handler, self, context) if its_own else self.handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.default_exception_handler({"message": "Unhandled error in exception handler", "exception": error})


for _name in REAL.split():
    setattr(LoopInterface, _name, _refuse(_name))
