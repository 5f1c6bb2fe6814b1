"""Following what is saved: each change is built once, and an error ends nothing."""

import threading

import pytest

from tools.reload import Following
from tools.serve import server
from tools.watch import Builder, changes, follow, main, state

CONFIG = "title: Small\nonly_build_toc_files: true\nexecute: {execute_notebooks: 'off'}\n"
CONTENTS = "format: jb-book\nroot: book/index\n"


@pytest.fixture
def root(tmp_path):
    """A book of one page."""
    for name, text in {"_config.yml": CONFIG, "_toc.yml": CONTENTS, "book/index.md": "# One\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("name", ["book/14_new.ipynb", "systemdesign/sim/link.py", "web/css/figure.css", "_toc.yml"])
def test_what_the_book_is_made_from_is_watched(root, name):
    before = state(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("saved")
    assert {path for path, _ in before.items() ^ state(root).items()} == {root / name}


@pytest.mark.parametrize("name", ["web/node_modules/x.js", "book/.ipynb_checkpoints/a.ipynb", "book/.~a.ipynb",
                                  "systemdesign/__pycache__/a.pyc", "_build/html/index.html", "labs/03.ipynb"])
def test_what_programs_write_is_not_watched(root, name):
    before = state(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("saved")
    assert state(root) == before


def test_files_saved_together_are_one_change_and_files_saved_meanwhile_the_next(root):
    found = changes(root)
    for seconds, name in [(0.1, "a.md"), (0.25, "b.md"), (0.4, "c.md")]:
        threading.Timer(seconds, (root / "book" / name).write_text, ["saved"]).start()
    assert next(found) == [root / "book" / name for name in ("a.md", "b.md", "c.md")]
    (root / "_toc.yml").write_text(f"{CONTENTS}# saved while the first change was built\n")
    assert next(found) == [root / "_toc.yml"]


class Told(Exception):
    """Enough was said."""


def test_an_error_is_said_and_the_next_save_is_built(root):
    said, saves = [], iter(["# Two\n\n{ref}`nowhere`\n", "# Three\n"])

    def say(text, flush):
        said.append(text)
        if "Built" in text:
            raise Told
        if "Saved" not in text:
            save()

    def save():
        (root / "book" / "index.md").write_text(next(saves))

    threading.Timer(0.5, save).start()
    with pytest.raises(Told):
        follow(root, threading.Lock(), Builder(root), say)
    assert [text.split()[0] for text in said] == ["Saved:", "Not", "Saved:", "Built"]
    assert "Three" in (root / "_build" / "html" / "book" / "index.html").read_text()


def test_a_port_that_is_taken_is_said_with_what_to_do(root, capsys):
    web = server(0, root, Following)
    assert main(web.server_port, root) == 2
    assert f"make serve PORT={web.server_port + 1}" in capsys.readouterr().err
    web.server_close()
