"""Grading: run a lab's answers in a process of their own, judge them from outside, report.

How a verdict comes about. The command begins Python anew, where no variable, folder or module of the user's counts.
`grader` finds the answers in the student's notebook (`finding`), a regular file of at most 8 MB, and puts them among
the given cells of the solution; of the other cells a part has the imports and helpers it uses (`borrowing`), and no
more, so that a mistake there costs nothing here. `judges` starts one process (`bench`), which forks a judge for each
part, watches it, and ends all that is left of it, also when the grader is killed. A judge runs the part's pytest checks
and starts one `process` for the student's code. The two share a virtual time (`remote` here, `examinee` there) and
speak JSON over a socket: servers, faults, clocks and verdicts stay with the judge, so that what student code patches,
prints, overwrites or sends is an answer at most. A module of the judge's that plays with an answer is played here, step
by step in one order with the student's tasks (`stage`), or, of many plays most, over there, in less time. Right is a
part that has passed every check that was collected. A judge tells that once, at its end, over a pipe that no student's
process has; one that ends before has no verdict, and then the grader has failed, not the student, and nobody has
points.

What holds the student's process. On Linux (x86-64, ARM64) the modules that its cells import are loaded first
(`imports`, `examinee.shelf`); then the kernel lets it make the system calls on a list (`examinee.seccomp`), by a filter
that nothing lifts: read and write its own descriptors, have memory that cannot be executed, know the time, run threads,
exit. What looks at files fails; whatever else acts ends the process. Address space, processor time, output and all that
it says have limits. Time in which it waits for a processor is not counted (`patience`), so a busy machine costs nobody
a mark. It dies with its judge, and the judges with the grader. Python's audit hook comes before the kernel everywhere,
and only so that a learner is told which line asked for what.

What does not. Without the filter (macOS, other processors, an emulated one) the grade says that it is practice, not
isolated: the hook alone stands there, and whoever breaks Python gets past it and acts as the user who grades; macOS
enforces no limit on memory either, so the judge looks at the process while it waits. `Containerfile` brings the filter
to such machines. A hole in Linux itself is one here. Nobody is kept from editing this package, the checks or the
solutions on their own machine: a grade that matters is one from a machine of the teacher's. Code that behaves well only
for the checks' fixed seeds is not found out. In the plays over there an answer can reach into its world, by closures
or frames, and pretend: it must be right in those that are played here, and each rule about such a world has some. Where
an answer is data, to be compared here, there is no world to look into. What can only be seen over there, such as the
memory that an answer holds, is that process's word. Windows runs this in a container only.
"""
