"""Completes the figures of the published page: stills, controls, and all that brings them to life."""

import json
import re
from pathlib import Path
from zlib import crc32

from tools.assets import Assets, keep_only, sources
from tools.node import Filter
from tools.store import contents, digest

ROOT = Path(__file__).parent.parent
FIGURE = re.compile(r'<figure class="(?:experiment|chart)".*?</figure>', re.DOTALL)
DATA = re.compile(r'<script type="application/json" class="experiment-data">(.*?)</script>', re.DOTALL)
PICTURE = re.compile(r'(<div class="experiment-chart">).*?</svg></div>', re.DOTALL)
FRAMES = re.compile(r'data-frames="([^"]+/(\w+)-\w+\.json\.gzip)"')
NUMBERS = re.compile(r'<table class="experiment-numbers">.*?</table>', re.DOTALL)

BEFORE = '<script type="application/json" class="experiment-data">'
STATUS = '<p class="experiment-status" role="status"></p>'
STILL = ('<p class="experiment-still" hidden>The controls of this figure need JavaScript, and a server that sends its '
         'files: in a clone, <code>make serve</code> is one. The chart, the numbers and the reading are those of the '
         'first settings.</p>')

stills = Filter("stills.mjs")


def completed(figure, stem, address):
    """A kernel's figure as the page shows it: drawn by the page's own code, its files' places filled in."""
    data = json.loads(DATA.search(figure)[1])
    name = data.get("experiment", {}).get("name")
    drawn = stills.ask({**data, "id": f"{name or 'chart'}-{crc32(figure.encode()):08x}"})
    numbers = f'<table class="experiment-numbers"><tbody>{drawn["rows"]}</tbody></table>' if drawn["rows"] else ""
    if not name:
        figure = PICTURE.sub(lambda found: f"{found[1]}{drawn['svg']}</div>", figure, count=1)
        return NUMBERS.sub(lambda _: numbers, figure, count=1)
    parts = (f"{drawn['film']}{drawn['guess']}{drawn['controls']}{numbers}",
             f"{drawn['svg']}</div>{STATUS}{STILL}")
    figure = PICTURE.sub(lambda found: found[1].join(parts), NUMBERS.sub("", figure), count=1)
    figure = figure.replace(BEFORE, f"{drawn['challenge']}{drawn['ranking']}{BEFORE}", 1)
    frames, bundle = address(f"frames/{stem}/{name}.json.gzip"), address(f"bundles/{stem}.json")
    told = f'data-chapter="{stem}"{covered(data)} data-frames="{frames}" data-bundle="{bundle}" style="{counted(data)}"'
    return figure.replace('data-chapter=""', told, 1)


def covered(data):
    """Where guesses are asked for, the result is covered until they are given or skipped."""
    return ' data-guess="open"' if data["experiment"]["guesses"] else ""


def counted(data):
    """How many controls, pairs of them and numbers must share a screen with the chart, for the style sheet."""
    controls = len(data["experiment"]["controls"])
    return f"--controls:{controls};--pairs:{-(-controls // 2)};--numbers:{len(data['chart']['numbers'])}"


def places(address, stem):
    """Where a chapter's script finds Python, relative to its page."""
    packed = {"engine": "pyodide.asm.js", "wasm": "pyodide.asm.wasm", "library": "library.zip", "rest": "rest.zip",
              "course": "course.zip", "room": f"rooms/{stem}.zip"}
    return {"worker": address("worker.js"), **{part: address(f"{name}.gzip") for part, name in packed.items()}}


def complete(app, pagename, templatename, context, doctree):
    """Complete every figure of a page; a page without figures gets nothing."""
    body = context.get("body") or ""
    if not FIGURE.search(body):
        return
    stem, base = pagename.rpartition("/")[2], f"{'../' * pagename.count('/')}_static/experiments"

    def address(name):
        return f"{base}/{app.experiments.names[name]}"

    context["body"] = body = FIGURE.sub(lambda found: completed(found[0], stem, address), body)
    frames = {name: url for url, name in FRAMES.findall(body)}
    told = json.dumps({**places(address, stem), "frames": frames}) if frames else "null"
    context["metatags"] += (
        f'<link rel="stylesheet" href="{address("figure.css")}">'
        f'<script type="application/json" id="experiments-places">{told}</script>'
        f'<script type="module" async src="{address("page.js")}"></script>'
        f'<script src="{address("still.js")}"></script>'
    )


def prepare(app, config):
    """Begin to build what the figures fetch; what was built before from the same is kept."""
    app.experiments = Assets(ROOT, Path(app.outdir).parent / ".experiments")
    app.experiments.begin()
    config.page_code = digest(*contents([*sources(), *Path(__file__).parent.glob("*.py")]))
    app.experiments.folder.mkdir(parents=True, exist_ok=True)  # filled once the frames are there
    config.html_static_path.append(str(app.experiments.folder))


def renamed(app, env):
    """The pages whose files were called otherwise when they were written."""
    app.experiments.finish()
    known, env.figure_files = getattr(env, "figure_files", {}), files_of_pages(app.experiments.names, env.found_docs)
    return [page for page, names in env.figure_files.items() if known.get(page) != names]


def files_of_pages(names, pages):
    """{page: the names of its chapter's own files and of those that all share}."""
    shared = [named for name, named in names.items() if "/" not in name]
    own = {page: page.rpartition("/")[2] for page in pages}
    return {page: [*shared, *(named for name, named in names.items() if stem in re.split(r"[/.]", name))]
            for page, stem in own.items() if f"bundles/{stem}.json" in names}


def tidy(app, exception):
    """Remove what earlier builds laid out, which no page names now, and leave the time of this one."""
    if not exception:
        Path(app.outdir).with_name(".built").touch()
        folder = Path(app.outdir, "_static", "experiments")
        keep_only(folder, {path.relative_to(app.experiments.folder / "experiments").as_posix()
                           for path in app.experiments.folder.rglob("*.*")})


def setup(app):
    app.add_config_value("page_code", "", "html")  # another one writes every page anew
    app.connect("config-inited", prepare)
    app.connect("env-updated", renamed)
    app.connect("html-page-context", complete)
    app.connect("build-finished", tidy)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
