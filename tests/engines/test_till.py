"""A till that is killed: its clerks work at once, and what they had sent the database still does."""

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.till import crash
from systemdesign.engines.till.crash import build, work_until_killed

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
NOWHERE = type("Nowhere", (), {"address": {"port": 1}})()  # a server that these tills never ask


@pytest.mark.parametrize(("script", "words"), [("exit('no paper')", "no paper"), ("print('open')", "exit code 0")])
def test_a_till_that_ends_by_itself_was_not_killed(monkeypatch, tmp_path, script, words):
    broken = tmp_path / "clerk.py"
    broken.write_text(script)
    monkeypatch.setattr(crash, "CLERK", broken)
    with pytest.raises(EngineFailed, match=words):
        work_until_killed(NOWHERE, 2, 0.1)


@needs_postgres
def test_every_clerk_has_orders_and_no_order_is_without_its_stock():
    with Postgres() as server:
        build(server)
        for _ in range(2):  # the second begins with nothing
            lives = crash.crash(server, 4, 0.05)
            assert len(lives) == 4
            assert all(orders > 0 for orders, _ in lives)
            assert {sold - orders for orders, sold in lives[0::2]} == {0}
            assert {sold - orders for orders, sold in lives[1::2]} <= {0, 1}
