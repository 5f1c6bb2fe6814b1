"""How programs without a wheel are found, or taken out of packages."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from systemdesign.engines import EngineMissing, available
from systemdesign.engines.child import installed
from systemdesign.engines.debian import packed
from systemdesign.engines.prometheus.debian import PACKED, prometheus
from systemdesign.engines.redis import debian as redis

PROMETHEUS = "echo prometheus, version 2.42.0+ds '(branch: debian/sid)'"
needs_dpkg = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="there is no dpkg-deb to make a package with")


@pytest.fixture(autouse=True)
def bare(tmp_path, monkeypatch):
    """A Linux with neither the programs nor apt-get."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("PROMETHEUS", "REDIS_CLI", "REDIS_BENCHMARK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(packed, "KEPT", tmp_path / "engines")
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    (tmp_path / "bin").mkdir()
    installed._found.cache_clear()
    yield tmp_path
    installed._found.cache_clear()


def written(path, text=PROMETHEUS):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def made(folder, package, files):
    """The path of a package with these files, {path under /usr: text of a script, or Path that it links to}."""
    tree = folder / "tree" / package
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(f"Package: {package}\nVersion: 2\nArchitecture: all\n"
                                             "Maintainer: nobody <n@example.org>\nDescription: none\n")
    for name, text in files.items():
        path = tree / "usr" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, Path):
            path.symlink_to(text)
        else:
            written(path, text)
    subprocess.run(["dpkg-deb", "--build", tree, folder / f"{package}_2_all.deb"], check=True,
                   stdout=subprocess.DEVNULL, env={"PATH": os.defpath})
    return folder / f"{package}_2_all.deb"


@pytest.fixture
def apt(bare):
    """apt-get, with a package of two programs, by `lists` or a `mirror`; what it is asked is noted in `asked`."""
    for name in ("cp", "sh", "dpkg-deb", "tar", "rm"):
        (bare / "bin" / name).symlink_to(shutil.which(name, path=os.defpath + ":/usr/sbin:/sbin"))
    made(bare, "prometheus", dict.fromkeys(("bin/prometheus", "bin/promtool"), PROMETHEUS))
    return written(bare / "bin" / "apt-get", f"""
echo "$6" >> "{bare}/asked"
case "$6 $*" in
    update*Lists=*) [ -d lists/partial ] && [ -e "{bare}/mirror" ] || {{ echo "E: no mirror" >&2; exit 100; }} ;;
    download*Lists=*) cp "{bare}/prometheus_2_all.deb" . ;;
    *) [ -e "{bare}/lists" ] && cp "{bare}/prometheus_2_all.deb" . && exit
       echo "E: Unable to locate package $7" >&2; exit 100 ;;
esac""")


def test_what_a_variable_names_comes_first_then_the_path_then_what_was_kept(bare, monkeypatch):
    kept = written(packed.KEPT / "prometheus")
    assert prometheus() == kept
    on_path = written(bare / "bin" / "prometheus")
    assert prometheus() == on_path
    monkeypatch.setenv("PROMETHEUS", written(bare / "mine"))
    assert prometheus() == str(bare / "mine")


def test_one_that_a_variable_names_and_that_is_not_there_is_missing(bare, monkeypatch):
    written(packed.KEPT / "prometheus")
    monkeypatch.setenv("PROMETHEUS", str(bare / "nowhere"))
    assert not available("prometheus")


@pytest.mark.parametrize("text", ["echo prometheus, version 1.8.2", "echo Flag provided but not defined >&2; exit 2",
                                  "echo some other Prometheus 7", ":", "exit 1"])
def test_one_on_the_path_that_is_too_old_or_something_else_is_passed_over(bare, text):
    written(bare / "bin" / "prometheus", text)
    assert not available("prometheus")
    kept = written(packed.KEPT / "prometheus")
    assert available("prometheus").program == kept


@pytest.mark.parametrize(("text", "version"), [
    ("echo 'prometheus, version 2.42.0+ds (branch: debian/sid)'", "Prometheus 2.42.0+ds"),
    ("echo 'prometheus, version 2.15.2 (branch: x)' >&2", "Prometheus 2.15.2"),  # older ones answer on standard error
    ("echo 'prometheus, version 3.5.0 (branch: HEAD)'", "Prometheus 3.5.0")])
def test_its_version_is_told(bare, text, version):
    written(bare / "bin" / "prometheus", text)
    assert available("prometheus").reason == version


def test_a_file_that_is_no_program_is_passed_over(bare):
    Path(written(bare / "bin" / "prometheus")).write_bytes(b"\x00\x01")
    assert not available("prometheus")
    kept = written(packed.KEPT / "prometheus")
    assert available("prometheus").program == kept


@pytest.mark.parametrize(("system", "advice"), [
    ("Darwin", "Prometheus is not installed: `brew install prometheus` brings it."),
    ("Linux", "Prometheus is not installed: install it as this system does, and let PROMETHEUS name its program if "
              "that is not on PATH.")])
def test_a_missing_one_says_what_to_do(monkeypatch, system, advice):
    monkeypatch.setattr(platform, "system", lambda: system)
    assert available("prometheus").reason == advice


