"""Refuse files that are too heavy for a repository: what can be built or fetched is not committed."""

import sys
from pathlib import Path

MOST = 500_000


def heavy(paths):
    """A sentence for each file of more than MOST bytes."""
    sizes = [(path, Path(path).stat().st_size) for path in paths]
    return [f"{path} has {size // 1000} kB, and {MOST // 1000} are the most" for path, size in sizes if size > MOST]


if __name__ == "__main__":
    sys.exit("\n".join(heavy(sys.argv[1:])) or 0)
