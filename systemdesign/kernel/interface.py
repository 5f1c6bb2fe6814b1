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


def _refuse(name):
    def refused(self, *args, **kwargs):
        raise RealIO(
            f"{name}: virtual time cannot wait for the real world, whose clock it does not turn. "
            "Run this part on the ordinary loop: `await main()` in a notebook, "
            "`asyncio.run(main())` in a script."
        )

    refused.__name__ = name
    return refused


class LoopInterface(AbstractEventLoop):
    """The parts of a loop that have nothing to do with time."""

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

    def run_until_complete(self, future):
        raise RuntimeError("this loop runs already: `await` what it should complete")

    def call_soon_threadsafe(self, callback, *args, context=None):
        return self.call_soon(callback, *args, context=context)

    def set_task_factory(self, factory):
        self.factory = factory

    def get_task_factory(self):
        return self.factory

    def set_debug(self, enabled):
        pass

    def is_running(self):
        return asyncio._get_running_loop() is self

    def is_closed(self):
        return self.closed


for _name in REAL.split():
    setattr(LoopInterface, _name, _refuse(_name))
