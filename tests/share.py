"""A pytest plugin: two runs share one choice of tests, each taking whole files that the other has not begun.

Give both `-p tests.share --share=FOLDER` (with the equals sign, else pytest takes the folder for tests), and one of them `--from-the-end`.
A file is taken by making an entry of its name in the folder. A run passes over what the other took, so only both together are a whole
run: `.ci/test.sh` fails if either fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

_TAKEN: pytest.StashKey[dict[Path, bool]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--share", type=Path, required=True, help="the folder in which taken files are noted")
    parser.addoption("--from-the-end", action="store_true", help="take the last file first")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TAKEN] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--from-the-end"):
        files = {item.path: number for number, item in enumerate(items)}
        items.sort(key=lambda item: -files[item.path])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    taken = item.config.stash[_TAKEN]
    if item.path not in taken:
        taken[item.path] = _take(item.config.getoption("--share"), item)
    if not taken[item.path]:
        return True
    # The test before has kept what the next one on its own list needs; where that one was passed over, it goes now.
    item.session._setupstate.teardown_exact(item)
    return None


def _take(folder: Path, item: pytest.Item) -> bool:
    try:
        (folder / item.nodeid.split("::")[0].replace("/", ".")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
