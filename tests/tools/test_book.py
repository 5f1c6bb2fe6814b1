"""A build that was broken off is not trusted by the next, and a page without its files fails."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from tools.book import INTERRUPTED
from tools.store import digest, put
from tools.whole import broken, check

HALF = "<html><body><h1>On"


@pytest.fixture
def book(tmp_path):
    """A book of two pages."""
    for name, text in {"_config.yml": "title: Small\nexecute: {execute_notebooks: 'off'}\n",
                       "_toc.yml": "format: jb-book\nroot: index\nchapters: [{file: two}]\n", "index.md": "# One\n",
                       "two.md": "# Two\n"}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def begun(root):
    """A build in a process of its own, as make begins it; a shell's background ignores Ctrl-C, and so would this."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    code = ("import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from tools.book import build; sys.exit(build('.'))")
    return subprocess.Popen([sys.executable, "-c", code], cwd=root, env=env, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)


def built(root):
    """The exit code of a build, and all that it says."""
    process = begun(root)
    told = process.communicate(timeout=60)[0]
    return process.returncode, told


def test_a_page_that_a_broken_off_build_left_half_written_is_written_anew(book):
    page = book / "_build" / "html" / "two.html"
    assert built(book) == (0, "")  # and nothing of files to open
    page.write_text(HALF)
    assert built(book) == (0, "") and page.read_text() == HALF  # so would it be trusted
    (book / "_build" / ".unfinished").touch()
    code, told = built(book)
    assert code == 0 and "broken off" in told and page.read_text().endswith("</html>")
    assert not (book / "_build" / ".unfinished").exists()


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_ended_leaves_its_mark(book, ending):
    (book / "wait.py").write_text("import time\ndef setup(app):\n    app.connect('source-read', wait)\n"
                                  "def wait(app, name, source):\n    open('reached', 'w').close()\n"
                                  "    time.sleep(60)\n")
    (book / "_config.yml").write_text("title: Small\nsphinx:\n  local_extensions: {wait: .}\n")
    process = begun(book)
    while not (book / "reached").exists() and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(ending)
    told = process.communicate(timeout=30)[0]
    assert (book / "_build" / ".unfinished").exists() and "Traceback" not in told
    assert process.returncode in (-signal.SIGKILL, INTERRUPTED)


@pytest.fixture
def site(tmp_path):
    """A page that names a file by its content, and the file."""
    name = f"frames/a-{digest(b'frames')}.json.gzip"
    (tmp_path / "_static/experiments/frames").mkdir(parents=True)
    (tmp_path / "page.html").write_text(f'<figure data-frames="../_static/experiments/{name}">')
    (tmp_path / "_static/experiments" / name).write_bytes(b"frames")
    return tmp_path, name


def test_a_page_whose_files_are_there_is_whole(site):
    assert broken(site[0], ["page"]) == []


@pytest.mark.parametrize("content", [None, b"", b"fram"])
def test_a_file_that_is_missing_or_not_whole_fails_the_build_and_is_laid_out_anew(site, content, tmp_path):
    folder, name = site
    path = folder / "_static/experiments" / name
    path.unlink() if content is None else path.write_bytes(content)
    (tmp_path / "laid out").mkdir()
    app = SimpleNamespace(outdir=str(folder), env=SimpleNamespace(found_docs=["page"]),
                          experiments=SimpleNamespace(folder=tmp_path / "laid out"))
    with pytest.raises(ExtensionError, match=f"page names {name}"):
        check(app, None)
    assert not (tmp_path / "laid out").exists()


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    put(tmp_path / "a", "before")

    def full(path, data):
        open(path, "wb").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "a", "after")
    assert [path.name for path in tmp_path.iterdir()] == ["a"] and (tmp_path / "a").read_text() == "before"
