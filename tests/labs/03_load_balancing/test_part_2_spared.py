"""Lab 03, part 2, outlier ejection: late reports, servers that the share spares, and the defaults."""

import pytest

from systemdesign import now, run

from .scene import at, fail, farm, lasts, names


@pytest.mark.rule(4)
def test_late_reports_on_an_ejected_server_change_nothing(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=2, base=8.0, share=0.5)
        fail(ejection, servers[0], 2)
        await at(2.5)
        ejection.succeeded(servers[0])
        pardoned = names(ejection.available())
        fail(ejection, servers[0], 5)
        await at(8.25)
        back = names(ejection.available())
        fail(ejection, servers[0], 1)
        counted = names(ejection.available())
        fail(ejection, servers[0], 1)
        await at(24.0)
        out = names(ejection.available())
        await at(24.25)
        return pardoned, back, counted, out, names(ejection.available())

    pardoned, back, counted, out, later = run(main)
    assert pardoned == "bcd", (
        "A success that comes in while the server is ejected must not bring it back before its time."
    )
    assert back == "abcd", (
        "Replies that were under way when the server was ejected come in late: they must not keep it out for longer."
    )
    assert counted == "abcd", "Failures that came in while the server was ejected are counted after it: ignore them."
    assert out == "bcd" and later == "abcd", (
        "Late failures of an ejected server are no ejection of their own: the second time lasts twice `base`."
    )


@pytest.mark.rule(3)
def test_a_spared_server_was_not_ejected(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=8.0, share=0.25)
        ejection.failed(servers[0])
        for _ in range(3):
            ejection.failed(servers[1])
        await at(8.5)
        still = names(ejection.available())
        ejection.failed(servers[1])
        out = names(ejection.available())
        await at(16.75)
        return still, out, names(ejection.available())

    still, out, back = run(main)
    assert still == "abcd", f"b was spared while a was out, and has not failed since: it stays. Available is {still!r}."
    assert out == "acd", (
        f"b was spared, then there was room, and its next failure ejects it; available is {out!r}. It was not ejected "
        f"when it was spared, so nothing of b's is used up."
    )
    assert back == "abcd", (
        f"A spared server was not ejected: its first real ejection lasts `base`, 8 s. Available after 8.25 s is "
        f"{back!r}."
    )


@pytest.mark.rule(1)
def test_a_success_ends_the_row_of_a_spared_server(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=2, base=8.0, share=0.25)
        fail(ejection, servers[0], 2)
        fail(ejection, servers[1], 5)
        ejection.succeeded(servers[1])
        await at(9.0)
        fail(ejection, servers[1], 1)
        return names(ejection.available())

    assert run(main) == "abcd", (
        "b was spared, then it succeeded: its count starts again at 0, and one failure is not two."
    )


@pytest.mark.rule(1, 2, 3)
def test_the_defaults_are_envoys(lab):
    async def main():
        servers = farm("abcdefghijklmnopqrstuvwxy")
        ejection = lab.Ejection(servers)
        fail(ejection, servers[0], 4)
        assert len(ejection.available()) == 25, "`failures` is 5 when it is not given, and 4 eject already (rule 1)."
        fail(ejection, servers[0], 1)
        assert len(ejection.available()) == 24, "`failures` is 5 when it is not given, and 5 do not eject yet (rule 1)."
        for server in servers[1:]:
            fail(ejection, server, 5)
        out = 25 - len(ejection.available())
        assert out == 2, f"`share` is 0.1 when it is not given, so two of 25 may be out, and {out} are (rule 3)."
        times = [await lasts(ejection, servers[0], 30.0)]
        for _ in range(10):
            fail(ejection, servers[0], 5)
            times.append(await lasts(ejection, servers[0], 30.0))
        assert times == [*range(1, 11), 10], (
            f"`base` is 30 s and `longest` 300 s when they are not given; in units of 30 s the ejections lasted "
            f"{times} (rule 2)."
        )
        fail(ejection, servers[0], 5)
        await at(now() + 299.5)
        assert servers[0] not in ejection.available(), (
            "The 12th ejection lasts `longest`, 300 s when it is not given, and yours was over within 299.5 s (rule 2)."
        )

    run(main)


@pytest.mark.rule(1, 2, 3)
def test_the_parameters_have_their_order(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, 1, 8.0, 20.0, 0.5)
        for server in servers:
            ejection.failed(server)
        left = names(ejection.available())
        times = [await lasts(ejection, servers[0], 8.0)]
        ejection.failed(servers[0])
        return left, times + [await lasts(ejection, servers[0], 8.0)]

    assert run(main) == ("cd", [1, 2]), (
        "Keep the order of the parameters: Ejection(servers, failures, base, longest, share)."
    )
