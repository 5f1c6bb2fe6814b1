"""What a chapter imports is known without running it: no run imports more than was found."""

import json
import subprocess
import sys

import pytest

from systemdesign.chapters.loader import chapter
from tools.assets import published
from tools.closure import SHOWN, closure, recordings

EVALUATE = """
import json, sys
from systemdesign.chapters import bridge
bundle = sys.stdin.read()
for experiment in json.loads(bundle)["experiments"]:
    assert "error" not in json.loads(bridge.evaluate(bundle, experiment))
"""
SHOW = """
import json, sys
from systemdesign.chapters.loader import chapter
home = chapter(json.loads(sys.stdin.read()))
for name in list(home.experiments)[:1]:
    home.experiments[name]._repr_mimebundle_()
"""
REPORT = "print(json.dumps([name for name in sys.modules if name.partition('.')[0] == 'systemdesign']))"


def imported(program, home, root):
    """The modules of the package that a fresh Python has imported once it has run the program."""
    done = subprocess.run([sys.executable, "-c", program + REPORT], input=json.dumps(home.bundle()), cwd=root,
                          capture_output=True, text=True, check=True, timeout=120)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("way", [(EVALUATE, SHOWN), (SHOW, None)], ids=["computed", "shown"])
def test_a_closure_contains_all_that_a_run_imports(root, way):
    program, without = way
    for home in map(chapter, published(root)):
        found = closure([*home.bundle()["cells"], program], root, without)
        assert imported(program, home, root) <= found.keys(), home.stem


@pytest.fixture
def package(tmp_path):
    """`package(**files)`: a package of these modules, a dot of a name written as two underscores."""
    def written(**files):
        for name, text in {"systemdesign____init__": "", **files}.items():
            path = tmp_path.joinpath(*name.split("____")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return written


def names(source, root, without=None):
    return [name.removeprefix("systemdesign.") for name in closure([source], root, without) if name != "systemdesign"]


def test_imports_are_followed_through_modules_and_bring_their_packages(package):
    root = package(systemdesign____a____b="from systemdesign import c", systemdesign____c="", systemdesign____d="",
                   systemdesign____a____init__="")
    assert names("import systemdesign.a.b", root) == ["a.b", "c"]


@pytest.mark.parametrize("text", ["def f():\n    import systemdesign.c", "from .. import c", "from ..c import x",
                                  "run('systemdesign.c')"])
def test_an_import_counts_wherever_and_however_it_is_written(package, text):
    root = package(systemdesign____a____b=text, systemdesign____c="x = 1")
    assert "c" in names("from systemdesign.a import b", root)


def test_a_neighbour_that_is_started_by_its_file_counts(package):
    root = package(systemdesign____server='Path(__file__).with_name("worker.py")', systemdesign____worker="")
    assert names("import systemdesign.server", root) == ["server", "worker"]


def test_a_package_that_is_left_out_is_not_followed(package):
    root = package(systemdesign____show____page="import systemdesign.pen", systemdesign____pen="",
                   systemdesign____chart="def draw():\n    from systemdesign.show import page")
    assert names("import systemdesign.chart", root, without="systemdesign.show") == ["chart"]


def test_lines_for_ipython_do_not_hide_a_cell(package):
    assert names("%matplotlib inline\nimport systemdesign.a", package(systemdesign____a="")) == ["a"]


def test_what_a_chapter_measures_hangs_on_its_recordings(root):
    found = closure(["from systemdesign.retries.measurement import both_storms"], root)
    assert [path.name for path in recordings(found)] == ["both_storms.json"]
