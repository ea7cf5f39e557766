"""How pytest runs here: in parallel where pytest-xdist is there, and no test without end where pytest-timeout is."""

from __future__ import annotations

import pytest

LONGEST = 600  # seconds for one test on a loaded machine; what waits for something that never comes ends there


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """As `-n auto --dist worksteal`, unless `-n` or `--dist` says something else; a worker starts no workers.

    Each worker begins with files of its own, and whoever is done first takes from what the others have left, so that
    no worker waits for the one that got the dear files.
    """
    if config.pluginmanager.hasplugin("timeout") and config.option.timeout is None:
        config.option.timeout = LONGEST
    if not config.pluginmanager.hasplugin("xdist") or hasattr(config, "workerinput"):
        return
    if config.option.numprocesses is None:
        config.option.numprocesses = "auto"
    if config.option.dist == "no":
        config.option.dist = "worksteal"
