"""Compile Python's library for the page, inside the Pyodide that will run it (same magic number)."""

import json
import sys
import zipfile
from importlib import _bootstrap_external as bytecode
from pathlib import Path

LIBRARY = "/lib/python314.zip"
FIRST = (1980, 1, 1, 0, 0, 0)


def evaluated(bundles):
    """Run every experiment once; afterwards `sys.modules` names what the page needs first."""
    from systemdesign.show import page

    for bundle in map(json.dumps, bundles):
        for experiment in json.loads(page.experiments(bundle)):
            answer = json.loads(page.evaluate(bundle, experiment["name"]))
            if "error" in answer:
                raise RuntimeError(f"{experiment['name']}: {answer['error']['detail']}")


def used():
    """The library's files that are loaded now, as names in its zip."""
    origins = [getattr(m.__spec__, "origin", None) for m in list(sys.modules.values()) if m.__spec__]
    return {o.removeprefix(f"{LIBRARY}/") for o in origins if o and o.startswith(LIBRARY)}


def compiled(source, name, optimize):
    """Unchecked-hash bytecode: the same bytes at every build."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    return bytes(bytecode._code_to_hash_pyc(code, b"\0" * 8, checked=False))


def archive(path, files):
    """A stored zip of compiled files: the server's compression beats deflate, and loading is faster."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(files):
            out.writestr(zipfile.ZipInfo(name, FIRST), files[name])


def library():
    """{name: source} of the standard library as Pyodide ships it."""
    with zipfile.ZipFile(LIBRARY) as shipped:
        names = [n for n in shipped.namelist() if n.endswith(".py")]
        return {name: shipped.read(name) for name in names}


def split(names, first):
    """The names that the second part holds: the rest, and whole packages where one was split."""
    rest = set(names) - first
    torn = {n.partition("/")[0] for n in rest if "/" in n}
    return {n for n in names if n in rest or n.partition("/")[0] in torn}


def write_library(out):
    sources = library()
    first = used() & sources.keys()
    compressed = {n: compiled(s, f"{LIBRARY}/{n}", 2) for n, s in sources.items()}
    parts = {"library.zip": first, "rest.zip": split(sources, first)}
    for part, names in parts.items():
        archive(out / part, {f"{n}c": compressed[n] for n in names})
    return len(first)


def write_course(root, out):
    files = [p for room in ("sim", "patterns", "theory", "show") for p in (root / room).rglob("*.py")]
    named = {str(p.relative_to(root.parent)): p for p in [root / "__init__.py", *files]}
    archive(out / "course.zip",
            {f"{n}c": compiled(p.read_bytes(), f"/{n}", 0) for n, p in named.items()})


def main(root, out, bundles):
    sys.path.append(root)
    evaluated(bundles)
    write_course(Path(root) / "systemdesign", Path(out))
    return write_library(Path(out))
