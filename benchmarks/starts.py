"""How soon a page answers: from its address to frames, from a touch to Python, and Pyodide as shipped."""

import json
import shutil
import zipfile
from statistics import median

from benchmarks.reader import ASLEEP, ROOT, visit
from tools.archives import START
from tools.closure import SHOWN, closure

FIRST, SECOND, FIGURE = "book/03_load_balancing.html", "book/00_how_this_book_runs.html", "tail"
REPEATS = 5

FRAMES = """() => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  return until(() => tiers.frames && seen()).then(() => Math.max(tiers.frames, seen()));
}"""

TOUCH = """async () => {
  const form = document.querySelector("figure.experiment .experiment-controls");
  const start = performance.now();
  form.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  await until(() => tiers.live);
  return tiers.live - start;
}"""

SHIPPED_PAGE = """<!doctype html><link rel="icon" href="data:,"><script type="module">
window.run = () => new Promise((done) => {
  const start = performance.now();
  new Worker("worker.js", { type: "module" }).onmessage = () => done(performance.now() - start);
});
</script>"""

SHIPPED_WORKER = """import { loadPyodide } from "./pyodide/pyodide.mjs";
const bytes = fetch("course.zip").then((r) => r.arrayBuffer());
const bundle = fetch("bundle.json").then((r) => r.text());
const pyodide = await loadPyodide();
pyodide.unpackArchive(await bytes, "zip", { extractDir: "/course" });
pyodide.runPython("import sys; sys.path.append('/course')");
const evaluate = pyodide.runPython("from systemdesign.chapters.bridge import evaluate; evaluate");
postMessage(evaluate(await bundle, "%s"));
"""


def lay_shipped(site):
    """Beside the book: the same first result from Pyodide as its package ships it and the course's sources."""
    folder = site / "shipped"
    shutil.copytree(ROOT / "web" / "node_modules" / "pyodide", folder / "pyodide")
    bundle = next(site.glob("_static/experiments/bundles/03_load_balancing-*.json"))
    cells = json.loads(bundle.read_text(encoding="utf-8"))["cells"]
    with zipfile.ZipFile(folder / "course.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for path in closure([START, *cells], ROOT, SHOWN).values():
            out.write(path, path.relative_to(ROOT))
    shutil.copy(bundle, folder / "bundle.json")
    (folder / "index.html").write_text(SHIPPED_PAGE)
    (folder / "worker.js").write_text(SHIPPED_WORKER % FIGURE)


def frames(browser, address):
    """ms from the page's address to a page that is seen and whose figure, in view, has its frames."""
    with visit(browser) as page:
        page.goto(f"{address}{FIRST}#{FIGURE}")
        return page.evaluate(FRAMES)


def touches(browser, address):
    """ms from a touch to the first result: a reader's first page, and the next one."""
    with visit(browser, ASLEEP) as page:
        times = []
        for path in (FIRST, SECOND):
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            times.append(page.evaluate(TOUCH))
        return times


def shipped(browser, address):
    """ms to the same first result with Pyodide as shipped."""
    with visit(browser) as page:
        page.goto(address + "shipped/index.html")
        return page.evaluate("run()")


def starts(browser, address, site):
    """Medians in seconds, the runs of each kind interleaved with the others'."""
    lay_shipped(site)
    rows = []
    for _ in range(REPEATS):
        first, second = touches(browser, address)
        rows.append((frames(browser, address), first, second, shipped(browser, address)))
    names = ("frames", "first", "second", "shipped")
    return {name: median(column) / 1e3 for name, column in zip(names, zip(*rows, strict=True), strict=True)}
