"""Temporary folders on a disk: many systems keep /tmp in memory, where a sync costs nothing."""

import os
import tempfile
from pathlib import Path

ON_DISK = "/var/tmp"  # its files outlive a restart: Filesystem Hierarchy Standard 3.0, 5.15


def place():
    """TMPDIR if somebody chose it, else /var/tmp, else the usual place of temporary files."""
    chosen = os.environ.get("TMPDIR") or not os.access(ON_DISK, os.W_OK)
    return Path(tempfile.gettempdir() if chosen else ON_DISK).resolve()


def folder(prefix):
    """A temporary folder there, as a context manager, whose name begins so."""
    return tempfile.TemporaryDirectory(prefix=prefix, dir=place(), ignore_cleanup_errors=True)
