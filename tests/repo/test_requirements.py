"""What is installed is what was checked: every package in one version, and only files of known hashes."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[2]
WRITTEN = {"run.in": "requirements.txt", "dev.in": "requirements-dev.txt"}  # what `make lock` writes of what
LOCKS = [*WRITTEN.values(), "requirements/duckdb15.txt"]


def direct(source: str) -> list[Requirement]:
    """The requirements that a person wrote."""
    text = (PROJECT / "requirements" / source).read_text(encoding="utf-8")
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


def entries(lock: str) -> list[str]:
    """The entries of a list as pip reads them: continued lines joined, comments left out."""
    text = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def locked(lock: str) -> dict[str, list[Requirement]]:
    """The versions that a list has of each package: of some one for each range of Pythons."""
    found: dict[str, list[Requirement]] = {}
    for entry in entries(lock):
        requirement = Requirement(entry.partition(" --hash")[0])
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_version_and_its_hashes(lock: str) -> None:
    """pip then takes no other file, also not of a package that nobody named."""
    assert entries(lock)
    for entry in entries(lock):
        requirement, *hashes = re.split(r"\s+--hash=", entry)
        assert re.fullmatch(r"[a-z0-9.-]+==[\w.]+( ; .+)?", requirement), entry
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_list_names_no_place_to_take_packages_from(lock: str) -> None:
    """Where packages come from is for whoever installs them to say."""
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("source", WRITTEN)
def test_a_list_has_what_was_asked_for(source: str) -> None:
    """After an edit of requirements/*.in, run: make lock."""
    found = locked(WRITTEN[source])
    wanted = direct(source)
    assert len(wanted) >= 10
    for requirement in wanted:
        [one] = found[canonicalize_name(requirement.name)]
        assert one.specifier == requirement.specifier
        assert one.marker == requirement.marker or str(one.marker) == str(requirement.marker)


def test_tests_run_on_what_serves() -> None:
    """The list for tests has all of the other list, in the same versions."""
    serving, testing = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: testing.get(name) for name in serving} == serving


@pytest.mark.parametrize("lock", WRITTEN.values())
def test_a_list_is_whole(lock: str) -> None:
    """What an installed package needs in turn, here, is in the list at the version that is installed."""
    found, lacking = locked(lock), list[str]()
    for name, versions in found.items():
        distribution = next(iter(metadata.distributions(name=name)), None)
        if distribution is None:  # of another system, or not asked for yet
            continue
        assert any(one.specifier.contains(distribution.version) for one in versions), name
        needs = map(Requirement, distribution.requires or [])
        lacking += [
            f"{name} needs {need}"
            for need in needs
            if (need.marker is None or need.marker.evaluate({"extra": ""}))
            and canonicalize_name(need.name) not in found
        ]
    assert lacking == []


def test_the_other_duckdb_is_the_one_that_is_named() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^OLD_DUCKDB := (.+)$", makefile, re.MULTILINE)
    assert named
    [[one]] = locked("requirements/duckdb15.txt").values()
    assert str(one) == f"duckdb=={named[1]}"


def test_every_install_asks_for_hashes() -> None:
    """By the Makefile nothing is installed by pip that no list has."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if re.search(r"pip install|\$\(INSTALL\)", line)]
    assert len(installs) >= 4
    assert all("--require-hashes" in line or re.search(r"\$\(INSTALL\) .*-r ", line) for line in installs)
