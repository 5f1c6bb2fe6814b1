"""Part 2 of lab 14 is judged by what a budget grants when it is asked for more than it has."""


def granted(budget, times=50):
    return sum(bool(budget.may_retry()) for _ in range(times))


def ask(budget, times):
    for _ in range(times):
        budget.asked()
