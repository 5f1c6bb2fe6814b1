"""Lab 11, part 2: consumer."""

import pytest

from systemdesign import run
from systemdesign.sim.request import Request

from .scene import server


@pytest.mark.rule(1)
def test_the_reply_reaches_the_caller(lab):
    async def main():
        return await lab.Consumer(server())(Request(1))

    reply = run(main)
    assert getattr(reply, "by", None) == "a", f"Return what the service replies; you returned {reply!r}."
