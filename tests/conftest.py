"""What all tests share: one flag, and ears for Ctrl-C."""

from __future__ import annotations

import signal

import pytest

# A run that was started in the background is deaf to Ctrl-C, and so would be the programs that tests end with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Draw the golden pictures of props anew.")
