"""The reference is found from the package's tree, and says something of everything that it shows."""

import re

import pytest

from tools.docstrings import Module
from tools.reference import Reference, write

MODULE = '''"""Toys that are played with."""

LIMIT = 3
"""Toys that a child may hold."""

HIDDEN = 4


class Toy:
    """A toy of `size` metres."""

    def __init__(self, size: float = 0.1, *, colour="red"):
        self.size = size

    @property
    def volume(self):
        """Cubic metres."""

    async def play(self, seconds):
        """Play for a while. Raises Broken."""

    @classmethod
    def of(cls, text):
        """A toy from its description."""

    def _break(self):
        """Not told."""


class Ball(Toy):
    """A round one."""

    async def play(self, seconds):
        return None


class Broken(RuntimeError):
    """It was played with too long."""


def toys(count, *rest, **options):
    """So many toys."""


def _box():
    """Not told."""
'''


@pytest.fixture
def module(tmp_path):
    path = tmp_path / "toys.py"
    path.write_text(MODULE)
    return Module(path)


@pytest.fixture(scope="module")
def reference(root):
    return Reference(root)


def test_a_module_tells_of_its_public_things_in_order(module):
    assert list(module.things) == ["LIMIT", "Toy", "Ball", "Broken", "toys"]


def test_a_class_has_the_signature_of_its_constructor_without_types(module):
    assert "{py:class} Toy(size=0.1, *, colour='red')\nA toy of `size` metres." in module.described("Toy")
    assert "{py:class} Ball(size=0.1, *, colour='red')\nA round one.\n\nA kind of `Toy`." in module.described("Ball")


def test_methods_are_told_as_what_they_are(module):
    told = module.described("Toy")
    assert "{py:method} play(seconds)\n:async:\n\nPlay for a while." in told
    assert "{py:property} volume\nCubic metres." in told
    assert "{py:method} of(text)\n" in told
    assert "_break" not in told


def test_a_method_that_a_base_explains_is_not_told_again(module):
    assert "play" not in module.described("Ball")


def test_errors_functions_and_constants_are_told(module):
    assert "{py:exception} Broken\n" in module.described("Broken")
    assert "{py:function} toys(count, *rest, **options)\nSo many toys." in module.described("toys")
    assert "{py:data} LIMIT\nToys that a child may hold." in module.described("LIMIT")


def test_every_room_of_a_chapter_has_a_page_and_so_has_what_rooms_share(reference, root):
    rooms = {room.rpartition(".")[2] for room in reference.rooms}
    topics = {path.parent.name for path in root.glob("systemdesign/*/measurement.py")}
    assert topics and topics | {"kernel", "sim", "theory", "show", "engines"} <= rooms
    assert not rooms & {"grading", "chapters"}


def test_components_come_first_in_a_chapter_s_room(reference):
    sections = re.findall(r"^## `(\w+)`", reference.page("systemdesign.sharding"), re.M)
    components = reference.modules["systemdesign.sharding"].exported
    assert set(sections[: len(components)]) == set(components)


def test_a_room_that_exports_names_hides_its_workings(reference):
    told = reference.page("systemdesign.kernel")
    assert "{py:function} run(main, seed=0" in told
    assert "Handle" not in told


def test_what_a_room_exports_is_told_once(reference):
    assert reference.page("systemdesign.engines").count("{py:exception} EngineMissing\n") == 1


def test_everything_that_is_shown_has_a_text(reference):
    for room in reference.rooms:
        empty = re.findall(r"^:+\{py:\w+\} (.*)\n(?::async:\n)?\s*:::", reference.page(room), re.M)
        assert not empty, f"{room}: write a docstring for {', '.join(empty)}"


def test_pages_of_rooms_that_have_gone_are_removed_and_others_are_left_alone(root, tmp_path):
    (tmp_path / "gone.md").write_text("# gone\n")
    write(root, tmp_path)
    first = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write(root, tmp_path)
    assert "gone.md" not in first and "sim.md" in first
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == first
