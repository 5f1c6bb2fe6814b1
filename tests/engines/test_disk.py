import tempfile
from pathlib import Path

import pytest

from systemdesign.engines.child import disk


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")


def test_temporary_folders_lie_where_files_outlive_a_restart(monkeypatch, tmp_path):
    monkeypatch.setattr(disk, "ON_DISK", str(tmp_path))
    with disk.folder("engine-") as name:
        assert Path(name).parent == tmp_path.resolve()
        assert Path(name).name.startswith("engine-")
    assert not Path(name).exists()


def test_whoever_chose_a_place_has_it(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)  # asked for again
    assert disk.place() == tmp_path.resolve()


def test_where_there_is_no_such_place_the_usual_one_serves(monkeypatch):
    monkeypatch.setattr(disk, "ON_DISK", "/no/such/folder")
    assert disk.place() == Path("/tmp").resolve()
