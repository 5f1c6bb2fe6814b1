"""Why a process that ran an answer has ended, in words."""

TOO_SLOW = (
    "Your code computed or slept for more than {time:g} s in one step, or {seconds} s in all: "
    "look for a loop that never ends, or never awaits."
)
TOO_LARGE = "The process that ran your code died ({signal}): it may use {megabytes} MB of memory."
TOO_LONG = "Your code returned far more than a part needs to: over 1 MB at once, or over {talk} MB in all."
FORBIDDEN = (
    "Your code asked the operating system for what no answer needs, such as a file, another process or a signal, "
    "and was ended: build the part from Python's standard library and systemdesign.sim."
)
EXITED = "Your code ended its process, as sys.exit and os._exit do: an answer must return, not exit."
CUT = "Your code cut its line to the judge."
NEVER_CAME = "the process for an answer did not start: this machine is too busy, or can't start Python. Grade again."
NO_ANSWER = "The process that runs your code sent something that is no answer."
