"""A server: workers, a queue in front of them, and all that can befall it."""

from asyncio import CancelledError, Event, get_running_loop
from collections import deque

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential
from systemdesign.sim.request import Refused, Reply, Unavailable


class Server:
    """First come, first served, by `workers` workers.

    A request is in service, in the queue, or settled: answered once or failed once, never both.
    A caller who stops waiting does not stop the work: the server learns of it when it answers. One that `hears`
    is told, as over a connection that is closed or a call that is cancelled: it drops the request, and takes the next.
    """

    def __init__(self, name, workers=1, service=exponential(1.0), queue_limit=None, speed=1.0, hears=False):
        """`service` draws a service time in seconds for requests without `work` of their own;
        `speed` divides both; `queue_limit` is the most that may wait, None for no limit."""
        if workers < 1 or speed <= 0:
            raise ValueError(f"a server needs at least one worker and a speed above 0: {workers}, {speed}")
        self.name, self.workers, self.service, self.queue_limit = name, workers, service, queue_limit
        self.speed = self._full_speed = speed
        self.hears = hears
        self.up, self.paused = True, False
        self._busy = {}  # answer -> its timer; while paused, the seconds it still needs
        self._queue = deque()  # (answer, work)
        self._awake = Event()
        self._awake.set()

    @property
    def in_flight(self):
        """Requests in service and in the queue."""
        return len(self._busy) + len(self._queue)

    async def __call__(self, request):
        """Answer one request. Raises Unavailable when down (or crashing meanwhile), Refused when the queue is full."""
        if not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
        work = request.work
        if work is None:
            work = self.service(stream(f"server {self.name}"))
        answer = get_running_loop().create_future()
        if len(self._busy) < self.workers and not self.paused:
            self._start(answer, work)
        elif self.queue_limit is None or len(self._queue) < self.queue_limit:
            self._queue.append((answer, work))
        else:
            raise Refused(f"{self.name} has {len(self._queue)} requests waiting already", by=self.name)
        try:
            return await answer
        except CancelledError:
            if self.hears:
                self._drop(answer)
            raise

    def _start(self, answer, work):
        self._busy[answer] = answer.get_loop().call_later(work / self.speed, self._finish, answer)

    def _finish(self, answer):
        del self._busy[answer]
        if self._queue:
            self._fill()
        if not answer.done():
            answer.set_result(Reply(self.name))

    def _fill(self):
        while self._queue and len(self._busy) < self.workers:
            self._start(*self._queue.popleft())

    def _drop(self, answer):
        self._queue = deque(waiting for waiting in self._queue if waiting[0] is not answer)
        if answer in self._busy:
            timer = self._busy.pop(answer)
            if not self.paused:
                timer.cancel()
                self._fill()

    async def ping(self):
        """A health probe: answers at once when up, hangs while paused, raises Unavailable when down."""
        await self._awake.wait()
        if not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
        return Reply(self.name)

    def crash(self):
        """Stop: every request in flight or in the queue fails with Unavailable, and so does each new one."""
        self.resume()
        self.up = False
        answers = [*self._busy, *(answer for answer, _ in self._queue)]
        for timer in self._busy.values():
            timer.cancel()
        self._busy.clear()
        self._queue.clear()
        for answer in answers:
            if not answer.done():
                answer.set_exception(Unavailable(f"{self.name} crashed", by=self.name))

    def restart(self):
        """Up again, empty, at full speed."""
        self.up, self.speed = True, self._full_speed

    def pause(self):
        """Freeze, as in a long garbage collection: nothing is lost, nothing moves, probes hang."""
        if self.up and not self.paused:
            self.paused = True
            self._awake.clear()
            time = get_running_loop().time()
            for answer, timer in self._busy.items():
                timer.cancel()
                self._busy[answer] = timer.when() - time

    def resume(self):
        """Go on where `pause` stopped."""
        if not self.paused:
            return
        self.paused = False
        self._awake.set()
        for answer, left in self._busy.items():
            self._busy[answer] = get_running_loop().call_later(left, self._finish, answer)
        self._fill()

    def slow(self, factor):
        """Take `factor` times as long for each request that starts from now on; 1 is full speed again."""
        self.speed = self._full_speed / factor

    def __repr__(self):
        state = "down" if not self.up else "paused" if self.paused else "up"
        return f"<Server {self.name}: {state}, {self.in_flight} in flight>"
