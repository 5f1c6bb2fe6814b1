"""After an edit, what is quickly known of one chapter: make fast CHAPTER=04 (or 04_caching, or caching)."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from systemdesign.chapters.loader import chapters

ROOT = Path(__file__).parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
NBVAL = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120"]


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
    """Whether the book was built, this page with it, after the last edit of what the page may be made from."""
    page, built = root / "_build" / "html" / "book" / f"{stem}.html", root / "_build" / ".built"
    edited = max(path.stat().st_mtime for path in sources(root, stem))
    return page.exists() and built.exists() and built.stat().st_mtime > edited


def sources(root, stem):
    """A chapter's notebook and the modules that it may import: none of a later chapter's room."""
    yield root / "book" / f"{stem}.ipynb"
    later = {other[3:] for other in chapters() if other > stem}
    for path in (root / "systemdesign").rglob("*.py"):
        if path.relative_to(root).parts[1] not in later:
            yield path


def done(command):
    """What a command says, whether it failed, and its seconds by the clock."""
    start = time.monotonic()
    run = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.stdout, run.returncode, time.monotonic() - start


def main(word):
    """Run a chapter's checks two at a time; 1 if one failed, 2 if there is no such chapter."""
    try:
        stem = named(word, list(chapters()))
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
        print(f"{stem}  page       not built since the last edit: make book")
    return int(any(failed for _, failed, _ in results.values()))


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:])))
