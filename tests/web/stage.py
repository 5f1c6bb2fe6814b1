"""A page with one figure of a test's own, as the build completes it: frames, and no Python."""

import json
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread

from systemdesign.chapters.frames import frame
from systemdesign.show.jupyter.html import experiment_figure
from tests.web.figures import Figure
from tools.figures import completed, places
from tools.node import run
from tools.serve import Quiet

PAGE = """<!doctype html><html lang="en" {theme}><head><meta charset="utf-8"><title>Stage</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="figure.css"></head>
<body><main>{figure}<div style="height:150vh"></div></main>
<script type="application/json" id="experiments-places">{places}</script>
<script type="module" src="page.js"></script></body></html>"""


@contextmanager
def staged(chromium, folder, experiment, dark=False, **options):
    """The figure of an experiment in a window of its own."""
    run("bundle.mjs", str(folder))
    kernel = experiment_figure(experiment, experiment(), "<svg></svg>")
    figure = completed(kernel, "stage", lambda name: name.split("/")[-1])
    told = {**places(lambda name: name, "stage"), "frames": {}}
    theme = 'data-theme="dark" style="background:#121212"' if dark else ""
    (folder / "index.html").write_text(PAGE.format(figure=figure, places=json.dumps(told), theme=theme), "utf-8")
    (folder / f"{experiment.name}.json.gzip").write_text(json.dumps(swept(experiment)), "utf-8")
    web = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=web.serve_forever, daemon=True).start()
    context = chromium.new_context(**options)
    try:
        for lost in ("**/worker.js", "**/*.gzip"):
            context.route(lost, lambda route: route.abort() if "json" not in route.request.url else route.continue_())
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{web.server_port}/index.html")
        yield Figure(page, experiment.name).until(tier="frames")
    finally:
        context.close()
        web.shutdown()
        web.server_close()


def swept(experiment):
    """What a frames file holds."""
    sweeps = {key: [[value, frame(experiment, {key: value})] for value in control.sweep()]
              for key, control in experiment.controls.items()}
    return {"experiment": experiment.to_json(), "default": frame(experiment, {}), "sweeps": sweeps}
