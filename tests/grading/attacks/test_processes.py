"""Other programs and processes: none can be started, by whatever way Python or the kernel has."""

import pytest

HERE = "import os, sys\n"
FORKED = "\nif not child:\n    os._exit(0)\n"
C = "import ctypes, os\nlibc = ctypes.CDLL(None)\n"
WRITTEN = """
import ctypes, mmap, os
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write({code})
child = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
if not child:
    os._exit(0)
assert child > 0
"""
INTEL, OLD = rb"b'\xb8\x39\x00\x00\x00\x0f\x05\xc3'".decode(), rb"b'\xb8\x02\x00\x00\x00\xcd\x80\xc3'".decode()

BREACHES = {
    "fork": f"{HERE}child = os.fork(){FORKED}",
    "forkpty": f"{HERE}child, _ = os.forkpty(){FORKED}",
    "fork by another name": f"import os, posix\nchild = posix.fork(){FORKED}",
    "pty.fork": f"import os, pty\nchild, _ = pty.fork(){FORKED}",
    "system": f"{HERE}assert os.system('true') == 0",
    "system in the background": f"{HERE}assert os.system('sleep 9 > /dev/null 2>&1 &') == 0",
    "popen": f"{HERE}assert os.popen('echo a').read()",
    "posix_spawn": f"{HERE}os.posix_spawn(sys.executable, [sys.executable, '-c', ''], {{}})",
    "posix_spawnp": f"{HERE}os.posix_spawnp('true', ['true'], {{}})",
    "spawnv": f"{HERE}assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, '-c', '']) == 0",
    "exec": f"{HERE}os.execv(sys.executable, [sys.executable, '-c', 'print(\"GAINED\")'])",
    "execve": f"{HERE}os.execve(sys.executable, [sys.executable, '-c', 'print(\"GAINED\")'], {{}})",
    "subprocess": f"{HERE}import subprocess\nsubprocess.run([sys.executable, '-c', ''], check=True)",
    "a shell": "import subprocess\nsubprocess.check_output('echo a', shell=True)",
    "what subprocess itself calls": (
        "import os, subprocess, sys\nimport _posixsubprocess\nsubprocess._fork_exec = _posixsubprocess.fork_exec\n"
        "subprocess.run([sys.executable, '-c', ''], check=True)"
    ),
    "the built-in module made anew": (
        "import importlib.machinery as m, importlib.util as u, os\n"
        f"child = u.module_from_spec(m.ModuleSpec('posix', m.BuiltinImporter)).fork(){FORKED}"
    ),
    "multiprocessing": "import multiprocessing as m\nm.get_context('fork').Process(target=print).start()",
    "a pool of processes": (
        "from concurrent.futures import ProcessPoolExecutor as Pool\nimport multiprocessing as m\n"
        "Pool(1, m.get_context('fork')).submit(abs, 3).result()"
    ),
    "asyncio": (
        "import asyncio, sys\nasync def main():\n"
        "    await (await asyncio.create_subprocess_exec(sys.executable, '-c', '')).wait()\nasyncio.run(main())"
    ),
    "C's fork": f"{C}child = libc.fork()\nassert child >= 0{FORKED}",
    "C's system": f"{C}assert libc.system(b'true') == 0",
    "the call clone": f"{C}child = libc.syscall(56, 17, 0, 0, 0, 0)\nassert child >= 0{FORKED}",
    "the call clone3": (
        f"{C}room = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17)\n"
        f"child = libc.syscall(435, room, ctypes.sizeof(room))\nassert child >= 0{FORKED}"
    ),
    "code of its own": WRITTEN.format(code=INTEL),
    "the calls of another machine": WRITTEN.format(code=OLD),
}
BOMBS = {
    "a bomb of forks": "import os\nwhile True:\n    os.fork()",
    "a bomb that catches": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "a bomb of programs": "import subprocess, sys\nwhile True: subprocess.Popen([sys.executable, '-c', 'input()'])",
}


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", BREACHES)
def test_no_process_is_started(attacked, name):
    attacked(name, BREACHES[name] + "\nprint('GAINED')")


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(attacked, name):
    attacked(name, BOMBS[name])
