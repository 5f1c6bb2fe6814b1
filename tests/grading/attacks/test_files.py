"""Files: none is read, written, made, moved, renamed or looked at, by whatever way Python has."""

import pytest

OS = "import os\n"
C = "import ctypes, os\nlibc = ctypes.CDLL(None)\n"
SOCKETS = {
    "a socket": "import socket\nsocket.socket()",
    "a pair of sockets": "import socket\nsocket.socketpair()",
    "a socket by another name": "import _socket\n_socket.socket()",
    "a server": "import socket\nsocket.create_server(('127.0.0.1', 0))",
    "a name server": "import socket\nsocket.getaddrinfo('localhost', 80)",
    "a pipe": f"{OS}os.pipe()",
    "a terminal": f"{OS}os.openpty()",
    "a file in memory": f"{OS}os.memfd_create('a')",
    "an event": f"{OS}os.eventfd(1)",
    "a new event loop": "import asyncio\nasyncio.SelectorEventLoop()",
}
READS = {
    "open": "open(WITNESS).read()",
    "a path": "import pathlib\npathlib.Path(WITNESS).read_text()",
    "os.open": f"{OS}os.read(os.open(WITNESS, os.O_RDONLY), 9)",
    "os.open without rights": f"{OS}os.open(WITNESS, os.O_PATH)",
    "FileIO": "import io\nio.FileIO(WITNESS)",
    "open by another name": "import _io\n_io.open(WITNESS)",
    "open_code": "import io\nio.open_code(WITNESS)",
    "posix": "import posix\nposix.open(WITNESS, 0)",
    "codecs": "import codecs\ncodecs.open(WITNESS)",
    "linecache": "import linecache\nassert linecache.getlines(WITNESS)",
    "tokenize": "import tokenize\ntokenize.open(WITNESS)",
    "fileinput": "import fileinput\nassert list(fileinput.input([WITNESS]))",
    "a loader": "import importlib.machinery as m\nm.SourceFileLoader('a', WITNESS).get_data(WITNESS)",
    "a finder": (
        "import importlib.machinery as m\n"
        "assert m.FileFinder(FOLDER, (m.SourceFileLoader, ['.txt'])).find_spec('witness')"
    ),
    "a module in a file": "import runpy\nopen(WITNESS, 'w').write('')\nrunpy.run_path(WITNESS)",
    "a folder": f"{OS}os.listdir(FOLDER)",
    "a folder's entries": f"{OS}list(os.scandir(FOLDER))",
    "a walk": f"{OS}assert list(os.walk(FOLDER))",
    "glob": "import glob\nassert glob.glob(FOLDER + '/*')",
    "a status": f"{OS}os.stat(WITNESS)",
    "whether it is there": f"{OS}assert os.path.exists(WITNESS)",
    "whether it may": f"{OS}assert os.access(WITNESS, os.R_OK)",
    "a link's end": f"{OS}assert os.path.realpath('/proc/self/exe') != '/proc/self/exe'",
    "an attribute": f"{OS}os.listxattr(WITNESS)",
    "the room": f"{OS}os.statvfs(WITNESS)",
    "the environment of the judge": "open(f'/proc/{__import__(\"os\").getppid()}/environ', 'rb').read()",
    "its own memory": "open('/proc/self/mem', 'rb')",
    "its own map": "open('/proc/self/maps')",
    "a device": "open('/dev/null')",
    "the passwords": "import pwd\nassert pwd.getpwall()",
    "C's open": f"{C}assert libc.open(WITNESS.encode(), 0) >= 0",
    "the call openat2": f"{C}assert libc.syscall(437, -100, WITNESS.encode(), (ctypes.c_uint64 * 3)(), 24) >= 0",
    "the call name_to_handle": (
        f"{C}libc.name_to_handle_at(-100, WITNESS.encode(), (ctypes.c_uint32 * 40)(128), (ctypes.c_int)(), 0)\n"
        f"os.kill(0, 0)"
    ),
    "the folder that it is in": f"{OS}os.getcwd()",
}
WRITES = {
    "open": "open(WITNESS, 'w')",
    "append": "open(WITNESS, 'a').write('a')",
    "empty": f"{OS}os.open(WITNESS, os.O_TRUNC)",
    "empty while reading": f"{OS}os.open(WITNESS, os.O_RDONLY | os.O_TRUNC)",
    "empty by another name": "import posix\nposix.open(WITNESS, posix.O_RDONLY | posix.O_TRUNC)",
    "truncate": f"{OS}os.truncate(WITNESS, 0)",
    "chmod": f"{OS}os.chmod(WITNESS, 0)",
    "chown": f"{OS}os.chown(WITNESS, os.getuid(), os.getgid())",
    "utime": f"{OS}os.utime(WITNESS, (0, 0))",
    "link": f"{OS}os.link(WITNESS, FOLDER + '/a')",
    "symlink": f"{OS}os.symlink(WITNESS, FOLDER + '/a')",
    "rename": f"{OS}os.rename(WITNESS, FOLDER + '/a')",
    "replace": f"{OS}os.replace(WITNESS, FOLDER + '/a')",
    "unlink": f"{OS}os.unlink(WITNESS)",
    "pathlib's unlink": "import pathlib\npathlib.Path(WITNESS).unlink()",
    "mkdir": f"{OS}os.mkdir(FOLDER + '/a')",
    "mkfifo": f"{OS}os.mkfifo(FOLDER + '/a')",
    "mknod": f"{OS}os.mknod(FOLDER + '/a')",
    "an attribute": f"{OS}os.setxattr(WITNESS, 'user.a', b'')",
    "a whole tree": "import shutil\nshutil.rmtree(FOLDER)",
    "a copy": "import shutil\nshutil.copy(WITNESS, FOLDER + '/a')",
    "a temporary file": "import tempfile\ntempfile.TemporaryFile(dir=FOLDER)",
    "a temporary folder": "import tempfile\ntempfile.mkdtemp(dir=FOLDER)",
    "a log": "import logging\nlogging.FileHandler(WITNESS)",
    "a database": "import sqlite3\nsqlite3.connect(FOLDER + '/a').execute('create table a (b)')",
    "a dbm": "import dbm.dumb\ndbm.dumb.open(FOLDER + '/a', 'c')['a'] = 'b'",
    "a shelf": "import shelve\nshelve.open(FOLDER + '/a')['a'] = 1",
    "an archive": "import zipfile\nzipfile.ZipFile(FOLDER + '/a', 'w').close()",
    "a squeezed file": "import gzip\ngzip.open(FOLDER + '/a', 'w')",
    "a module's cache": "import py_compile\npy_compile.compile(WITNESS, FOLDER + '/a', doraise=True, quiet=2)",
    "shared memory": (
        "from multiprocessing import shared_memory as s\nfound = s.SharedMemory(create=True, size=8)\nfound.unlink()"
    ),
    "shared memory by another name": (
        "import _posixshmem, os\nname = f'/attack-{os.getpid()}'\n_posixshmem.shm_open(name, os.O_CREAT | os.O_RDWR)\n"
        "_posixshmem.shm_unlink(name)"
    ),
    "a named semaphore": (
        "import _multiprocessing as m, os\nname = f'/attack-{os.getpid()}'\nm.SemLock(0, 0, 1, name, True)"
    ),
    "another folder": f"{OS}os.chdir(FOLDER)",
    "another root": f"{OS}os.chroot('/')",
    "a mask": f"{OS}os.umask(0)",
    "from file to file": f"{OS}a, b = os.open(WITNESS, 0), os.open(WITNESS, 1)\nos.sendfile(b, a, 0, 9)",
    "range to range": f"{OS}a, b = os.open(WITNESS, 0), os.open(WITNESS, 1)\nos.copy_file_range(a, b, 4, 0, 9)",
    "a map of a file": "import mmap\nfile = open(WITNESS, 'r+b')\nmmap.mmap(file.fileno(), 0)[:1] = b'a'",
    "its own output cut": f"{OS}os.ftruncate(1, 0)\nos.lseek(1, 0, 0)",
    "C's unlink": f"{C}assert libc.unlink(WITNESS.encode()) == 0",
    "a lock": "import fcntl\nfcntl.flock(1, fcntl.LOCK_EX)",
    "the system's log": "import syslog\nsyslog.openlog('attack')\nsyslog.closelog()\nopen(WITNESS, 'a')",
}

COPIED = {
    "emptied": "os.open(path, os.O_RDONLY | os.O_TRUNC)",
    "emptied by its name": "os.truncate(path, 0)",
    "changed": "open(path, 'a').write('a')",
    "taken away": "os.unlink(path)",
}
"""What may be done to the copy of the course that a student's process runs from."""


@pytest.mark.parametrize("name", SOCKETS)
def test_no_line_is_opened(attacked, name):
    attacked(name, SOCKETS[name] + "\nprint('GAINED')")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", READS)
def test_nothing_is_read(attacked, name):
    attacked(f"reads: {name}", READS[name] + "\nprint('GAINED')")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_written(attacked, name):
    attacked(f"writes: {name}", WRITES[name] + "\nprint('GAINED')")


@pytest.mark.parametrize("name", COPIED)
def test_the_code_that_the_process_runs_from_is_not(attacked, name):
    path = "import os, sys\npath = sys.path[0] + '/systemdesign/__init__.py'\nassert path.startswith(PASSING)\n"
    attacked(f"its own code: {name}", path + COPIED[name] + "\nprint('GAINED')")
