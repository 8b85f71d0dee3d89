"""What all tests share: one flag."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Draw the golden pictures of props anew.")
