"""Who is well enough to serve: active probes that ask, passive checks that watch."""

import asyncio

from systemdesign.sim.request import Lost, ServiceError, TimedOut, Unavailable


class HealthChecks:
    """Probes each server every `interval` seconds: `fall` failures in a row take it out, `rise` answers bring it back.

    A dead server is out at most `detection` = interval × fall + timeout seconds after its death: the first
    probe to fail starts within one interval, and the last of `fall` needs at most the time-out. The shortest is
    interval × (fall - 1), for a server that dies just before a probe. `changes` are (time, server's name, "DOWN"
    or "UP"): what the balancer came to believe, and when.
    """

    def __init__(self, balancer, interval=2.0, timeout=1.0, fall=3, rise=2):
        if not 0 < timeout <= interval:
            raise ValueError(f"the time-out ({timeout} s) must end before the next probe, {interval} s later")
        if fall < 1 or rise < 1:
            raise ValueError(f"thresholds count probes, so they are 1 or more: fall {fall}, rise {rise}")
        self.balancer, self.interval, self.timeout, self.fall, self.rise = balancer, interval, timeout, fall, rise
        self.changes = []
        self._streak = {}  # backend -> successes in a row, or failures as a negative number

    @property
    def detection(self):
        """The longest time, in seconds, from a server's death to the balancer's knowing."""
        return self.interval * self.fall + self.timeout

    async def run(self, first=0.0):
        """Probe for ever, `first` seconds from now and then at each interval: `asyncio.create_task(checks.run())`."""
        await asyncio.sleep(first)
        async with asyncio.TaskGroup() as probes:
            while True:
                for backend in self.balancer.backends:
                    probes.create_task(self.probe(backend))
                await asyncio.sleep(self.interval)

    async def probe(self, backend):
        """Ask one server, and act when its streak reaches a threshold."""
        try:
            async with asyncio.timeout(self.timeout):
                await backend.server.ping()
            well = True
        except (ServiceError, TimeoutError):
            well = False
        self._streak[backend] = streak = self._longer(self._streak.get(backend, 0), well)
        if backend not in self.balancer.backends:
            del self._streak[backend]
        elif streak == -self.fall:
            self._change(backend, "DOWN", self.balancer.mark_unhealthy)
        elif streak == self.rise and "probe" in backend.objections:
            self._change(backend, "UP", self.balancer.mark_healthy)

    def _change(self, backend, status, mark):
        self.changes.append((asyncio.get_running_loop().time(), backend.name, status))
        mark(backend.server, by="probe")

    @staticmethod
    def _longer(streak, well):
        return max(streak, 0) + 1 if well else min(streak, 0) - 1


class PassiveChecks:
    """Watches real requests: `failures` in a row take a server out for `pause` seconds, then it is tried again.

    A server on trial is out again at its next failure, and in good standing at its next answer. No answer,
    a lost one and a late one are failures. A refusal is not: to be busy is not to be ill.
    """

    def __init__(self, balancer, failures=3, pause=10.0):
        if failures < 1 or pause <= 0:
            raise ValueError(f"failures ({failures}) must be 1 or more and pause ({pause} s) above 0")
        self.balancer, self.failures, self.pause = balancer, failures, pause
        self._failed = {}
        balancer.observe(self.saw)

    def saw(self, backend, error):
        """Take note of one request's end."""
        if not isinstance(error, (Unavailable, Lost, TimedOut)):
            self._failed.pop(backend, None)
            return
        self._failed[backend] = failed = self._failed.get(backend, 0) + 1
        if failed >= self.failures and "failures" not in backend.objections and backend in self.balancer.backends:
            self.balancer.mark_unhealthy(backend.server, by="failures")
            asyncio.get_running_loop().call_later(self.pause, self._try_again, backend)

    def _try_again(self, backend):
        self._failed[backend] = self.failures - 1
        if backend in self.balancer.backends:
            self.balancer.mark_healthy(backend.server, by="failures")
