"""Completes the figures of the published page: stills, controls, and all that brings them to life."""

import json
import re
import shutil
from pathlib import Path
from zlib import crc32

from tools.assets import PYTHON, Assets
from tools.node import Filter

ROOT = Path(__file__).parent.parent
FIGURE = re.compile(r'<figure class="(?:experiment|chart)".*?</figure>', re.DOTALL)
DATA = re.compile(r'<script type="application/json" class="experiment-data">(.*?)</script>', re.DOTALL)
PICTURE = re.compile(r'(<div class="experiment-chart">).*?</svg></div>', re.DOTALL)
FRAMES = re.compile(r'data-frames="([^"]+/(\w+)\.json)"')
ROWS = re.compile(r'(<table class="experiment-numbers"><tbody>).*?(</tbody>)', re.DOTALL)

STATUS = '<p class="experiment-status" role="status"></p>'

FILES = {
    "python": f"../{PYTHON}/", "worker": "worker.js",
    "library": "library.zip", "rest": "rest.zip", "course": "course.zip",
}

stills = Filter("stills.mjs")


def completed(figure, stem, base):
    """A kernel's figure as the page shows it: drawn by the page's own code, its files' places filled in."""
    data = json.loads(DATA.search(figure)[1])
    name = data.get("experiment", {}).get("name")
    drawn = stills.ask({**data, "id": f"{name or 'chart'}-{crc32(figure.encode()):08x}"})
    status = STATUS if name else ""
    figure = PICTURE.sub(lambda found: f"{drawn['controls']}{found[1]}{drawn['svg']}</div>{status}", figure, count=1)
    figure = ROWS.sub(lambda found: f"{found[1]}{drawn['rows']}{found[2]}", figure, count=1)
    if not name:
        return figure
    places = f'data-frames="{base}/frames/{stem}/{name}.json" data-bundle="{base}/bundles/{stem}.json"'
    return figure.replace('data-chapter=""', f'data-chapter="{stem}" {places}', 1)


def places(base, body):
    """Where a page's script finds Python, and the frames of each figure in turn, relative to the page."""
    frames = {name: url for url, name in FRAMES.findall(body)}
    told = json.dumps({**{name: f"{base}/{file}" for name, file in FILES.items()}, "frames": frames})
    return f'<script type="application/json" id="experiments-places">{told}</script>'


def complete(app, pagename, templatename, context, doctree):
    """Complete every figure of a page; a page without figures gets nothing."""
    body = context.get("body") or ""
    if not FIGURE.search(body):
        return
    stem = pagename.rpartition("/")[2]
    base = f"{'../' * pagename.count('/')}_static/experiments/{app.experiments.version}"
    context["body"] = body = FIGURE.sub(lambda found: completed(found[0], stem, base), body)
    context["metatags"] += (
        f'<link rel="stylesheet" href="{base}/figure.css">{places(base, body)}'
        f'<script type="module" async src="{base}/page.js"></script>'
    )


def prepare(app, config):
    """Build what the figures fetch, unless the same was built before."""
    app.experiments = Assets(ROOT, Path(app.outdir).parent / ".experiments")
    app.experiments.build()
    config.experiments_version = app.experiments.version
    config.html_static_path.append(str(app.experiments.folder))


def tidy(app, exception):
    """Remove what earlier builds laid out: every page names the present version now."""
    for folder in Path(app.outdir, "_static", "experiments").glob("*"):
        if not exception and folder.name not in (app.experiments.version, PYTHON):
            shutil.rmtree(folder)


def setup(app):
    app.add_config_value("experiments_version", "", "html")  # a new one writes every page anew
    app.connect("config-inited", prepare)
    app.connect("html-page-context", complete)
    app.connect("build-finished", tidy)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
