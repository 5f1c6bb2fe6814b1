"""The published page: how soon it answers, and what it weighs, beside Pyodide as shipped."""

import os
import sys
from statistics import median

from benchmarks.drags import drags, told
from benchmarks.reader import served
from benchmarks.starts import starts
from benchmarks.weights import weights
from tools.browser import opened

SHIPPED = 2.9
"""Seconds that Pyodide as shipped takes to start on the machine that the budgets are for."""

SECONDS = {
    "page to frames": 0.5, "touch to live, first page": 1.5, "touch to live, second page": 1.0,
    "drag, frames, median": 0.016, "drag, live, median": 0.1, "drag, live, slowest experiment": 0.4,
}
KILOBYTES = {"before live, heaviest chapter": 150, "frames, heaviest experiment": 100}


def pages(site):
    """The book's pages that have figures, as paths below its address."""
    lively = [path for path in sorted(site.glob("book/*.html")) if 'class="experiment"' in path.read_text("utf-8")]
    return [f"book/{path.name}" for path in lively]


def dragged(browser, address, site, tier):
    """{experiment: ms of each move} over the whole book."""
    every = {}
    for path in pages(site):
        stem = path.removeprefix("book/").removesuffix(".html")
        every |= {f"{stem} {name}": times for name, times in drags(browser, address, path, tier).items()}
    return every


def measured(start, fast, live, size):
    """{what: (value, note)}: times in seconds, sizes in kB."""
    middle, high = told([ms for times in fast.values() for ms in times])
    medians = {name: median(times) / 1e3 for name, times in live.items()}
    slowest, heaviest, chapter = (max(found, key=found.get) for found in (medians, size["frames"], size["before"]))
    return {
        "page to frames": (start["frames"], ""),
        "touch to live, first page": (start["first"], f"Pyodide as shipped {start['shipped']:.2f} s"),
        "touch to live, second page": (start["second"], ""),
        "drag, frames, median": (middle, f"95th percentile {1e3 * high:.1f} ms"),
        "drag, live, median": (median(medians.values()), f"of {len(medians)} experiments"),
        "drag, live, slowest experiment": (medians[slowest], slowest),
        "before live, heaviest chapter": (size["before"][chapter] / 1e3, chapter),
        "frames, heaviest experiment": (size["frames"][heaviest] / 1e3, heaviest),
        "Python, its library and the course": (size["python"] / 1e3, "fetched once"),
    }


def amount(value, name):
    if name in SECONDS:
        return f"{1e3 * value:,.1f} ms" if value < 0.1 else f"{value:.2f} s"
    return f"{value:,.0f} kB"


def each(fast, live, size):
    """A row for each experiment: its frames' weight, and the median of its drags at either tier."""
    print(f"\n{'':38}{'frames, kB':>12}{'drag, frames, ms':>18}{'drag, live, ms':>16}")
    for name in live:
        row = size["frames"][name] / 1e3, median(fast[name]), median(live[name])
        print(f"{name:38}{row[0]:>12.0f}{row[1]:>18.1f}{row[2]:>16.0f}")
    print(f"{'budget':38}{KILOBYTES['frames, heaviest experiment']:>12}{1e3 * SECONDS['drag, frames, median']:>18.0f}"
          f"{1e3 * SECONDS['drag, live, slowest experiment']:>16.0f}")


def main():
    """Print the tables; 1 if something misses its budget, else 0."""
    with opened() as browser, served() as (address, site):
        start = starts(browser, address, site)
        fast, live = (dragged(browser, address, site, tier) for tier in ("frames", "live"))
        size = weights(site)
    found, shipped = measured(start, fast, live, size), start["shipped"]
    pace = max(1.0, shipped / SHIPPED)
    print(f"\nThe published page, this machine, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"Pyodide as shipped takes {shipped:.1f} s here, {SHIPPED:g} s on the machine that the budgets are for:")
    print(f"times may be {pace:.2f} times the budget\n")
    print(f"{'':38}{'measured':>10}{'budget':>10}")
    budgets = SECONDS | KILOBYTES
    for name, (value, note) in found.items():
        budget = amount(budgets[name], name) if name in budgets else ""
        print(f"{name:38}{amount(value, name):>10}{budget:>10}   {note}".rstrip())
    each(fast, live, size)
    missed = [name for name, bar in budgets.items() if found[name][0] > bar * (pace if name in SECONDS else 1)]
    for name in missed:
        print(f"\n{name} misses its budget")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
