"""A right answer of another shape: base classes, slots, a heap of what is to be forgotten, shelves, a task group."""


# %% part-1
class Doubling:
    __slots__ = ("base", "cap")

    def __init__(self, base, cap):
        self.base, self.cap = base, cap

    def __getitem__(self, failures):
        ceiling = min(self.base, self.cap)
        for _ in range(failures - 1):
            ceiling = min(ceiling + ceiling, self.cap)
        return ceiling


class FullJitter(Doubling):
    __slots__ = ("rng",)

    def __init__(self, rng, base=0.1, cap=10.0):
        super().__init__(base, cap)
        self.rng = rng

    def pause(self, failures, left=inf):
        pause = self[failures] - self.rng.uniform(0, self[failures])
        if left - pause > 0:
            return pause
        return None


# %% part-2
from heapq import heappop, heappush


class Budget:
    """One heap of (time, kind), and a count of each kind."""

    __slots__ = ("count", "heap", "least", "ratio", "window")

    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.ratio, self.least, self.window, self.heap = ratio, least, window, []
        self.count = {"request": 0, "retry": 0}

    def note(self, kind):
        heappush(self.heap, (now(), kind))
        self.count[kind] += 1

    def asked(self):
        self.forget()
        self.note("request")

    def forget(self):
        while self.heap and not now() - self.heap[0][0] < self.window:
            self.count[heappop(self.heap)[1]] -= 1

    def may_retry(self):
        self.forget()
        if self.count["retry"] + 1 - self.least <= self.ratio * self.count["request"]:
            self.note("retry")
            return True
        return False


# %% part-3
class Passing:
    def __init__(self, operation, keep=60.0):
        self.operation, self.keep = operation, keep

    async def __call__(self, request):
        return await self.operation(request)


class Shelf:
    """What became of one operation, and the task that does it."""

    def __init__(self, operation, request):
        self.end, self.error, self.reply = inf, None, None
        self.task = asyncio.create_task(self.work(operation, request))

    async def work(self, operation, request):
        try:
            self.reply = await operation(request)
        except Exception as error:
            self.error = error
        self.end = now()

    def stale(self, keep):
        return self.end < inf and (isinstance(self.error, Refused) or now() - self.end >= keep)


class Once(Passing):
    def __init__(self, operation, keep=60.0):
        super().__init__(operation=operation, keep=keep)
        self.shelves = {}

    async def __call__(self, request):
        if request.key is None:
            return await super().__call__(request)
        for name in [name for name, shelf in self.shelves.items() if shelf.stale(self.keep)]:
            del self.shelves[name]
        shelf = self.shelves.get((request.client, request.key))
        if shelf is None:
            shelf = self.shelves[request.client, request.key] = Shelf(self.operation, request)
        await asyncio.wait([shelf.task])
        if shelf.error is None:
            return shelf.reply
        raise shelf.error


# %% part-4
class Limits:
    def __init__(self, attempts=4, timeout=1.0):
        self.attempts, self.timeout = attempts, timeout

    def allows(self, failures):
        return failures < self.attempts


class Client(Limits):
    def __init__(self, service, jitter, budget, *args, **limits):
        super().__init__(*args, **limits)
        self.service, self.jitter, self.budget = service, jitter, budget

    async def __call__(self, request, within=5.0):
        loop, failures, replies = asyncio.get_running_loop(), 0, []
        self.budget.asked()
        end = loop.time() + within
        while not replies:
            limit = min(self.timeout, end - loop.time())
            try:
                async with asyncio.timeout(limit), asyncio.TaskGroup() as group:
                    trying = group.create_task(self.service(request))
                replies.append(trying.result())
            except* Refused as refused:
                error, again = refused.exceptions[0], True
            except* (ServiceError, TimeoutError) as failed:
                error, again = failed.exceptions[0], request.key is not None
            except* Exception as bugs:
                error, again = bugs.exceptions[0], False
            if replies:
                break
            failures += 1
            again = again and self.allows(failures)
            pause = self.jitter.pause(failures, end - loop.time()) if again else None
            if pause is None or not self.budget.may_retry():
                raise error
            await asyncio.sleep(pause)
        return replies[0]
