"""What the machine lacks is no fault of the answer's: it ends with code 3 and a sentence, and never with a mark."""

import errno
import os
import shutil
import signal
import subprocess
import sys

import pytest

from systemdesign.grading.command import ended, leave
from systemdesign.grading.lab import COURSE, read
from systemdesign.grading.machine import FAULTS, KILLED, fault
from systemdesign.grading.process import Limits, Process, Unstarted

LAB = COURSE / "solutions" / "03_load_balancing.ipynb"


def graded(path, *words, before=""):
    """(code, the last line) of the command, begun by a shell that has set a limit."""
    command = [sys.executable, "-m", "systemdesign", "grade", str(path), *map(str, words)]
    shell = ["bash", "-c", f'{before} exec "$@"', "bash", *command]
    done = subprocess.run(shell, capture_output=True, text=True, cwd=COURSE, timeout=120)
    return done.returncode, (done.stderr or done.stdout).strip().splitlines()[-1]


@pytest.mark.parametrize("files", [10, 14, 18])
def test_too_few_open_files_are_no_mark(files):
    code, said = graded(LAB, before=f"ulimit -n {files};")
    assert (code, said.startswith("Error: the grader failed:"), "open files" in said) == (3, True, True), said


@pytest.mark.parametrize(("limit", "word"), [("-v 300000", "-v"), ("-t 20", "-t")])
def test_a_shell_that_gives_less_than_an_answer_may_use_is_no_mark(limit, word):
    code, said = graded(LAB, before=f"ulimit {limit};")
    assert (code, f"(ulimit {word})" in said) == (3, True), said


def test_a_full_disk_takes_no_grade_and_leaves_the_old_one(tmp_path):
    """The device that is always full stands for the disk."""
    code, said = graded(LAB, "--json", "/dev/full")
    assert (code, "no room is left on the disk" in said) == (3, True), said


def test_a_grade_is_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "grade.json").write_text("old")
    (tmp_path / "grade.json").chmod(0o444)
    target = tmp_path / "nowhere" / "grade.json"
    code, said = graded(LAB, "--json", target)
    assert (code, f"can't be written to {target}" in said) == (2, True)
    assert sorted(os.listdir(tmp_path)) == ["grade.json"]


@pytest.mark.parametrize("number", FAULTS)
def test_each_lack_is_told_in_words(number):
    assert fault(OSError(number, os.strerror(number))) == FAULTS[number]
    assert fault(shutil.Error([("a", "b", f"[Errno {number}] {os.strerror(number)}: 'b'")])) == FAULTS[number]


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "x"), ValueError("[Errno 28]"), KeyError(28)])
def test_another_error_is_no_lack(error):
    assert fault(error) is None


def test_no_temporary_folder_is_a_lack():
    """Python tells of a full /tmp by a file that is not there."""
    told = fault(FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp', '/home/ada']"))
    assert told.startswith("no file can be written to a temporary folder") and "TMPDIR" in told


def test_a_notebook_that_cannot_be_opened_for_lack_of_files_is_no_bad_notebook(monkeypatch):
    def refuse(*args, **options):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OSError, match="Too many open files"):
        read(LAB)


def test_a_standard_output_that_is_closed_takes_no_traceback(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as end:
        leave(2, "There is no file x.")
    assert (end.value.code, capsys.readouterr().err) == (2, "Error: There is no file x.\n")


def test_a_reader_who_leaves_is_no_failure_of_the_grader(monkeypatch, capsys):
    with pytest.raises(SystemExit) as end, ended():
        raise BrokenPipeError
    assert (end.value.code, "left before its end" in capsys.readouterr().err) == (3, True)


def test_no_memory_is_a_lack():
    assert fault(MemoryError()) == "no memory is left"


def test_a_process_that_is_killed_from_outside_blames_nobody():
    process = Process(Limits())
    try:
        process.exchange({"now": 0.0, "do": ["load", "part-1", "x = 1"]})
        os.kill(process.process.pid, signal.SIGKILL)
        for _ in range(2):
            with pytest.raises(Unstarted, match="killed from outside"):
                process.exchange({"now": 0.0, "do": ["load", "part-1", "x = 1"]})
    finally:
        process.close()
    assert "Grade again" in KILLED


def test_a_process_that_cannot_start_blames_nobody(monkeypatch):
    def refuse(*args, **options):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(Unstarted, match="a limit on processes is reached"):
        Process(Limits())
