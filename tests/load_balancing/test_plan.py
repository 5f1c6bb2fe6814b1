import pytest

from systemdesign import now, run
from systemdesign.load_balancing.plan import FarmPlan
from systemdesign.load_balancing.policies import POLICIES
from systemdesign.sim.distributions import exponential
from systemdesign.sim.workload import open_loop, poisson, requests


def test_a_plan_asks_for_the_load_that_it_names():
    plan = FarmPlan(count=20_000, load=0.7, servers=4, service=0.02)
    work = sum(request.work for request in plan.requests())
    assert work / plan.arrivals()[-1] / 4 == pytest.approx(0.7, rel=0.03)


def test_its_requests_are_those_that_the_simulation_draws_from_the_same_seed():
    plan = FarmPlan(count=50, load=0.5, servers=2, service=0.1, clients=3)
    seen = []

    async def service(request):
        seen.append((now(), request.work, request.client))

    async def main():
        await open_loop(service, poisson(10), requests(work=exponential(0.1), clients=3), count=50)

    run(main(), seed=plan.seed)
    for (at, work, client), arrival, request in zip(seen, plan.arrivals(), plan.requests(), strict=True):
        assert at == pytest.approx(arrival)
        assert (work, client) == (request.work, request.client)


def test_another_seed_gives_other_requests():
    assert FarmPlan(seed=1).arrivals() != FarmPlan(seed=2).arrivals()
    assert FarmPlan(seed=1).requests() != FarmPlan(seed=2).requests()


def test_it_prints_what_differs_from_the_defaults():
    told = FarmPlan.of({"policy": "least connections", "weights": [2, 1], "servers": 4})
    assert str(told) == "(policy='least connections', weights=(2, 1))"


@pytest.mark.parametrize("policy", sorted(set(POLICIES) - {"consistent"}))
def test_a_plan_takes_the_policies_of_the_courses_own_balancer(policy):
    assert FarmPlan(policy=policy).policy == policy


def test_two_choices_are_two_draws():
    assert FarmPlan(policy="random").proxy["balance"] == "random(1)"
    assert FarmPlan(policy="power of two choices").proxy["balance"] == "random(2)"


def test_a_policy_that_haproxy_has_not_is_a_mistake():
    with pytest.raises(ValueError, match=r"no policy called 'psychic' here; it has 'random', 'round robin'"):
        FarmPlan(policy="psychic")
