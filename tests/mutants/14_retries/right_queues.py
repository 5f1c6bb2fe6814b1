"""A right answer of another shape: counted times, an event per operation, a deadline outside and the error kept."""


# %% part-1
class FullJitter:
    def __init__(self, rng, base=0.1, cap=10.0):
        self.rng = rng
        self.ceilings = [base]
        while self.ceilings[-1] < cap and len(self.ceilings) < 2_000:
            self.ceilings.append(self.ceilings[-1] * 2)
        self.ceilings[-1] = min(self.ceilings[-1], cap)

    def pause(self, failures, left=inf):
        place = min(failures, len(self.ceilings)) - 1
        pause = self.rng.uniform(0, self.ceilings[place])
        return None if left <= pause else pause


# %% part-2
class Budget:
    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.ratio, self.least, self.window = ratio, least, window
        self.requests, self.retries = [], []

    def asked(self):
        self.requests.append(now())

    def lately(self, times):
        return sum(now() - time < self.window for time in times)

    def may_retry(self):
        if self.lately(self.retries) + 1 <= self.least + self.ratio * self.lately(self.requests):
            self.retries.append(now())
            return True
        return False


# %% part-3
class Once:
    def __init__(self, operation, keep=60.0):
        self.operation, self.keep = operation, keep
        self.orders = {}

    async def __call__(self, request):
        if request.key is None:
            return await self.operation(request)
        name = (request.client, request.key)
        order = self.orders.get(name)
        if order is None or now() >= order["until"]:
            order = self.orders[name] = {"over": asyncio.Event(), "until": inf, "reply": None, "error": None}
            order["task"] = asyncio.create_task(self.fill(name, order, request))
        await order["over"].wait()
        if order["error"]:
            raise order["error"]
        return order["reply"]

    async def fill(self, name, order, request):
        try:
            order["reply"] = await self.operation(request)
        except Exception as error:
            order["error"] = error
        order["until"] = -inf if isinstance(order["error"], Refused) else now() + self.keep
        order["over"].set()


# %% part-4
class Client:
    def __init__(self, service, jitter, budget, attempts=4, timeout=1.0):
        self.service, self.jitter, self.budget = service, jitter, budget
        self.attempts, self.timeout = attempts, timeout

    async def __call__(self, request, within=5.0):
        end, failures = now() + within, 0
        self.budget.asked()
        while True:
            try:
                async with asyncio.timeout_at(min(now() + self.timeout, end)):
                    return await self.service(request)
            except TimeoutError as error:
                last, harmless = error, False
            except ServiceError as error:
                last, harmless = error, isinstance(error, Refused)
            failures += 1
            again = (harmless or request.key is not None) and failures < self.attempts
            pause = self.jitter.pause(failures, end - now()) if again else None
            if pause is None or not self.budget.may_retry():
                raise last
            await asyncio.sleep(pause)
