"""The reference is found from the package's tree, and everything that it shows has a text."""

import inspect
import re
from importlib import import_module

import pytest

from tools.reference import Reference, write

MODULES = re.compile(r"automodule:: (\S+)")


@pytest.fixture(scope="module")
def reference(root):
    return Reference(root)


def test_every_room_of_a_chapter_has_a_page_and_so_has_what_rooms_share(reference, root):
    rooms = {room.rpartition(".")[2] for room in reference.rooms}
    topics = {path.parent.name for path in root.glob("systemdesign/*/measurement.py")}
    assert topics and topics | {"kernel", "sim", "theory", "show", "engines"} <= rooms
    assert not rooms & {"grading", "chapters"}


def test_components_come_first_in_a_chapter_s_room(reference):
    _, *modules = MODULES.findall(reference.page("systemdesign.sharding"))
    components = import_module("systemdesign.sharding").__all__
    assert {name.rpartition(".")[2] for name in modules[: len(components)]} == set(components)
    assert "systemdesign.sharding.theory" in modules


def test_a_room_that_exports_names_hides_its_workings(reference):
    page = reference.page("systemdesign.kernel")
    assert ":imported-members:" in page
    assert MODULES.findall(page) == ["systemdesign.kernel", "systemdesign.kernel.clocks"]


def test_everything_that_is_shown_has_a_text(reference):
    shown = {module for room in reference.rooms for module in MODULES.findall(reference.page(room))}
    silent = {
        f"{module}.{name}"
        for module in shown
        for name, thing in vars(import_module(module)).items()
        if (inspect.isclass(thing) or inspect.isfunction(thing))
        and name[0] != "_" and thing.__module__ == module and not thing.__doc__
    }
    assert not silent, f"write a docstring for {', '.join(sorted(silent))}"


def test_pages_of_rooms_that_have_gone_are_removed_and_others_are_left_alone(root, tmp_path):
    (tmp_path / "gone.md").write_text("# gone\n")
    write(root, tmp_path)
    first = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write(root, tmp_path)
    assert "gone.md" not in first and "sim.md" in first
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == first
