"""Why a value was lost, unseen or came back: what the log of both stores shows about its key."""

from math import inf


def cause(log, writes, key, start):
    """Words for the first mistake that the calls about a key show, read by a client since `start`; or nothing."""
    calls = Calls(log, writes, key, start)
    return next((f" {words}" for words in (find() for find in calls.mistakes()) if words), "")


class Calls:
    """The calls about one key, told apart: those of its clients' writes, and the mover's."""

    def __init__(self, log, writes, key, start):
        self.writes, self.start, self.log = writes, start, [call for call in log if call.key == key]
        self.theirs = {id(call): self.client(call) for call in self.log}

    def client(self, call):
        """The client's write that this call carries out, or None."""
        if call.verb not in ("put", "delete"):
            return None
        value = call.value if call.verb == "put" else None
        return next((one for one in self.writes if one.value == value and one.start <= call.asked <= one.end), None)

    def at(self, store, *verbs):
        return [call for call in self.log if call.store == store and call.verb in verbs]

    def copies(self):
        return [call for call in self.at("target", "put", "delete") if not self.theirs[id(call)]]

    def removals(self):
        """When the mover took the key from the source."""
        return [call for call in self.at("source", "delete") if not self.theirs[id(call)] and call.done is not None]

    def mistakes(self):
        return [
            self.hasty,
            self.switched_in_vain,
            self.removed_first,
            self.covered,
            self.overtaken,
            self.read_early,
            self.read_late,
            self.unswitched,
        ]

    def hasty(self):
        """A write was acknowledged before any store had done so."""
        for write in self.writes[1:]:
            verb = "delete" if write.value is None else "put"
            sent = [call for call in self.log if (call.verb, call.value) == (verb, write.value)]
            if not write.error and write.end < inf and not any(answered(call, write) for call in sent):
                return f"Its {verb} was acknowledged to the client before a store had acknowledged it: await the store."

    def switched_in_vain(self):
        """A client's write failed, and the key was looked for on the target."""
        failed = [call for call in self.at("target", "put", "delete") if call.error and self.theirs[id(call)]]
        kept = [call for call in self.at("target", "put", "delete") if call.done is not None and not call.error]
        looks = [*self.at("target", "get"), *self.removals()]
        after = [call for call in looks if failed and call.asked >= failed[0].ended]
        if after and not any(call.done < after[0].asked for call in kept):
            what = "read on the target" if after[0].verb == "get" else "deleted on the source, and not copied"
            return (
                f"A client's write of it to the target had failed ({failed[0].error}), and after that it was {what}: a "
                "write that failed does not switch its key."
            )

    def removed_first(self):
        arrived = [call.done for call in self.at("target", "put", "delete") if call.done is not None]
        for removal in self.removals():
            if min(arrived, default=removal.done + 1) > removal.done:
                tried = [call for call in self.copies() if call.asked < removal.asked and call.error]
                if tried:
                    return (
                        f"Its copy to the target had ended with {tried[-1].error}, and you deleted it on the source "
                        "all the same: you took that for a yes."
                    )
                return (
                    "You deleted it on the source before its copy was on the target: copy first, and delete when the "
                    "copy is acknowledged."
                )

    def covered(self):
        """The mover's copy came after something newer."""
        for copy in self.copies():
            for call in self.at("target", "put", "delete"):
                newer = self.theirs[id(call)]
                if newer and copy.done and call.done and not call.error and call.done < copy.done:
                    return (
                        f"A client's {call.verb} was done on the target, and then your copy of {copy.value!r} covered "
                        "it: lock the key from reading its copy to the switch, for every write and delete too, and "
                        "copy nothing that has switched."
                    )

    def overtaken(self):
        """A write came to the source when its copy had been read."""
        for copy in self.copies():
            read = [call.done for call in self.at("source", "get") if call.done and call.ended <= copy.asked]
            for call in self.at("source", "put", "delete"):
                if self.theirs[id(call)] and read and call.done and call.done > read[-1]:
                    return (
                        f"A client's {call.verb} was done on the source after its copy had been read there, and the "
                        "copy knew nothing of it: lock the key for the copy, and for every write and delete."
                    )

    def reads(self, store):
        return [call for call in self.at(store, "get") if call.asked >= self.start]

    def written(self):
        """When something first was on the target."""
        return min((call.done for call in self.at("target", "put", "delete") if call.done is not None), default=inf)

    def read_early(self):
        if any(call.done is not None and call.done < self.written() for call in self.reads("target")):
            return (
                "The read went to the target before anything was there: read on the source until the key has switched."
            )

    def read_late(self):
        gone = min((call.done for call in self.removals()), default=inf)
        for call in self.reads("source"):
            if self.start < gone < call.asked:
                return (
                    "The read began before the key left the source, which was asked later: look where the key is when "
                    "you have its lock."
                )
            if gone < call.asked:
                return "It was looked for on the source when it had left it: remember what has switched."
            if call.done and gone < call.done:
                return (
                    "The read came to the source when the key had left it: lock the key for reads too, or look again."
                )

    def unswitched(self):
        kept = [call for call in self.at("target", "put", "delete") if self.theirs[id(call)] and not call.error]
        if any(call.ended and call.ended <= read.asked for call in kept for read in self.reads("source")):
            return (
                "A client's write was done on the target, and the read went to the source: the write switches its key."
            )


def answered(call, write):
    return call.ended is not None and call.ended <= write.end and not call.error