def test_where_there_is_apt_get_it_says_what_to_type(bare):
    written(bare / "bin" / "apt-get")
    assert available("prometheus").reason == (
        "Prometheus is not installed: `python -m systemdesign.engines.prometheus` brings it.")


@needs_dpkg
def test_of_the_package_only_the_program_is_kept(bare, apt):
    (bare / "lists").touch()
    PACKED.unpack()
    assert [path.name for path in packed.KEPT.iterdir()] == ["prometheus"]
    assert available("prometheus").program == str(packed.KEPT / "prometheus")
    assert (bare / "asked").read_text().split() == ["download"]


@needs_dpkg
def test_where_the_system_has_no_list_of_packages_it_asks_for_one_of_its_own(bare, apt):
    (bare / "mirror").touch()
    PACKED.unpack()
    assert (bare / "asked").read_text().split() == ["download", "update", "download"]
    assert [path.name for path in packed.KEPT.iterdir()] == ["prometheus"]
    assert available("prometheus")


@needs_dpkg
def test_where_the_package_cannot_be_had_apt_get_says_why_and_nothing_is_left(bare, apt):
    with pytest.raises(EngineMissing, match=r"the package; is its mirror in reach\? It says:\nE: no mirror"):
        PACKED.unpack()
    assert (bare / "asked").read_text().split() == ["download", "update"]
    assert not list(packed.KEPT.iterdir())


@needs_dpkg
def test_the_command_brings_it_once_and_then_says_where_it_is(bare, apt, capsys):
    (bare / "lists").touch()
    PACKED.main("prometheus")
    PACKED.main("prometheus")
    assert capsys.readouterr().out == 2 * f"Prometheus 2.42.0+ds: {packed.KEPT / 'prometheus'}\n"
    assert (bare / "asked").read_text().split() == ["download"]


def test_the_command_fails_where_there_is_no_apt_get_and_says_what_to_do():
    with pytest.raises(SystemExit, match=r"There is no apt-get.*let PROMETHEUS name its program"):
        PACKED.main("prometheus")


def test_it_lies_in_the_virtual_environment(monkeypatch):
    monkeypatch.undo()
    assert Path(sys.prefix, "engines") == packed.KEPT


@pytest.mark.parametrize("module", [PACKED.module, redis.PACKED.module])
@pytest.mark.parametrize(("target", "brings"), [("test", 1), ("proof", 1), ("serve", 0), ("book", 0)])
def test_the_tests_bring_them_and_the_book_is_made_without(root, monkeypatch, module, target, brings):
    monkeypatch.undo()
    dry = subprocess.run(["make", "--dry-run", target], cwd=root, capture_output=True, text=True, check=True).stdout
    assert dry.count(f"-m {module}") == brings


@needs_dpkg
def test_programs_that_bring_libraries_are_launched_with_them(bare, apt, monkeypatch):
    tools = {f"bin/{name}": f'echo {name} 7.0.15 $# "$LD_LIBRARY_PATH"' for name in ("redis-cli", "redis-benchmark")}
    packages = [made(bare, "redis-tools", tools | {"bin/redis-check-aof": "exit"}),
                made(bare, "liblzf1", {"lib/any/liblzf.so.1.5": "code", "lib/any/liblzf.so.1": Path("liblzf.so.1.5")})]
    monkeypatch.setattr(packed, "downloaded", lambda folder, *names: packages)
    redis.PACKED.unpack()
    redis.PACKED.unpack()
    home = packed.KEPT / "redis-tools.d"
    assert sorted(path.name for path in packed.KEPT.iterdir()) == ["redis-benchmark", "redis-cli", "redis-tools.d"]
    assert sorted(path.name for path in home.iterdir()) == [
        "liblzf.so.1", "liblzf.so.1.5", "redis-benchmark", "redis-cli"]
    assert (home / "liblzf.so.1").read_bytes() == (home / "liblzf.so.1.5").read_bytes()
    told = subprocess.run([redis.cli(), "a b", "c"], capture_output=True, text=True, check=True).stdout
    assert told == f"redis-cli 7.0.15 2 {home}\n"


def test_each_program_has_a_variable_and_an_advice_of_its_own(bare, monkeypatch):
    monkeypatch.setenv("REDIS_CLI", written(bare / "mine", "echo redis-cli 6.2.1"))
    assert available("redis-cli").program == str(bare / "mine")
    assert available("redis-benchmark").reason == (
        "redis-tools is not installed: install it as this system does, and let REDIS_BENCHMARK name its program if "
        "that is not on PATH.")


@pytest.mark.parametrize("text", ["echo redis-cli 5.0.14", "echo redis-server 7.0.15", "exit 1"])
def test_tools_that_are_too_old_or_something_else_are_passed_over(bare, text):
    written(bare / "bin" / "redis-cli", text)
    assert not available("redis-cli")


def test_valkey_s_own_tools_under_redis_s_names_will_do(bare):
    written(bare / "bin" / "redis-benchmark", "echo valkey-benchmark 8.1.1")
    assert available("redis-benchmark").reason == "valkey-benchmark 8.1.1"
