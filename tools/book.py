"""Builds the book into _build/html; a warning is an error. What a broken-off build has left is written anew."""

import os
import shutil
import signal
import sys
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).parent.parent
INTERRUPTED = 128 + signal.SIGINT


def build(root=ROOT):
    """0 if all was built, 1 if something is wrong, and has been said; the end of a build takes its mark away."""
    built = Path(root, "_build")
    built.mkdir(exist_ok=True)
    mark = built / ".unfinished"
    if mark.exists():  # a page may be half written, and yet be younger than its source
        print("The last build was broken off: every page is written anew", flush=True)
        shutil.rmtree(built / ".doctrees", ignore_errors=True)
    mark.touch()
    failed = jupyter_book(root)
    if failed != INTERRUPTED:
        mark.unlink(missing_ok=True)
    return failed


def jupyter_book(root):
    """What Jupyter Book and Sphinx make of it. They forget the pages themselves when an error ends them."""
    from jupyter_book.cli.main import main

    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):  # it would advise to open files, without a server
        try:
            main(["build", str(root), "-W", "-n", "--keep-going", "-q"])
        except RuntimeError:  # of an error that Sphinx has told
            return 1
        except KeyboardInterrupt:
            return INTERRUPTED
        except SystemExit as end:
            return INTERRUPTED if isinstance(end.code, KeyboardInterrupt) else int(bool(end.code))
    return 0


if __name__ == "__main__":
    sys.exit(build())
