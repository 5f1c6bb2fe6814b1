"""A right answer of another shape: ceilings from integers, one log of events, futures by hand, a loop that recurs."""


# %% part-1
class FullJitter:
    def __init__(self, rng, base=0.1, cap=10.0):
        self.rng, self.base, self.cap = rng, base, cap

    def pause(self, failures, left=inf):
        ceiling = self.base
        while failures > 1 and ceiling < self.cap:
            ceiling, failures = ceiling * 2, failures - 1
        pause = min(ceiling, self.cap) * self.rng.random()
        if pause < left:
            return pause


# %% part-2
class Budget:
    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.rules, self.log = (ratio, least, window), []

    def asked(self):
        self.log.append(("request", now()))

    def may_retry(self):
        ratio, least, window = self.rules
        self.log = [(kind, time) for kind, time in self.log if now() - time < window]
        counts = Counter(kind for kind, _ in self.log)
        affordable = least + ratio * counts["request"] - counts["retry"] >= 1
        self.log += [("retry", now())] * affordable
        return affordable


# %% part-3
class Once:
    def __init__(self, operation, keep=60.0):
        self.operation, self.keep = operation, keep
        self.done, self.waiting, self.tasks = {}, {}, set()

    def __call__(self, request):
        if request.key is None:
            return self.operation(request)
        return self.settled((request.client, request.key), request)

    async def settled(self, name, request):
        outcome, until = self.done.get(name, (None, -inf))
        if now() < until:
            return outcome()
        if name not in self.waiting:
            self.waiting[name] = []
            self.tasks.add(asyncio.ensure_future(self.work(name, request)))
        mine = asyncio.get_running_loop().create_future()
        self.waiting[name].append(mine)
        return (await mine).result()

    async def work(self, name, request):
        mine = asyncio.get_running_loop().create_future()
        try:
            mine.set_result(await self.operation(request))
        except Exception as problem:
            mine.set_exception(problem)
        if not isinstance(mine.exception(), Refused):
            self.done[name] = mine.result, now() + self.keep
        for future in self.waiting.pop(name):
            if not future.done():
                future.set_result(mine)
        self.tasks.discard(asyncio.current_task())


# %% part-4
class Client:
    def __init__(self, service, jitter, budget, attempts=4, timeout=1.0):
        self.service, self.jitter, self.budget = service, jitter, budget
        self.attempts, self.timeout = attempts, timeout

    def __call__(self, request, within=5.0):
        self.budget.asked()
        return self.tried(request, now() + within, 1)

    async def tried(self, request, end, number):
        try:
            return await asyncio.wait_for(self.service(request), min(self.timeout, end - now()))
        except Refused as error:
            failure = error
        except (ServiceError, TimeoutError) as error:
            if request.key is None:
                raise
            failure = error
        if number >= self.attempts:
            raise failure
        pause = self.jitter.pause(number, end - now())
        if pause is None or not self.budget.may_retry():
            raise failure
        await asyncio.sleep(pause)
        return await self.tried(request, end, number + 1)
