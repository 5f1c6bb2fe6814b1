"""A right answer of another shape: task groups, whose tasks put what they have into a queue."""

# %% part-1


class Within:
    def __init__(self, seconds, margin=0.0):
        self.made, self.seconds, self.margin = now(), seconds, margin

    def left(self):
        left = self.made + self.seconds - now()
        return left if left > 0 else 0.0

    async def call(self, service, request):
        seconds = self.left() - self.margin
        if not seconds > 0:
            raise TimedOut("no time is left")
        answer = asyncio.ensure_future(service(request, within=seconds))
        try:
            done, _ = await asyncio.wait([answer], timeout=seconds)
        finally:
            late = not answer.done()
            answer.cancel()
            await asyncio.gather(answer, return_exceptions=True)
        if late or not done:
            raise TimedOut(f"no answer in {seconds} s")
        return answer.result()


# %% part-2
class Hedged:
    def __init__(self, service, backup, delay, budget):
        self.services, self.delay, self.budget = (service, backup), delay, budget

    async def __call__(self, request, within):
        self.budget.asked()
        delay, time, outcomes = self.delay.seconds(), Within(within), asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.copy(0, time, request, outcomes))]
            try:
                async with asyncio.timeout(delay):
                    value, error, seconds = await outcomes.get()
            except TimeoutError:
                error = None
                waiting, open_ = 1, True
            else:
                waiting, open_ = 0, isinstance(error, FAILURES)
            if open_ and time.left() > 0 and self.budget.may_hedge():
                tasks.append(group.create_task(self.copy(1, time, request, outcomes)))
                waiting += 1
            while waiting:
                value, error, seconds = await outcomes.get()
                waiting = waiting - 1 if isinstance(error, FAILURES) else 0
            for task in tasks:
                task.cancel()
        if error is not None:
            raise error
        self.delay.note(seconds)
        return value

    async def copy(self, number, time, request, outcomes):
        begun = now()
        try:
            value = await time.call(self.services[number], request)
        except Exception as error:
            outcomes.put_nowait((None, error, None))
        else:
            outcomes.put_nowait((value, None, now() - begun))


# %% part-3
from bisect import insort
from math import ceil


class Delay:
    """Keeps its notes twice: as they came, and in order."""

    def __init__(self, q=0.95, least=0.001, most=1.0, window=200):
        self.q, self.least, self.most, self.window = q, least, most, window
        self.came, self.ordered = [], []

    def note(self, seconds):
        self.came.append(seconds)
        insort(self.ordered, seconds)
        if len(self.came) > self.window:
            self.ordered.remove(self.came.pop(0))

    def seconds(self):
        if not self.came:
            return self.most
        rank = ceil(self.q * len(self.ordered))
        return min(max(self.ordered[rank - 1 if rank else 0], self.least), self.most)


# %% part-4
class Page:
    def __init__(self, required, optional):
        self.required, self.optional = required, optional

    async def __call__(self, request, within):
        time, values, failed = Within(within), {}, []
        services = {**self.required, **self.optional}
        left, over = len(services), asyncio.Event()

        async def ask(name):
            nonlocal left
            try:
                values[name] = await time.call(services[name], request)
            except Exception as error:
                if name in self.required or not isinstance(error, FAILURES):
                    failed.append(error)
                    over.set()
            left -= 1
            if not left:
                over.set()

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(name)) for name in services]
            if tasks:
                await over.wait()
            found = dict(values)
            for task in tasks:
                task.cancel()
        if failed:
            raise failed[0]
        return {name: found[name] for name in services if name in found}, [n for n in self.optional if n not in found]
