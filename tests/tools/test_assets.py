"""An edit in one topic's room renames nothing of another, and a chapter's bytes do not grow with the book."""

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.assets import Assets, addressed
from tools.store import digest, packed

pytestmark = pytest.mark.slow

COURSE = Path(__file__).parents[2]
SHARED = ["kernel", "sim", "show", "chapters"]
MODEL = """
\"""What the topic's figures compute.\"""
FACTOR = {factor}


def scaled(n):
    from statistics import fmean

    return fmean([n * FACTOR])
"""
CELLS = """
from systemdesign.{topic}.model import scaled
from systemdesign.show import Chart, Number, Slider, experiment

@experiment(n=Slider(1, 3, default=1))
def own(n):
    \"""What does the room say?\"""
    return Chart("Own", numbers={{"n": Number(scaled(n))}}, reading="It says a number.")

@experiment(n=Slider(1, 3, default=1))
def plain(n):
    \"""What is without a room?\"""
    return Chart("Plain", numbers={{"n": Number(float(n))}}, reading="It is a number.")
"""
BUILD = """
import json
from pathlib import Path
from tools.assets import Assets
assets = Assets(Path.cwd(), Path("_build"))
assets.begin()
assets.finish()
assert not Assets(Path.cwd(), Path("_build")).missing
print(json.dumps(assets.names))
"""


class Book:
    """A course of its own: the shared rooms as they are, and one small room for each chapter."""

    def __init__(self, root):
        self.root, self.site = root, root / "_build" / "site" / "experiments"
        for room in SHARED:
            shutil.copytree(COURSE / "systemdesign" / room, root / "systemdesign" / room)
        shutil.copy(COURSE / "systemdesign" / "__init__.py", root / "systemdesign")
        for library in (COURSE / "_build" / ".experiments" / "made").glob("library-*"):
            shutil.copytree(library, root / "_build" / "made" / library.name)  # the same, in no time

    def publish(self, count):
        topics = [f"topic_{k:02}" for k in range(1, count + 1)]
        for k, topic in enumerate(topics, 1):
            self.write(f"systemdesign/{topic}/__init__.py", '"""A topic."""\n')
            self.write(f"systemdesign/{topic}/model.py", MODEL.format(factor=k))
            self.chapter(topic, CELLS.format(topic=topic))
        names = [f"  - file: book/{topic[-2:]}_{topic}\n" for topic in topics]
        self.write("_toc.yml", "format: jb-book\nroot: book/index\nchapters:\n" + "".join(names))

    def chapter(self, topic, code):
        cells = [{"cell_type": "code", "source": part} for part in code.split("\n\n")]
        self.write(f"book/{topic[-2:]}_{topic}.ipynb", json.dumps({"cells": cells}))

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def edit(self, name, old, new):
        text = (self.root / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def build(self):
        """{name: its name in the site}; every file there is called after its content."""
        paths = os.pathsep.join(map(str, [self.root, COURSE]))
        done = subprocess.run([sys.executable, "-c", BUILD], cwd=self.root, env=os.environ | {"PYTHONPATH": paths},
                              check=True, stdout=subprocess.PIPE, text=True, timeout=300)
        names = json.loads(done.stdout)
        for name, named in names.items():
            assert named == addressed(name, (self.site / named).read_bytes())
        return names

    def changed(self):
        """The names of the files that another build calls otherwise."""
        before, after = self.names, self.build()
        self.names = after
        return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Two chapters, built."""
    found = Book(tmp_path_factory.mktemp("course"))
    found.publish(2)
    found.names = found.build()
    return found


def test_an_edit_in_a_room_renames_its_zip_and_the_frames_that_compute_otherwise(book):
    book.edit("systemdesign/topic_01/model.py", "FACTOR = 1", "FACTOR = 7")
    assert book.changed() == {"rooms/01_topic_01.zip.gzip", "frames/01_topic_01/own.json.gzip"}


def test_an_edit_of_a_cell_renames_its_bundle_and_its_frames(book):
    book.edit("book/02_topic_02.ipynb", "It is a number", "It is one number")
    assert book.changed() == {"bundles/02_topic_02.json", "frames/02_topic_02/plain.json.gzip"}


def test_an_edit_below_the_rooms_renames_the_shared_part_and_no_frames_that_stay_the_same(book):
    book.edit("systemdesign/sim/zipf.py", "class Zipf", "EDITED = True\n\n\nclass Zipf")
    assert book.changed() == {"course.zip.gzip"}


def test_prose_and_modules_that_no_experiment_imports_rename_nothing(book):
    book.write("systemdesign/topic_01/measurement.py", "import valkey\n")
    book.write("systemdesign/show/jupyter/pen.py", "")
    book.edit("_toc.yml", "format", "# The contents.\nformat")
    assert not book.changed()


def test_a_chapter_has_the_same_files_in_a_book_of_twenty(book):
    book.publish(20)
    changed = book.changed() - {"frames/01_topic_01/own.json.gzip", "rooms/01_topic_01.zip.gzip",  # as before the edits
                                "bundles/02_topic_02.json", "frames/02_topic_02/plain.json.gzip"}
    assert changed and all(int(name.split("/")[1][:2]) > 2 for name in changed)


def test_a_chapters_own_zip_holds_its_room_and_what_it_alone_loads_of_the_library(book):
    own, shared, library = (set(ZipFile(unpacked(book.site / book.names[name])).namelist())
                            for name in ("rooms/01_topic_01.zip.gzip", "course.zip.gzip", "library.zip.gzip"))
    room = {name for name in own if name.startswith("systemdesign/")}
    assert room == {"systemdesign/topic_01/__init__.pyc", "systemdesign/topic_01/model.pyc"}
    assert "statistics.pyc" in own and not own & (shared | library)


def unpacked(path):
    return io.BytesIO(gzip.decompress(path.read_bytes()))


def test_what_is_packed_is_the_same_bytes_whenever_it_is_made():
    data = b"a library" * 1000
    assert gzip.decompress(packed(data)) == data and len(packed(data)) < len(data) / 10
    assert packed(data)[4:8] == bytes(4)  # the time: none


def test_all_that_is_large_is_packed(book):
    large = [path for path in book.site.rglob("*.*") if path.stat().st_size > 128_000]
    assert all(path.suffix == ".gzip" or path.with_name(f"{path.name}.gzip").exists() for path in large)


def test_what_no_page_names_any_more_is_not_laid_out(book):
    laid = {path.relative_to(book.site).as_posix() for path in book.site.rglob("*.*")}
    bare = {name.removesuffix(".gzip") for name in book.names.values() if name.startswith("pyodide-")}
    assert laid == {*book.names.values(), *bare} and len(bare) == 2


def test_names_differ_exactly_when_contents_do(book):
    names = {name: digest((book.site / named).read_bytes()) for name, named in book.names.items()}
    assert all(book.names[name].partition(".")[0].endswith(f"-{told}") for name, told in names.items())
    assert addressed("a/b.json", b"1") != addressed("a/b.json", b"2")


def test_the_book_itself_is_made_of_its_own_files_alone():
    names = Assets(COURSE, COURSE / "_build" / ".experiments").made
    rooms = [name for name in names if name.startswith("rooms/")]
    assert len(rooms) == len([name for name in names if name.startswith("bundles/")]) > 0
