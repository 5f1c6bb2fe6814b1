"""A right answer of another shape: dataclasses, a second draw for what fits, bisection, a task that forgets."""

# %% part-1
from dataclasses import dataclass
from random import Random


@dataclass(slots=True)
class FullJitter:
    rng: Random
    base: float = 0.1
    cap: float = 10.0

    def pause(self, failures: int, left: float = inf):
        doublings = min(failures - 1, max(0, int(self.cap / self.base).bit_length()))
        ceiling = min(self.cap, self.base * (1 << doublings))
        if self.rng.random() * ceiling >= left:
            return None
        return self.rng.random() * min(ceiling, left)


# %% part-2
from bisect import bisect_left
from dataclasses import dataclass, field


@dataclass
class Budget:
    ratio: float = 0.1
    least: int = 3
    window: float = 10.0
    first: list = field(default_factory=list)
    again: list = field(default_factory=list)

    def asked(self):
        self.first.append(asyncio.get_running_loop().time())

    def recent(self, times):
        time = now()
        return len(times) - bisect_left(times, True, key=lambda then: time - then < self.window)

    def may_retry(self):
        allowed = self.least + self.ratio * self.recent(self.first)
        if allowed - self.recent(self.again) < 1:
            return 0
        self.again.append(now())
        return 1


# %% part-3
from dataclasses import dataclass, field


@dataclass
class Order:
    over: asyncio.Condition = field(default_factory=asyncio.Condition)
    done: bool = False
    reply: object = None
    error: Exception | None = None

    def result(self):
        if self.error is None:
            return self.reply
        raise self.error


class Once:
    def __init__(self, operation, keep=60.0):
        self.operation, self.keep, self.books, self.tasks = operation, keep, {}, set()

    async def __call__(self, request):
        match request.key:
            case None:
                return await self.operation(request)
        order = self.books.setdefault(request.client, {}).get(request.key)
        if order is None:
            order = self.books[request.client][request.key] = Order()
            task = asyncio.create_task(self.fill(order, request))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        async with order.over:
            await order.over.wait_for(lambda: order.done)
        return order.result()

    async def fill(self, order, request):
        (outcome,) = await asyncio.gather(self.operation(request), return_exceptions=True)
        if isinstance(outcome, BaseException):
            order.error = outcome
        else:
            order.reply = outcome
        if isinstance(outcome, Refused):
            del self.books[request.client][request.key]
        async with order.over:
            order.done = True
            order.over.notify_all()
        if not isinstance(outcome, Refused):
            await asyncio.sleep(self.keep)
            del self.books[request.client][request.key]


# %% part-4
from dataclasses import dataclass


class GivenUp(Exception):
    pass


@dataclass
class Client:
    service: object
    jitter: object
    budget: object
    attempts: int = 4
    timeout: float = 1.0

    async def __call__(self, request, within=5.0):
        self.budget.asked()
        deadline, failures = now() + within, []
        while True:
            trying = asyncio.ensure_future(self.service(request))
            try:
                await asyncio.wait([trying], timeout=min(self.timeout, deadline - now()))
                if not trying.done():
                    raise TimeoutError("no answer")
                return trying.result()
            except (ServiceError, TimeoutError) as error:
                failures.append(error)
            finally:
                trying.cancel()
            try:
                await asyncio.sleep(self.rest(request, failures, deadline - now()))
            except GivenUp:
                raise failures[-1] from None

    def rest(self, request, failures, left):
        harmless = request.key is not None or type(failures[-1]) is Refused
        if harmless and len(failures) < self.attempts:
            pause = self.jitter.pause(failures=len(failures), left=left)
            if pause is not None and self.budget.may_retry():
                return pause
        raise GivenUp
