"""Signals: an answer sends none, to nobody, by no way, and none in the name of a descriptor."""

import pytest

C = "import ctypes, os\nlibc = ctypes.CDLL(None)\n"
OWNED = """
import fcntl, os, struct
for descriptor in range(64):
    try:
        fcntl.fcntl(descriptor, {what})
    except OSError as error:
        refused = error
    else:
        break
else:
    raise refused
"""

BREACHES = {
    "to the judge": "import os\nos.kill(os.getppid(), 0)",
    "to the judge's group": "import os\nos.killpg(os.getpgid(os.getppid()), 0)",
    "to everybody": "import os\nos.kill(-1, 0)",
    "to its own group": "import os\nos.kill(0, 0)",
    "to a bystander": "import os\nos.kill(PID, 9)",
    "a stop to a bystander": "import os, signal\nos.kill(PID, signal.SIGSTOP)",
    "by another name": "import posix\nposix.kill(PID, 9)",
    "by a descriptor of the process": "import os, signal\nsignal.pidfd_send_signal(os.pidfd_open(PID), 9)",
    "a descriptor of the judge": "import os\nos.pidfd_open(os.getppid())",
    "to itself": "import signal\nsignal.raise_signal(signal.SIGCHLD)",
    "to its thread": "import signal, threading\nsignal.pthread_kill(threading.get_ident(), 0)",
    "the owner of a descriptor": OWNED.format(what="fcntl.F_SETOWN, PID"),
    "the judge as the owner of a descriptor": OWNED.format(what="fcntl.F_SETOWN, os.getppid()"),
    "the owner by the newer call": OWNED.format(what="15, struct.pack('ii', 1, PID)"),
    "the signal of a descriptor": OWNED.format(what="10, 9"),
    "a lease of a descriptor": OWNED.format(what="fcntl.F_SETFL, os.O_NONBLOCK"),
    "an alarm": "import signal\nsignal.alarm(100)",
    "a timer": "import signal\nsignal.setitimer(signal.ITIMER_REAL, 100)",
    "C's kill": f"{C}assert libc.kill(PID, 9) == 0",
    "the call tkill": f"{C}assert libc.syscall(200, PID, 9) == 0",
    "the call tgkill": f"{C}assert libc.syscall(234, PID, PID, 9) == 0",
    "a queued signal": f"{C}assert libc.sigqueue(PID, 9, None) == 0",
    "a debugger": f"{C}assert libc.ptrace(0x4206, PID, 0, 0) == 0",
    "the memory of another": (
        f"{C}room = (ctypes.c_char * 8)()\npiece = (ctypes.c_size_t * 2)(ctypes.addressof(room), 8)\n"
        "assert libc.process_vm_readv(os.getpid(), piece, 1, piece, 1, 0) == 8"
    ),
}
ENDS = {
    "stops itself": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "stops by raising": "import signal\nsignal.raise_signal(signal.SIGSTOP)",
    "kills itself": "import os\nos.kill(os.getpid(), 9)",
    "ignores every signal": (
        "import signal\nfor number in set(signal.valid_signals()) - {9, 19}:\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass"
    ),
    "blocks every signal": "import signal\nsignal.pthread_sigmask(0, signal.valid_signals())\nwhile True: pass",
    "aborts": "import os\nos.abort()",
    "reads from nowhere": "import ctypes\nctypes.string_at(0)",
    "leaves": "import os\nos._exit(0)",
    "leaves with a code": "import os\nos._exit(137)",
}


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", BREACHES)
def test_no_signal_is_sent(attacked, name):
    attacked(name, BREACHES[name] + "\nprint('GAINED')")


@pytest.mark.parametrize("name", ENDS)
def test_whoever_ends_or_stops_himself_has_no_points(attacked, name):
    attacked(name, ENDS[name])
