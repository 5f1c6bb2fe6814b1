"""Every benchmark, or those named: python -m benchmarks [kernel jupyter ...]"""

import sys
from importlib import import_module
from pathlib import Path


def benchmarks():
    """The modules of this folder that measure something, by name."""
    stems = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    modules = {stem: import_module(f"benchmarks.{stem}") for stem in stems}
    return {stem: module for stem, module in modules.items() if hasattr(module, "main")}


def main(names):
    """Run them one after the other; 1 if any missed its bar, 2 if there is none of that name."""
    found = benchmarks()
    unknown = [name for name in names if name not in found]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(found)}.", file=sys.stderr)
        return 2
    return max([found[name].main() or 0 for name in names or found], default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
