"""Grading: run a lab's answers in a process of their own, judge them from outside, report.

How a verdict comes about. `grader` takes the answer cells from the student's notebook and puts them among the
given cells of the solution; of the other answers a part has the imports and helpers that it uses (`borrowing`), and
no more, so that a mistake there costs nothing here. For each part `judges` forks a judge, which runs the part's
pytest checks and starts one `process` for the student's code. The two share a virtual time (`remote` here, `examinee`
there) and speak JSON over a socket: servers, faults, clocks and verdicts stay with the judge, so that what student
code patches, prints, overwrites or sends is an answer at most, never a verdict.

What holds the student's process: limits on memory, processor time, output and the size of a message; a real-time
limit per step and per part; on Linux seccomp (no processes, signals or sockets) and Landlock (reads Python and a
copy of systemdesign.kernel and systemdesign.sim, writes nothing), as root and as an ordinary user; everywhere
Python's audit hook, which refuses the same; the process group is killed at the end.

What does not. Where there is no Landlock or seccomp (macOS, other processors) the audit hook alone guards files, and
whoever breaks Python itself, by corrupting its memory, gets past it and acts as the user who grades; as an ordinary
user RLIMIT_NPROC still stops new processes. macOS enforces no memory limit, so the judge looks at the process twice
a second. Nobody is kept from editing this package, the checks or the solutions on their own machine: a grade that
matters is one from a machine of the teacher's. Code that behaves well only for the checks' fixed seeds is not found
out, nor is code that reaches into what a module of the judge's plays beside it (by closures or `gc`): such a module
holds nothing that answers are judged by, but it is their world. Windows is not supported.
"""
