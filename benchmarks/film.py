"""A film in the page: the script time of a frame, with 300 dots that all move."""

import os
import subprocess
from random import Random
from statistics import median

from benchmarks.reader import served, visit
from systemdesign.show.film import Film, desks
from tools.browser import opened
from tools.node import WEB

DOTS, SECONDS = 300, 6
BUDGET = {"median": 4.0, "slowest": 16.0}
"""ms of script in a frame."""
PLAY = """async ({ film, seconds }) => {
  const { Player } = await import("./player.js");
  const host = document.body.appendChild(document.createElement("div"));
  const player = new Player(host, film, "wide"), times = [];
  player.onframe = (began) => times.push(performance.now() - began);
  player.play();
  await new Promise((done) => setTimeout(done, seconds * 1000));
  player.pause();
  return { times, dots: host.querySelectorAll(".stage .dot").length };
}"""


def crowd():
    """Every dot is on its way all the time, between servers and clients."""
    film, rng = Film([["clients"], ["balancer"], desks([f"s{k}" for k in range(20)])], end=20), Random(1)
    for number in range(DOTS):
        film.travel(number, "", "clients", f"s{rng.randrange(20)}", 0.0, 20 + rng.random())
    return film.to_json()


def measured(browser, address, site):
    """The script time of each frame, ms."""
    bundled = [WEB / "node_modules" / ".bin" / "esbuild", WEB / "film" / "player.js", "--bundle", "--format=esm"]
    subprocess.run([*bundled, f"--outfile={site / 'player.js'}", "--log-level=error"], check=True)
    style = next((site / "_static" / "experiments").glob("figure-*.css")).relative_to(site)
    page = f'<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="{style}"><body class="film">'
    (site / "film.html").write_text(page, "utf-8")
    with visit(browser) as page:
        page.goto(f"{address}film.html")
        found = page.evaluate(PLAY, {"film": crowd(), "seconds": SECONDS})
    if found["dots"] != DOTS or len(found["times"]) < 20 * SECONDS:
        raise SystemExit(f"{found['dots']} dots in {len(found['times'])} frames: this measures nothing.")
    return found["times"]


def main():
    """Print the frame times; 1 if they miss the budget, else 0."""
    with opened() as browser, served() as (address, site):
        times = measured(browser, address, site)
    found = {"median": median(times), "slowest": max(times)}
    print(f"\nA film of {DOTS} dots that all move, {len(times) / SECONDS:.0f} frames a second, load "
          f"{os.getloadavg()[0]:.1f}: ms of script in a frame\n")
    for name, value in found.items():
        print(f"{name:12}{value:>8.1f}   budget {BUDGET[name]:g}")
    return int(any(found[name] > bar for name, bar in BUDGET.items()))
