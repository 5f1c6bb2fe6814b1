"""Who calls a gateway: a connection that is kept, a token, and a path for each call."""

from systemdesign.engines.http.client import Connection, status
from systemdesign.engines.http.worker import header


class Caller(Connection):
    """Calls the gateway at this port with this token, or without one."""

    def __init__(self, port, token=None):
        super().__init__(port)
        self.authorization = f"Authorization: Bearer {token}\r\n" if token else ""

    async def ask(self, path):
        """Ask for a path, taken as it is: the status, the head and the body of the answer."""
        head, body = await self.exchange(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{self.authorization}\r\n".encode())
        return status(head), head, body.decode()


def said(head, name):
    """A header's value in the head of an answer, or None."""
    value = header(head, name.lower().encode())
    return value and value.decode()
