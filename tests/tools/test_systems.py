"""The guide's twenty systems: each is drawn and run in a chapter, becomes a component, and has a lab."""

import ast
import json
import re
from pkgutil import resolve_name

import pytest

from systemdesign.chapters.slicing import plain
from systemdesign.grading.lab import load
from tools.assets import published
from tools.closure import closure
from tools.systems import System, filled, systems

TWENTY = """VerticalScale HorizontalScale LoadBalancer CacheAside WriteThrough WriteBehind ConsistentSystem
AvailableSystem EcommerceDatabase ReplicationManager ShardedDatabase UserService OrderService APIGateway CircuitBreaker
retry_with_backoff MetricsCollector"""
WITHOUT_CODE = ["URL shortener", "Twitter timeline", "Distributed cache"]


@pytest.fixture(scope="module")
def chapters(root):
    return published(root)


@pytest.fixture(scope="module")
def page(root):
    return (root / "book" / "systems.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def listed(page):
    return systems(page)


def code(path):
    """The code cells of a chapter."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_the_page_lists_the_twenty_systems_of_the_guide_in_its_order(listed):
    assert [system.name for system in listed] == [*(f"`{name}`" for name in TWENTY.split()), *WITHOUT_CODE]


def used(source):
    """The names that a piece of code uses otherwise than to print their source."""
    nodes = [*ast.walk(ast.parse(plain(source)))]
    prints = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "show_source"]
    printed = {id(name) for call in prints for name in ast.walk(call)}
    names = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return {name.id for name in names if id(name) not in printed}


def test_a_chapter_runs_each_sketch_by_itself_or_through_its_room(listed, chapters, root):
    idle = set()
    for system in listed:
        path = system.chapter(chapters)
        room = [found for name, found in closure(code(path), root).items() if path.stem[3:] in name]
        told = [*code(path), *(found.read_text(encoding="utf-8") for found in room)]
        idle |= set(system.sketches).difference(*map(used, told))
    assert not idle


def test_a_chapter_that_draws_a_sketch_also_runs_what_becomes_of_it(listed, chapters, root):
    for system in listed:
        module = system.component.rpartition(".")[0]
        assert module in closure(code(system.chapter(chapters)), root), system.component


def test_what_becomes_of_a_sketch_is_a_class_with_a_text_of_its_own(listed):
    for system in listed:
        component = resolve_name(system.component)
        assert isinstance(component, type) and component.__doc__, system.component


def test_each_system_has_a_lab_with_parts_to_build(listed, chapters, root):
    for system in listed:
        stem = system.chapter(chapters).stem
        assert (root / "labs" / f"{stem}.ipynb").exists() and len(load(stem).parts) >= 2
        titles = [part.title for part in load(stem).parts.values()]
        assert all(title in system.row(chapters) for title in titles)


def test_a_row_links_the_heading_under_which_the_sketch_stands(chapters):
    row = System("| `LoadBalancer` | `GuideLoadBalancer` | `load_balancing.balancer.LoadBalancer` |").row(chapters)
    assert "[3. Load balancing](03_load_balancing.ipynb#the-sketch): `GuideLoadBalancer`" in row
    assert "(17_timeline.ipynb#two-one-liners)" in System("| T | `FanOutOnRead` | `a.B` |").row(chapters)


def test_a_sketch_that_no_chapter_draws_is_missed(chapters):
    with pytest.raises(ValueError, match="No chapter defines or shows Teapot"):
        System("| `Teapot` | `Teapot` | `sim.server.Server` |").row(chapters)


def test_a_row_of_another_form_is_told_its_form():
    with pytest.raises(ValueError, match=r"A row is \| the guide's name"):
        System("| `LoadBalancer` | load_balancing |")


def test_the_table_keeps_what_stands_round_it(chapters):
    table = "| the guide's | a | b |\n|---|---|---|\n| X | `CacheAside` | `caching.aside.CacheAside` |\n"
    before, *_, after = filled(f"Before.\n\n{table}\nAfter.\n", chapters).split("\n\n")
    assert (before, after) == ("Before.", "After.\n")


def test_the_built_page_links_every_component_in_the_reference(listed, root):
    text = (root / "_build/html/book/systems.html").read_text(encoding="utf-8")
    for system in listed:
        assert re.search(rf'href="reference/\w+\.html#{re.escape(system.component)}"', text), system.component
