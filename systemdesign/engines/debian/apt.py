"""apt-get and dpkg-deb, asked for packages that are not to be installed."""

import subprocess
import tarfile
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from systemdesign.engines.child.errors import EngineMissing


def apt(folder, *words):
    """What apt-get says against it, or "". It works in `folder`."""
    # The user whom root's apt-get becomes may not enter the folder: that it stays root is said here, not warned of.
    command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "-o", "Acquire::http::Timeout=20", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return (done.stderr.strip() or f"(nothing, with exit code {done.returncode})") if done.returncode else ""


def own(folder):
    """Options for lists of packages of our own, in `folder`: those of the system stay as they are."""
    Path(folder, "lists", "partial").mkdir(parents=True, exist_ok=True)
    return ["-o", f"Dir::State::Lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"]


def downloaded(folder, *packages):
    """The packages' paths: by the system's list of packages, or by a new one of our own where that does not help."""
    aside = own(folder)
    if apt(folder, "download", *packages):
        refused = apt(folder, "update", *aside) or apt(folder, "download", *packages, *aside)
        if refused:
            raise EngineMissing(f"apt-get cannot bring the package; is its mirror in reach? It says:\n{refused}")
    return sorted(Path(folder).glob("*.deb"))


def unpacked(package, patterns):
    """{name: bytes} of those of a package's files whose path is like one of the `patterns`, by their last name.

    A link has the bytes of the file beside it that it leads to.
    """
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}  # it complains when not all is read
    found, links = {}, {}
    with (subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], **quiet) as made,
          tarfile.open(fileobj=made.stdout, mode="r|") as files):
        for file in files:
            if not any(fnmatch(file.name, pattern) for pattern in patterns):
                continue
            if file.issym():
                links[PurePosixPath(file.name).name] = PurePosixPath(file.linkname).name
            else:
                found[PurePosixPath(file.name).name] = files.extractfile(file).read()
    return found | {name: found[target] for name, target in links.items() if target in found}
