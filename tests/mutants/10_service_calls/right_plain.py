"""A right answer of another shape: plain tasks, callbacks and timers, and one future that says how it ended."""

# %% part-1


class Within:
    def __init__(self, seconds, margin=0.0):
        self.end, self.margin = asyncio.get_running_loop().time() + seconds, margin

    def left(self):
        return max(self.end - asyncio.get_running_loop().time(), 0)

    async def call(self, service, request):
        limit = self.left() - self.margin
        if limit <= 0:
            raise TimedOut("too late")
        task, late = asyncio.create_task(self.ask(service, request, limit)), []

        def cut():
            late.append(True)
            task.cancel()

        timer = asyncio.get_running_loop().call_at(self.end - self.margin, cut)
        left = False
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                left = True
                task.cancel()
        timer.cancel()
        said = None if task.cancelled() else task.exception()
        if left:
            raise asyncio.CancelledError
        if late:
            raise TimedOut("too late") from said
        return task.result()

    async def ask(self, service, request, limit):
        return await service(request, within=limit)


# %% part-2
async def stopped(tasks):
    """Cancel them, and wait until they are over, however often the caller is cancelled meanwhile."""
    left = False
    for task in tasks:
        task.cancel()
    while not all(task.done() for task in tasks):
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            left = True
    for task in tasks:
        task.cancelled() or task.exception()
    if left:
        raise asyncio.CancelledError


class Hedged:
    def __init__(self, service, backup, delay, budget):
        self.service, self.backup, self.delay, self.budget = service, backup, delay, budget

    async def __call__(self, request, within):
        self.budget.asked()
        race = Race(self, request, within)
        race.send(self.service)
        timer = asyncio.get_running_loop().call_later(self.delay.seconds(), race.hedge)
        try:
            value, seconds = await race.outcome
        finally:
            timer.cancel()
            race.closed = True
            await stopped(race.tasks)
        self.delay.note(seconds)
        return value


class Race:
    def __init__(self, hedged, request, within):
        self.hedged, self.request, self.time = hedged, request, Within(within)
        self.outcome = asyncio.get_running_loop().create_future()
        self.tasks, self.hedges, self.closed = [], True, False

    def send(self, service):
        task = asyncio.create_task(self.time.call(service, self.request))
        begun = now()
        self.tasks.append(task)
        task.add_done_callback(lambda task: self.ended(task, now() - begun))

    def hedge(self):
        if self.hedges and not self.closed and not self.outcome.done():
            self.hedges = False
            if self.time.left() > 0 and self.hedged.budget.may_hedge():
                self.send(self.hedged.backup)

    def ended(self, task, seconds):
        if self.closed or self.outcome.done() or task.cancelled():
            return
        error = task.exception()
        if error is None:
            self.outcome.set_result((task.result(), seconds))
        elif not isinstance(error, (ServiceError, TimeoutError)):
            self.outcome.set_exception(error)
        else:
            self.hedge()
            if all(task.done() for task in self.tasks):
                self.outcome.set_exception(error)


# %% part-3
class Delay:
    """Counts, for each note, how many are not above it."""

    def __init__(self, q=0.95, least=0.001, most=1.0, window=200):
        self.q, self.least, self.most, self.window, self.notes = q, least, most, window, ()

    def note(self, seconds):
        self.notes = (*self.notes, seconds)[-self.window :]

    def seconds(self):
        need = self.q * len(self.notes)
        enough = [one for one in self.notes if sum(other <= one for other in self.notes) >= need]
        return max(self.least, min(self.most, min(enough))) if self.notes else self.most


# %% part-4
FAILED = object()


class Page:
    def __init__(self, required, optional):
        self.services, self.optional = [*required.items(), *optional.items()], list(optional)

    async def __call__(self, request, within):
        time, outcome = Within(within), asyncio.get_running_loop().create_future()
        tasks = [asyncio.create_task(self.asked(time, outcome, name, one, request)) for name, one in self.services]
        everybody = asyncio.gather(*tasks)
        first = asyncio.wait([outcome, everybody], return_when=asyncio.FIRST_COMPLETED) if tasks else None
        try:
            if first:
                await first
        finally:
            for task in tasks:
                task.cancel()
            while not all(task.done() for task in tasks):
                await asyncio.gather(*tasks, return_exceptions=True)
            everybody.cancelled() or everybody.exception()
        if outcome.done():
            raise outcome.result()
        answers = {name: task.result() for (name, _), task in zip(self.services, tasks)}
        values = {name: answer for name, answer in answers.items() if answer is not FAILED}
        return values, [name for name in self.optional if name not in values]

    async def asked(self, time, outcome, name, service, request):
        try:
            return await time.call(service, request)
        except Exception as error:
            missing = isinstance(error, (ServiceError, TimeoutError)) and name in self.optional
            if not missing and not outcome.done():
                outcome.set_result(error)
            return FAILED
