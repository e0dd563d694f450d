"""What all search tests share."""

from __future__ import annotations

import os

import pytest

pytest.register_assert_rewrite(
    "tests.search.contract", "tests.search.contract_text", "tests.search.contract_filters"
)


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Address of the test server.

    Absent it is a skip, or a failure where the run promises to exercise all services.
    """
    url = os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL")
    if url:
        return url
    reason = "DISANSO_TEST_ELASTICSEARCH_URL names no Elasticsearch server"
    if os.environ.get("DISANSO_REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
