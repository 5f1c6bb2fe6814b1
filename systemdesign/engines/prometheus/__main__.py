"""Bring Prometheus where it is missing and can be had: python -m systemdesign.engines.prometheus."""

import sys

from systemdesign.engines.child.errors import EngineMissing
from systemdesign.engines.child.installed import available
from systemdesign.engines.prometheus import debian


def main():
    """Say which one is here, after unpacking one if there was none; or what to do instead."""
    try:
        if not available("prometheus"):
            debian.unpack()
    except EngineMissing as missing:
        sys.exit(str(missing))
    found = available("prometheus")
    print(f"{found.reason}: {found.program}" if found else found.reason)


if __name__ == "__main__":
    main()
