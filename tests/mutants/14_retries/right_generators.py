"""A right answer of another shape: closures and generators, one log, a dict that makes what is missing, a queue."""

# %% part-1
from itertools import islice, repeat


def ceilings(base, cap):
    ceiling = base
    while ceiling < cap:
        yield ceiling
        ceiling *= 2
    yield from repeat(cap)


class FullJitter:
    def __init__(self, rng, base=0.1, cap=10.0):
        def pause(failures, left=inf):
            ceiling = next(islice(ceilings(base, cap), failures - 1, None))
            while True:
                drawn = rng.random() * 2 - 1  # rejection: the half below nothing is drawn again
                if drawn >= 0:
                    break
            drawn *= ceiling
            return None if not drawn < left else drawn

        self.pause = pause


# %% part-2
def counting(window):
    """Send it how many happen now; it yields how many there were lately."""
    log = []
    count = yield
    while True:
        log = [*(time for time in log if now() - time < window), *[now()] * count]
        count = yield len(log)


class Budget:
    def __init__(self, ratio=0.1, least=3, window=10.0):
        requests, retries = counting(window), counting(window)
        next(requests), next(retries)
        self.asked = lambda: requests.send(1) and None

        def may_retry():
            affordable = retries.send(0) + 1 <= least + ratio * requests.send(0)
            retries.send(int(affordable))
            return affordable

        self.may_retry = may_retry


# %% part-3
class Book(dict):
    """Makes what is missing: a future, and a task that fills it."""

    def __init__(self, operation, keep):
        super().__init__()
        self.operation, self.keep = operation, keep

    def order(self, request):
        page = self.get((request.client, request.key))
        if page is None or now() >= page[1][0]:
            loop = asyncio.get_running_loop()
            page = self[request.client, request.key] = loop.create_future(), [inf], None
            self[request.client, request.key] = *page[:2], loop.create_task(self.fill(request, *page[:2]))
        return page[0]

    async def fill(self, request, future, end):
        try:
            reply = await self.operation(request)
        except Refused as error:
            self.pop((request.client, request.key))
            future.set_result((Refused, error))
        except Exception as error:
            future.set_result((type(error), error))
        else:
            future.set_result((None, reply))
        end[0] = now() + self.keep


class Once:
    def __init__(self, operation, keep=60.0):
        book = Book(operation, keep)

        async def once(request):
            if request.key is None:
                return await operation(request)
            mine = asyncio.Queue()
            order = book.order(request)
            order.add_done_callback(mine.put_nowait)
            kind, outcome = (await mine.get()).result()
            if kind is not None:
                raise outcome
            return outcome

        self.once = once

    def __call__(self, request):
        return self.once(request)


# %% part-4
class Client:
    def __init__(self, service, jitter, budget, attempts=4, timeout=1.0):
        self.__dict__.update(service=service, jitter=jitter, budget=budget, attempts=attempts, timeout=timeout)

    def __call__(self, request, /, within=5.0):
        self.budget.asked()
        return self.go(request, now() + within)

    async def go(self, request, end):
        failures, error = 0, None
        async for outcome in self.outcomes(request, end):
            if not isinstance(outcome, Exception):
                return outcome
            failures, error = failures + 1, outcome
            for pause in self.pauses(request, failures, error, end):
                await asyncio.sleep(pause)
                break
            else:
                break
        raise error

    async def outcomes(self, request, end):
        while True:
            try:
                yield await asyncio.wait_for(self.service(request), min(self.timeout, end - now()))
            except (TimeoutError, ServiceError) as error:
                yield error

    def pauses(self, request, failures, error, end):
        """At most one."""
        if failures >= self.attempts or (request.key is None and not isinstance(error, Refused)):
            return
        pause = self.jitter.pause(failures, end - now())
        if pause is not None and self.budget.may_retry():
            yield pause
