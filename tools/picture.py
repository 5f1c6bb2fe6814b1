"""The package drawn from its imports: floors, rooms in the order of their chapters, and every arrow that is wrong.

`python -m tools.picture` draws it.
"""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from systemdesign.chapters.loader import chapter
from systemdesign.chapters.slicing import plain
from tools.closure import PACKAGE, home, mentioned, module, within

ROOT = Path(__file__).parent.parent
FLOORS = {
    "kernel": (),
    "sim": ("kernel",),
    "theory": (),
    "engines": ("kernel", "sim"),
    "show": ("show.jupyter",),  # the one lazy arrow: only when a figure is shown under IPython
    "show.jupyter": ("show",),
    "chapters": ("show", "theory.intervals"),
    "grading": ("kernel", "sim", "show", "__init__"),
    "serving": ("show", "engines"),  # and the rooms' services by name, when one is asked for
    "__main__": ("chapters", "show", "grading", "serving"),
    "__init__": ("kernel",),
}
"""What each floor may import besides itself. A room stands on ROOM, on earlier rooms, and on no later one."""
ROOM = ("kernel", "sim", "theory", "engines")
CELLS = ("kernel", "sim", "theory", "show", "__init__")


def name_of(path, root):
    """A module's name within the package: kernel.loop; a package's own is its name, the whole's is __init__."""
    parts = path.relative_to(root / PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def arrows(source, root, package=""):
    """The modules of the package that a text imports, at its top or inside a function."""
    named = {name for name in mentioned(plain(source), package) if module(name, root)}
    return {name.removeprefix(f"{PACKAGE}.") if name != PACKAGE else "__init__" for name in named}


def graph(root=ROOT):
    """{module: the modules that it imports}. A chapter's cells count as the module `cells` of its room."""
    drawn = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        name = name_of(path, root)
        full = PACKAGE if name == "__init__" else f"{PACKAGE}.{name}"
        drawn[name] = arrows(path.read_text(encoding="utf-8"), root, home(full, path)) - {name}
    for stem, found in chapters(root).items():
        drawn[f"{stem}.cells"] = set().union(*(arrows(cell, root) for cell in [*found.cells, *found.native]))
    return drawn


def chapters(root=ROOT):
    """The chapters in order, each by the name of its room: the stem of its notebook without the number."""
    return {path.stem.partition("_")[2]: chapter(path) for path in sorted((root / "book").glob("[0-9][0-9]_*.ipynb"))}


def doors(root=ROOT):
    """{room: the modules that other rooms may use}, as the `__all__` of each room's package says."""
    return {path.parent.name: door(path) for path in sorted((root / PACKAGE).glob("*/__init__.py"))
            if path.parent.name not in FLOORS}


def door(path):
    """The names in `__all__` of a package, read without importing it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__":
            return ast.literal_eval(node.value)
    return []


def faults(graph, rooms, doors):
    """A sentence for each wrong arrow. `rooms` are the chapters', in order; `doors` say what each shows to others."""
    found = [f"{name}: no chapter has this name, and no floor" for name in sorted({part(module) for module in graph})
             if name not in FLOORS and name not in rooms]
    for name in sorted(graph):
        for target in sorted(graph[name]):
            if wrong := fault(name, target, rooms, doors):
                found.append(f"{name} imports {target}: {wrong}")
    for room, shown in sorted(doors.items()):
        found += [f"{room}.{name} is shown to other rooms, and needs an engine" for name in shown
                  if any(part(other) == "engines" for other in reached(graph, f"{room}.{name}"))]
    return found + circle(graph)


def fault(name, target, rooms, doors):
    """What is wrong with this arrow, or None."""
    here, there = part(name), part(target)
    if here == there or here not in [*FLOORS, *rooms]:
        return None
    if here in FLOORS:
        return None if any(within(target, floor) for floor in FLOORS[here]) else f"{here} stands below, or apart"
    if there in FLOORS:
        allowed = CELLS if name == f"{here}.cells" else ROOM
        return None if there in allowed else f"a room stands on {', '.join(allowed)}"
    if there in rooms and rooms.index(there) > rooms.index(here):
        return "its chapter comes later"
    shown = target == there or target.rpartition(".")[2] in doors.get(there, ())
    return None if shown else f"that is the inside of {there}"


def circle(graph):
    """The first circle of modules, as a list of one sentence; an empty list where there is none."""
    try:
        TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)}).prepare()
    except CycleError as error:
        return [f"a circle: {' <- '.join(error.args[1])}"]
    return []


def part(name):
    """The floor or room of a module."""
    return "show.jupyter" if within(name, "show.jupyter") else name.partition(".")[0]


def reached(graph, name):
    """All modules that this one imports, directly or through others."""
    waiting, found = [name], set()
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def main():
    drawn = graph()
    for floor in [*FLOORS, *chapters()]:
        modules = [name for name in drawn if part(name) == floor]
        below = {part(target) for name in modules for target in drawn[name]} - {floor}
        if modules:
            print(f"{floor:18} {len(modules):3} modules   <- {', '.join(sorted(below)) or 'nothing'}")
    for wrong in faults(drawn, list(chapters()), doors()):
        print(wrong)


if __name__ == "__main__":
    main()
