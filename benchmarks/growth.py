"""How the suite and the book grow: chapter 04 is copied with all that is its own, and the copies built and tested."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reader import ROOT
from benchmarks.weights import SHARED
from tests import sample
from tools import lanes

STEM, ROOM, COPIES = "04_caching", "caching", ("a", "b", "c")
CHAPTERS = 20
BUDGET = 40 * 60  # s, of `make test` at twenty chapters on two processors
NOBODY = "no_such_test"  # which a lane looks for as long as for any other
KILOBYTES = 5100  # to live, of one chapter
BUILD = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
PIECES = re.compile(rf"(.*/)?({STEM}|{ROOM})(\.ipynb|/.*)")
"""A path of the chapter: its notebook, its room, its lab, their tests."""


def clone(folder):
    """The sources as they are here, with the page's libraries."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    told = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = [name for name in told.split("\0")[:-1] if (ROOT / name).is_file()]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    return names


def renamed(text, letter):
    """A text of the chapter as the copy's: its number, its stem and its room."""
    number = 21 + COPIES.index(letter)
    text = re.sub(rf"(\bsystemdesign\.|\btests\.|\"){ROOM}(?=\.|\b import)", rf"\g<1>{ROOM}_{letter}", text)
    return text.replace(STEM, f"{number}_{ROOM}_{letter}").replace('"# 4. ', f'"# {number}. ')


def copy_chapter(folder, names, letter):
    """Lay another chapter beside the first: notebook, room, lab, mutants, tests, and its line in the contents."""
    for name in filter(PIECES.fullmatch, names):
        target = folder / renamed(name, letter).replace(f"/{ROOM}/", f"/{ROOM}_{letter}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(renamed((folder / name).read_text("utf-8"), letter), encoding="utf-8")
    contents = folder / "_toc.yml"
    others = contents.read_text("utf-8").partition("  - file: book/claims\n")
    line = renamed(f"  - file: book/{STEM}\n", letter)
    contents.write_text("".join([others[0], line, *others[1:]]), encoding="utf-8")


def tested(lane, words, folder):
    """Seconds that a lane's tests of these words take, beyond those of finding that none is meant."""
    some, none = (spent([*lanes.LANES[lane], "-k", meant], folder, lanes.surroundings(lane))
                  for meant in (words, NOBODY))
    return [one - idle for one, idle in zip(some, none)]


def spent(command, folder, surroundings=os.environ):
    """Seconds by the clock and of processor time. SystemExit with its last words if the command fails."""
    clock, before = time.monotonic(), lanes.processor()
    told = {"PYTHONPATH": str(folder), sample.CHAPTERS: str(CHAPTERS)}
    done = subprocess.run(command, cwd=folder, env=surroundings | told, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode and NOBODY not in command:
        raise SystemExit(f"{done.stdout[-3000:]}\nThe copies failed: {' '.join(map(str, command))}")
    return time.monotonic() - clock, lanes.processor() - before


def cold(folder):
    """kB that the chapter's figures fetch until Python answers, from a host that compresses nothing."""
    home = folder / "_build" / "html" / "_static" / "experiments"
    files = [path for kind in ("page-*", "figure-*", *SHARED) for path in home.glob(kind)]
    files += [*home.glob(f"rooms/{STEM}-*"), *home.glob(f"bundles/{STEM}-*")]
    heaviest = max(path.stat().st_size for path in home.glob(f"frames/{STEM}/*"))
    return (sum(path.stat().st_size for path in files) + heaviest) / 1e3


def today():
    """{lane: seconds by the clock and of processor time} as `make test` last took; without it, the lanes run now."""
    if not lanes.KEPT.exists() and lanes.main([]):
        raise SystemExit("The tests fail, so what they take says nothing.")
    return json.loads(lanes.KEPT.read_text("utf-8"))


def measured(folder):
    """Seconds now and for each copy, {lane: (now, a copy's)}, and the chapter's kB before and after the copies came."""
    now, each, names = today(), {}, clone(folder)
    now["book"], weights = spent(BUILD, folder), [cold(folder)]
    for letter in COPIES:
        copy_chapter(folder, names, letter)
    each["book"] = spent(BUILD, folder)
    weights.append(cold(folder))
    copies = " or ".join(f"{ROOM}_{letter}" for letter in COPIES)
    for lane in ("package", "browser", "alone", "notebooks"):
        each[lane] = tested(lane, copies, folder)
    rows = {lane: (now[lane], [seconds / len(COPIES) for seconds in each.get(lane, (0.0, 0.0))]) for lane in now}
    return rows, weights


def main():
    """Print the projection; 1 if the suite will take too long or a chapter's page weighs more than it may, else 0."""
    chapters = len(list((ROOT / "book").glob("[0-9][0-9]_*.ipynb")))
    with tempfile.TemporaryDirectory() as folder:
        rows, weights = measured(Path(folder))
    then = {lane: [one + (CHAPTERS - chapters) * more for one, more in zip(*row)] for lane, row in rows.items()}
    print(f"\nGrowth, seconds by the clock and (of processor time), load {os.getloadavg()[0]:.1f} here\n"
          f"The lanes now are those of `make test` on {time.ctime(lanes.KEPT.stat().st_mtime)}\n"
          f"A chapter's are those of {len(COPIES)} copies of {STEM} built and tested alone, divided by {len(COPIES)}\n")
    print(f"{'':14}{f'{chapters} chapters':>18}{'a chapter':>18}{f'{CHAPTERS} chapters':>18}")
    rows["make test"] = [[sum(column) for column in zip(*(row[k] for row in rows.values()))] for k in (0, 1)]
    then["make test"] = [sum(column) for column in zip(*then.values())]
    for lane, row in rows.items():
        print(f"{lane:14}" + "".join(f"{one:10,.0f} ({spent:5,.0f})" for one, spent in (*row, then[lane])))
    print(f"\nTo live, {STEM} asks any host for {weights[0]:,.0f} kB; "
          f"with {len(COPIES)} chapters more {weights[1]:,.0f} kB")
    return int(then["make test"][0] > BUDGET or weights[1] > KILOBYTES)


if __name__ == "__main__":
    sys.exit(main())
