"""Files keep what was synced, and of the rest any first part."""

import pytest

from systemdesign.sim import Files, Unavailable


@pytest.fixture
def files():
    return Files()


def test_a_crash_leaves_what_was_synced(files):
    files.append("a", b"one")
    files.sync("a")
    files.append("a", b"two")
    files.append("b", b"three")
    files.crash()
    assert (files.read("a"), files.read("b")) == (b"one", b"")


def test_a_crash_may_leave_a_first_part_of_the_rest_which_is_safe_then(files):
    files.append("a", b"one")
    files.sync("a")
    files.append("a", b"three")
    files.crash(lambda unsafe: unsafe - 1)
    files.crash()
    assert files.read("a") == b"onethre"


def test_a_renamed_file_is_as_safe_as_it_was(files):
    files.append("a", b"old")
    files.sync("a")
    files.append("b", b"new")
    files.rename("b", "a")
    assert (files.read("a"), files.read("b")) == (b"new", b"")
    files.crash()
    assert files.read("a") == b""


def test_what_is_cut_is_gone_for_good(files):
    files.append("a", b"one")
    files.sync("a")
    files.cut("a", 2)
    files.append("a", b"x")
    files.crash()
    assert files.read("a") == b"on"
    files.cut("b", 0)


def test_a_sync_that_fails_makes_nothing_safe(files):
    files.append("a", b"one")
    files.fail()
    with pytest.raises(Unavailable):
        files.sync("a")
    files.crash()
    assert files.read("a") == b""


def test_what_was_never_written_cannot_be_synced_or_renamed(files):
    for call in (lambda: files.sync("a"), lambda: files.rename("a", "b")):
        with pytest.raises(FileNotFoundError, match="append to it first"):
            call()
