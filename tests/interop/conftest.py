"""The catalogue behind a server that listens, for clients that others wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gis.models import AdminUnit
from heritage.models import Item
from tests.ogc_catalogue import OgcCatalogue, fill_ogc


@pytest.fixture
def catalogue(
    transactional_db: None,
    make_item: Callable[..., Item],
    vi_khe: AdminUnit,
    nam_dinh: AdminUnit,
    index: Any,
) -> OgcCatalogue:
    """Everything that OGC API serves."""
    return fill_ogc(make_item, vi_khe, nam_dinh)


@pytest.fixture
def ogc(live_server: Any, catalogue: OgcCatalogue) -> str:
    """Address of the landing page."""
    return f"{live_server.url}/ogc/"
