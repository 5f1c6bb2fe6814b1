"""A right answer of another shape: one step after the other, with shields, wait_for, and waits for the first error."""

# %% part-1


class Within:
    def __init__(self, seconds, margin=0.0):
        self.deadline, self.margin = now() + seconds, margin

    def left(self):
        return max(0.0, self.deadline - now())

    async def call(self, service, request):
        if self.left() <= self.margin:
            raise TimedOut("no time is left")
        answers = []

        async def ask():
            try:
                answers.append((await service(request, within=self.left() - self.margin), None))
            except Exception as error:
                answers.append((None, error))

        try:
            async with asyncio.timeout_at(self.deadline - self.margin):
                await ask()
        except TimeoutError:
            raise TimedOut("no answer") from None
        if self.left() <= self.margin:
            raise TimedOut("no answer")
        if asyncio.current_task().cancelling():
            raise asyncio.CancelledError
        value, error = answers[0]
        if error is not None:
            raise error
        return value


# %% part-2
def failed(task):
    return task.done() and isinstance(task.exception(), (ServiceError, TimeoutError))


class Hedged:
    def __init__(self, service, backup, delay, budget):
        self.service, self.backup, self.delay, self.budget = service, backup, delay, budget

    async def __call__(self, request, within):
        self.budget.asked()
        within, copies, begun, ended = Within(within), [], {}, []

        def send(service):
            copy = asyncio.ensure_future(within.call(service, request))
            copy.add_done_callback(ended.append)
            copies.append(copy)
            begun[copy] = now()
            return copy

        try:
            first = send(self.service)
            try:
                await asyncio.wait_for(asyncio.shield(first), self.delay.seconds())
            except (ServiceError, TimeoutError):
                if within.left() > 0 and (failed(first) or not first.done()) and self.budget.may_hedge():
                    send(self.backup)
            while True:
                decided = [copy for copy in ended if not failed(copy)]
                if decided:
                    value, took = decided[0].result(), now() - begun[decided[0]]
                    break
                if len(ended) == len(copies):
                    raise ended[-1].exception()
                await asyncio.wait([copy for copy in copies if copy not in ended], return_when="FIRST_COMPLETED")
                await asyncio.sleep(0)
        finally:
            for copy in copies:
                copy.cancel()
            await asyncio.gather(*copies, return_exceptions=True)
        self.delay.note(took)
        return value


# %% part-3
class Delay:
    """Keeps all notes, and looks at the last ones."""

    def __init__(self, q=0.95, least=0.001, most=1.0, window=200):
        self.q, self.least, self.most, self.window, self.notes = q, least, most, window, []

    def note(self, seconds):
        self.notes.append(seconds)

    def seconds(self):
        last = sorted(self.notes[-self.window :])
        for rank, seconds in enumerate(last, 1):
            if rank >= self.q * len(last):
                return max(self.least, min(self.most, seconds))
        return self.most


# %% part-4
class Page:
    def __init__(self, required, optional):
        self.required, self.optional = required, optional

    async def __call__(self, request, within):
        within, values = Within(within), {}

        async def part(name, service):
            try:
                values[name] = await within.call(service, request)
            except (ServiceError, TimeoutError):
                if name in self.required:
                    raise

        parts = [asyncio.create_task(part(*one)) for one in [*self.required.items(), *self.optional.items()]]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_EXCEPTION) if parts else ((), ())
            for one in done:
                one.result()
        finally:
            for one in parts:
                one.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        names = [*self.required, *self.optional]
        return {name: values[name] for name in names if name in values}, [n for n in self.optional if n not in values]
