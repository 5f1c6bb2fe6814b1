"""A loop of the student's whose queue and times are the judge's."""

from collections import deque

from systemdesign.kernel.loop import VirtualLoop
from systemdesign.kernel.task import Task


class Notice:
    """A callback of the judge's on a future of the student's."""

    def __init__(self, number, place):
        self.number, self.place = number, place

    def __call__(self, future):
        """Never called: the loop tells the judge instead."""


class Exported(deque):
    """A ready queue whose items go to the judge's."""

    export = None

    def append(self, item):
        self.export(item)


class GuestLoop(VirtualLoop):
    """A virtual loop whose queue and times are the judge's: it takes the steps that it is told to take."""

    def __init__(self, seed, has_come):
        """`has_come(slot)` says whether the time of what lies in a slot has come, and its turn has not."""
        super().__init__(seed)
        self.has_come = has_come
        self.ready, self.out, self.slots, self.count = Exported(), [], {}, 0
        self.ready.export = self.export

    def export(self, item):
        notice = getattr(item, "_callback", None)
        if notice.__class__ is Notice:
            self.out.append(["noticed", notice.number, notice.place])
        else:
            self.out.append(["ready", self.slot(item), item.__class__ is Task])

    def slot(self, *item):
        self.count += 1
        self.slots[self.count] = item
        return self.count

    def called(self):
        """Whether anything is to be called whose time has come."""
        return any(len(item) == 1 for item in self.slots.values())

    def exported(self, waits):
        """What has become ready, and what is due when, since this was asked last; `waits` says what for."""
        for when, number, item in sorted(self.heap, key=lambda entry: entry[1]):
            if item.timer == number:
                self.out.append(["timer", when, self.slot(item, number), waits(item)])
        self.heap.clear()
        out, self.out = self.out, []
        return out

    def wake_sleeper(self, task):
        """Wake it for a cancellation; where its time has come, it has its turn already, and is cancelled in that."""
        slot = next((slot for slot, (item, *number) in self.slots.items() if item is task and number), None)
        if slot is None or not self.has_come(slot):
            return super().wake_sleeper(task)
        self.slots[slot], task.timer, task.must_cancel = (task,), None, True

    def forget_entry(self):
        for slot, (item, *number) in list(self.slots.items()):
            if number and item.timer != number[0]:
                del self.slots[slot]
                self.out.append(["untimer", slot])

    def go(self, slot):
        item, *number = self.slots.pop(slot)
        if number:
            if item.timer != number[0]:
                return
            item.timer = None
        self.now(item)

    def take(self, callback, *args, context):
        """Call now, in a callback's place; a task takes its step."""
        if callback.__class__ is Task:
            callback.waiter = None
            return self.now(callback)
        self.call_soon(callback, *args, context=context)
        return self.now(self.slots.pop(self.out.pop()[1])[0])

    def now(self, item):
        deque.append(self.ready, item)
        self.turn(1)
