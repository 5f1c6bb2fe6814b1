from types import SimpleNamespace

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.bank import crash
from systemdesign.engines.bank.crash import told_until_killed

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
NOWHERE = SimpleNamespace(address={})  # a database that these banks never ask


@needs_valkey
def test_a_bank_that_does_not_work_is_reported_in_its_own_words(monkeypatch, tmp_path):
    broken = tmp_path / "teller.py"
    broken.write_text("exit('no money')")
    monkeypatch.setattr(crash, "TELLER", broken)
    with pytest.raises(EngineFailed, match="no money"):
        told_until_killed(NOWHERE, 0.1)


@needs_valkey
def test_a_bank_that_dies_by_itself_was_not_killed(monkeypatch, tmp_path):
    short = tmp_path / "teller.py"
    short.write_text("print('1 2 3 told')")
    monkeypatch.setattr(crash, "TELLER", short)
    with pytest.raises(EngineFailed, match="Teller ended with exit code 0"):
        told_until_killed(NOWHERE, 0.1)


@needs_valkey
def test_a_line_that_the_kill_cut_short_was_not_told(monkeypatch, tmp_path):
    cut = tmp_path / "teller.py"
    cut.write_text("import time; print('1 2 3 told\\n2 3 4 told\\n3 4 1', end='', flush=True); time.sleep(60)")
    monkeypatch.setattr(crash, "TELLER", cut)
    told = told_until_killed(NOWHERE, 0.1)
    assert told == [(1, 2, 3), (2, 3, 4)]
