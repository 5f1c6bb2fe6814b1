"""Python's own guard: what an answer does to it opens no file, with the kernel's filter behind it."""

import pytest

READ = "\nopen(WITNESS).read()"
FOUND = "import gc\nhooks = [f for f in gc.get_objects() if getattr(f, '__name__', '') == 'hook']\nassert hooks\n"
NO = "lambda *a, **k: None"

BREACHES = {
    "its tables emptied": (
        "import sys\nc = sys.modules['systemdesign.grading.examinee.confine']\nc.CLOSED.clear()\n"
        "c.UNIMPORTABLE.clear()\n"
        "import os\nos.truncate(WITNESS, 0)"
    ),
    "its tables found": (
        "import gc\nfor x in gc.get_objects():\n    if type(x) is set and 'os' in x: x.clear()\nimport os\n"
        "os.stat(WITNESS)\n"
        "os.listdir(FOLDER)"
    ),
    "its defaults": FOUND + "for f in hooks: f.__defaults__ = (set(), set(), Exception, object, '')" + READ,
    "its code": FOUND
    + "for f in hooks: f.__code__ = (lambda *a: None).__code__.replace(co_freevars=f.__code__.co_freevars)"
    + READ,
    "its cells": FOUND + "for f in hooks:\n    for c in f.__closure__ or (): c.cell_contents = ('/',)" + READ,
    "its trace": (FOUND + f"import sys\nfor f in hooks: f.__cantrace__ = True\nsys.settrace({NO})" + READ),
    "a trace that jumps": (
        "import sys\ndef trace(frame, event, arg):\n"
        "    if frame.f_code.co_name == 'hook': frame.f_lineno += 9\n    return trace\n"
        "sys.settrace(trace)" + READ
    ),
    "a profile": f"import sys\nsys.setprofile({NO})" + READ,
    "a hook before it": f"import sys\nsys.addaudithook({NO})" + READ,
    "a hook that raises": (
        "import sys\ndef hook(*a):\n    raise KeyError\nsys.addaudithook(hook)\n"
        "try: open(WITNESS)\nexcept KeyError: pass\nopen(WITNESS)"
    ),
    "no error to raise": "import builtins\nbuiltins.PermissionError = None" + READ,
    "a deep stack": "import sys\ndef f():\n    try: f()\n    except RecursionError: open(WITNESS).read()\nf()",
    "no memory": "x = []\ntry:\n    while True: x.append(bytes(10**6))\nexcept MemoryError: pass\nopen(WITNESS).read()",
    "a path of bytes": "open(WITNESS.encode()).read()",
    "a path that lies": (
        "import sys\nclass Path(str):\n    def startswith(self, *a): return True\n"
        "    def __contains__(self, x): return False\n"
        "    __class__ = str\nopen(Path(WITNESS)).read()"
    ),
    "an object for a path": "class A:\n    def __fspath__(self): return WITNESS\nopen(A()).read()",
    "a path that goes up": "import os\nopen(os.path.dirname(os.__file__) + '/../../../..' + WITNESS).read()",
    "a path round about": "import os\nopen(os.path.dirname(os.__file__) + '/./.././../../..//' + WITNESS).read()",
    "a number for a path": (
        "for n in range(3, 64):\n    try: open(n, 'rb', closefd=False).read(1)\n"
        "    except OSError as e: kept = e\n    else: break\nelse: raise kept"
    ),
    "an opener": "import os\nopen('x', opener=lambda *a: os.open(WITNESS, 0)).read()",
    "the classes below": (
        "next(c for c in object.__subclasses__() if c.__name__ == '_IOBase').__subclasses__()\nimport io\n"
        "io.FileIO(WITNESS)"
    ),
    "the builtins of a frame": "import sys\nsys._getframe().f_builtins['open'](WITNESS).read()",
    "the builtins of the judge's": (
        "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\nf.f_globals['__builtins__'].open(WITNESS)"
    ),
    "os loaded again": "import importlib, os\nimportlib.reload(os).stat(WITNESS)\nos.listdir(FOLDER)",
    "a built-in made anew": (
        "import _imp, importlib.machinery as m\n_imp.create_builtin(m.ModuleSpec('posix', None)).open(WITNESS, 0)"
    ),
    "a library loaded by hand": (
        "import importlib.machinery as m, importlib.util as u, glob, sysconfig\n"
        "abi = sysconfig.get_config_var('SOABI')\n"
        "path = sysconfig.get_path('platstdlib') + f'/lib-dynload/_ctypes.{abi}.so'\n"
        ""
        "u.module_from_spec(u.spec_from_file_location('_ctypes', path))"
    ),
    "ctypes that is there already": "import sys\nsys.modules['_ctypes'].dlopen(None, 2)",
    "ctypes that is hidden": (
        "import gc\nc = [x for x in gc.get_objects() if getattr(x, '__name__', '') == 'CDLL'][0]\nc(None).getpid()"
    ),
    "ctypes that the filter was made with": (
        "import sys\nsys.modules['systemdesign.grading.examinee.seccomp'].ctypes.CDLL(None).getpid()"
    ),
    "ctypes that another has": "import multiprocessing.sharedctypes as s\ns.ctypes.CDLL(None).getpid()",
    "an import as another's": "import importlib\nimportlib.import_module('_ctypes').dlopen(None, 2)",
    "an import by its loader": "import ctypes\nctypes.CDLL(None).getpid()",
    "an interpreter within": "import _xxsubinterpreters as s\ns.run_string(s.create(), f'open({WITNESS!r}).read()')",
    "an interpreter of the newer kind": (
        "import _interpreters as s\ns.run_string(s.create(), f'open({WITNESS!r}).read()')\nopen(WITNESS)"
    ),
    "a script sent to the judge": "import os, sys\nsys.remote_exec(os.getppid(), WITNESS)",
    "code that was marshalled": (
        "import marshal\nexec(marshal.loads(marshal.dumps(compile(f'open({WITNESS!r}).read()', 'a', 'exec'))))"
    ),
    "a pickle": "import pickle\npickle.loads(b'cposix\\nopen\\n(V' + WITNESS.encode() + b'\\nI0\\ntR.')",
    "a finaliser": "import weakref\nclass A: pass\na = A()\nweakref.finalize(a, open, WITNESS)()",
    "a thread": (
        "import threading\nfound = []\nx = threading.Thread(target=lambda: found.append(open(WITNESS)))\n"
        "x.start()\nx.join()\nassert found"
    ),
    "an exit handler": (
        "import atexit\natexit.register(lambda: (open(WITNESS).read(), print('GAINED')))\nraise SystemExit"
    ),
    "a hook of errors": (
        "import sys\nsys.excepthook = sys.unraisablehook = lambda *a: (open(WITNESS), print('GAINED'))\n"
        "class A:\n    def __del__(self): open(WITNESS)\nA()\nraise SystemExit"
    ),
    "a breakpoint": "import os\nos.environ['PYTHONBREAKPOINT'] = 'os.listdir'\nbreakpoint(FOLDER)",
    "memory that was corrupted": (
        "def f(): pass\nimport types\nc = f.__code__\n"
        "f.__code__ = c.replace(co_code=bytes([100, 255, 83, 0]), co_consts=())\nf()\n"
        "open(WITNESS)"
    ),
}


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", BREACHES)
def test_what_is_done_to_the_guard_opens_nothing(attacked, name):
    attacked(name, BREACHES[name] + "\nprint('GAINED')")
