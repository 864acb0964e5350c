"""The pages themselves: form, and that what they point to is there."""

import re
from importlib.resources import files

import pytest

from ses_tui import playbooks

SECTIONS = ["Now", "Then", "After", "Do not", "Sources"]
SOURCE = re.compile(r"^  (https://)?[a-z0-9.-]+\.[a-z]+/\S*$")


def section(name: str, heading: str) -> list[str]:
    """The lines under a heading."""
    after = playbooks.text(name).split(f"\n## {heading}\n")[1]
    return after.split("\n## ")[0].splitlines()


def test_there_is_a_file_for_every_name_and_a_name_for_every_file() -> None:
    there = {file.name.removesuffix(".md") for file in files(playbooks).iterdir() if ".md" in file.name}
    assert there == set(playbooks.names())


@pytest.mark.parametrize("name", playbooks.names())
def test_it_fits_and_is_plain(name: str) -> None:
    text = playbooks.text(name)
    lines = text.splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 76
    assert text.isascii()
    assert "\t" not in text
    assert text.endswith("\n")
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("name", playbooks.names())
def test_it_has_its_parts_in_order(name: str) -> None:
    lines = playbooks.text(name).splitlines()
    assert lines[0] == f"# {playbooks.title(name)}"
    assert lines[1] == ""
    assert re.search(r"[.:]$", lines[2]), "the first line says what it means, whole"
    assert [line[3:] for line in lines if line.startswith("## ")] == SECTIONS
    for heading in SECTIONS:
        assert [line for line in section(name, heading) if line.strip()], heading
    assert section(name, "Now")[0].startswith("1. ")
    assert all(line[:2] in {"- ", "  ", ""} for line in section(name, "Do not"))
    assert all(line.startswith("- Do not ") for line in section(name, "Do not") if line.startswith("- "))


@pytest.mark.parametrize("name", playbooks.names())
def test_steps_are_numbered_from_one(name: str) -> None:
    for heading in ("Now", "Then", "After"):
        numbers = [int(found[1]) for line in section(name, heading) if (found := re.match(r"(\d+)\. ", line))]
        assert numbers == list(range(1, len(numbers) + 1)), heading


@pytest.mark.parametrize("name", playbooks.names())
def test_every_source_has_a_name_and_an_address(name: str) -> None:
    lines = [line for line in section(name, "Sources") if line]
    assert len(lines) >= 2
    assert len(lines) % 2 == 0
    for title, address in zip(lines[::2], lines[1::2], strict=True):
        assert title.startswith("- ")
        assert SOURCE.match(address), address


@pytest.mark.parametrize("name", playbooks.names())
def test_the_pages_that_it_names_exist(name: str) -> None:
    for found in re.findall(r"pages?:? ([a-z]+(?:-[a-z]+)+)", playbooks.text(name), re.IGNORECASE):
        assert found in playbooks.names(), found


def test_an_unknown_name_is_a_key_error() -> None:
    for name in ("nothing", "", "../core/playbooks", "__init__"):
        with pytest.raises(KeyError):
            playbooks.text(name)
        with pytest.raises(KeyError):
            playbooks.title(name)
