"""After an edit, what is quickly known of one chapter: make fast CHAPTER=04 (or 04_caching, or caching)."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
NBVAL = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120"]


def chapters(root):
    """The stems of the chapters, in order."""
    return sorted(path.stem for path in (root / "book").glob("[0-9][0-9]_*.ipynb"))


def named(word, stems):
    """The chapter that is meant by its number, its stem or its room. LookupError names those that there are."""
    meant = [stem for stem in stems if word in (stem, stem[:2], stem[3:])]
    if not meant:
        told = f"There is no chapter {word!r}" if word else "Name a chapter: make fast CHAPTER=04"
        raise LookupError(f"{told}. There are {', '.join(stems)}.")
    return meant[0]


def checks(root, stem):
    """{what is checked: its command}, of a chapter's notebook, room, lab and built page, the longest first."""
    room, solution = stem[3:], root / "solutions" / f"{stem}.ipynb"
    homes = ["tests/test_anatomy.py", "tests/test_walker.py", f"tests/{room}"]
    found = {"notebook": [*PYTEST, *NBVAL, f"book/{stem}.ipynb"]}
    if solution.exists():
        found["lab"] = [sys.executable, "-m", "systemdesign", "grade", f"solutions/{stem}.ipynb"]
    found["chapter"] = [*PYTEST, "-k", room, "-m", "not slow and not alone"]
    found["chapter"] += [home for home in homes if (root / home).exists()]
    if is_built(root, stem):
        found["page"] = [*PYTEST, "tests/web/test_page_controls.py", "-k", f"{stem} and some_control"]
    return found


def is_built(root, stem):
    """Whether the page shows the notebook as it is."""
    page, notebook = root / "_build" / "html" / "book" / f"{stem}.html", root / "book" / f"{stem}.ipynb"
    return page.exists() and page.stat().st_mtime > notebook.stat().st_mtime


def done(command):
    """What a command says, whether it failed, and its seconds by the clock."""
    start = time.monotonic()
    run = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.stdout, run.returncode, time.monotonic() - start


def main(word):
    """Run a chapter's checks two at a time; 1 if one failed, 2 if there is no such chapter."""
    try:
        stem = named(word, chapters(ROOT))
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    commands = checks(ROOT, stem)
    with ThreadPoolExecutor(2) as pool:
        results = dict(zip(commands, pool.map(done, commands.values()), strict=True))
    for name, (told, failed, _) in results.items():
        if failed:
            print(f"--- {name}\n{told}")
    for name, (_, failed, seconds) in results.items():
        print(f"{stem}  {name:10}{seconds:6.1f} s  {'FAILED' if failed else 'passed'}")
    if "page" not in commands:
        print(f"{stem}  page       not built since the notebook was saved: make book")
    return int(any(failed for _, failed, _ in results.values()))


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:])))
