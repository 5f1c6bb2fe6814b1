import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.child import disk
from tests.processes import until

FOLDERS = """
import os, sys, time
from systemdesign.engines.child import disk
kept, gone = disk.folder("kept ü\\n-"), disk.folder("gone-")
gone.cleanup()
os.mkdir(gone.name)  # somebody else's, of the same name
open(os.path.join(kept.name, "file"), "w").close()
print("ready", flush=True)
if sys.argv[1:] == ["fork"] and not os.fork():
    os._exit(0)
time.sleep(60)
"""


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


@pytest.mark.parametrize(("end", "words"), [(signal.SIGKILL, ()), (signal.SIGTERM, ()), (signal.SIGINT, ()),
                                            (signal.SIGKILL, ("fork",))])
def test_however_a_process_ends_its_folders_go_and_no_others(monkeypatch, tmp_path, end, words):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", FOLDERS, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          start_new_session=True) as child:
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(end)
    until(lambda: [path.name.partition("-")[0] for path in tmp_path.iterdir()] == ["gone"])


def test_where_no_folder_can_be_made_it_says_where_and_what_to_do(monkeypatch, tmp_path):
    place = tmp_path / "place"
    monkeypatch.setattr(disk, "place", lambda: place)
    with pytest.raises(EngineFailed, match=f"No folder can be made in {place}: No such file or directory. Set TMPDIR"):
        disk.folder("engine-")
