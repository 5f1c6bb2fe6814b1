"""Compile Python for the page, inside the Pyodide that will run it (same magic number)."""

import json
import sys
import zipfile
from importlib import _bootstrap_external as bytecode
from pathlib import Path

LIBRARY, ROOT, OUT = "/lib/python314.zip", "/root", Path("/out")
FIRST = (1980, 1, 1, 0, 0, 0)


def evaluated(bundle):
    """Run every experiment once; afterwards `sys.modules` names what the chapter needs."""
    from systemdesign.chapters import bridge

    text = json.dumps(bundle)
    for experiment in bundle["experiments"]:
        answer = json.loads(bridge.evaluate(text, experiment))
        if "error" in answer:
            raise RuntimeError(f"{bundle['chapter']}, {experiment}: {answer['error']['detail']}")


def used():
    """{module: file} of what is loaded now from the library's zip or from the course."""
    origins = {n: getattr(m.__spec__, "origin", None) or "" for n, m in list(sys.modules.items()) if m.__spec__}
    return {name: origin for name, origin in origins.items() if origin.startswith((LIBRARY, ROOT))}


def inside(origins):
    """Their names in the library's zip."""
    return {o.removeprefix(f"{LIBRARY}/") for o in origins if o.startswith(LIBRARY)}


def compiled(source, name, optimize):
    """Unchecked-hash bytecode: the same bytes at every build."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    return bytes(bytecode._code_to_hash_pyc(code, b"\0" * 8, checked=False))


def archive(path, files):
    """A stored zip of compiled files: the server's compression beats deflate, and loading is faster."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(files):
            out.writestr(zipfile.ZipInfo(f"{name}c", FIRST), files[name])


def library():
    """{name: source} of the standard library as Pyodide ships it."""
    with zipfile.ZipFile(LIBRARY) as shipped:
        names = [n for n in shipped.namelist() if n.endswith(".py")]
        return {name: shipped.read(name) for name in names}


def of_library(names):
    """The library's files, compiled without docstrings."""
    sources = library()
    return {name: compiled(sources[name], f"{LIBRARY}/{name}", 2) for name in names & sources.keys()}


def of_course(names):
    """The course's files, compiled as they are."""
    return {name: compiled(Path(ROOT, name).read_bytes(), f"/{name}", 0) for name in names}


def package(name):
    return name.partition("/")[0]


def split(names, first):
    """The names that the second part holds: the rest, and whole packages where one was split."""
    rest = set(names) - first
    torn = {package(n) for n in rest if "/" in n}
    return {n for n in names if n in rest or package(n) in torn}


def write_library(first):
    """The first part: what the shared modules load. A chapter never changes it."""
    folder = OUT / "library"
    folder.mkdir()
    archive(folder / "library.zip", of_library(first))
    archive(folder / "rest.zip", of_library(split(library().keys(), first)))


def write_room(room, first):
    """A chapter's own modules, and what more it loads of the library; a package of the first part is never torn."""
    before = used()
    evaluated(room["bundle"])
    now = used()
    whole = {package(name) for name in first}
    own = {name for name in inside(now.values()) - first if package(name) not in whole}
    archive(OUT / room["bundle"]["chapter"], of_course(room["modules"]) | of_library(own))
    for name in now.keys() - before.keys():
        del sys.modules[name]  # the next chapter starts as if it were alone


def main(wanted):
    """`wanted`: {"start": what the page's worker runs, "library": wanted?, "course": modules or null, "rooms"}."""
    sys.path.append(ROOT)
    exec(wanted["start"], {})
    first = inside(used().values())
    if wanted["library"]:
        write_library(first)
    if wanted["course"]:
        start = {"start.py": compiled(wanted["start"], "/start.py", 0)}
        archive(OUT / "course", of_course(wanted["course"]) | start)
    for room in wanted["rooms"]:
        write_room(room, first)
