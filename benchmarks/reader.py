"""A reader's browser before the built book, served by a plain static server in a sub-folder."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from tools.browser import FLAGS, find
from tools.serve import server

ROOT = Path(__file__).parent.parent

WATCH = """
window.tiers = {};
new MutationObserver((all) => all.forEach(({ target }) => { tiers[target.dataset.tier] ??= performance.now(); }))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-tier"] });
window.until = async (met) => { while (!met()) await new Promise((done) => setTimeout(done, 2)); };
const posted = () => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(0);
});
window.inFrame = () => new Promise(requestAnimationFrame);
window.painted = posted;
window.nextPainted = () => inFrame().then(posted);
"""

ASLEEP = "window.IntersectionObserver = class { observe() {} unobserve() {} disconnect() {} };"
"""With it no figure wakes because it comes near: only a touch wakes it."""


@contextmanager
def served():
    """The address of a copy of the book, and the copy's folder: more can be laid beside it."""
    book = ROOT / "_build" / "html"
    if not (book / "index.html").exists():
        raise SystemExit("The book is not built. Run: make book")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "some" / "course"
        shutil.copytree(book, site)
        web = server(0, Path(folder))
        web.handle_error = lambda *told: None  # a closed window leaves its last requests unread
        Thread(target=web.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{web.server_port}/some/course/", site
        finally:
            web.shutdown()
            web.server_close()


@contextmanager
def visit(browser, *scripts):
    """A new reader's window: nothing is kept from before, and what it keeps is on disk, as at home."""
    with tempfile.TemporaryDirectory() as home:
        context = browser.browser_type.launch_persistent_context(
            home, executable_path=find(), args=FLAGS, viewport={"width": 1280, "height": 900})
        for script in (WATCH, *scripts):
            context.add_init_script(script)
        yield context.new_page()
        context.close()
