"""An officer's own saved searches: kept, renamed, forgotten. Nobody else sees them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from heritage.errors import BadRequest
from heritage.models import SavedSearch, User
from heritage.selectors.params import query_from

MOST = 100  # of one person
MAX_NAME, MAX_QUERY = 120, 2000  # characters, as the columns have
NOT_KEPT = ("cursor", "limit", "csrfmiddlewaretoken")  # of an address: where one stood in the list


def save(name: str, query: str, *, by: User) -> SavedSearch:
    """Keep a search under a name.

    Args:
        query: What stands behind the question mark of an address of Explore.

    Raises:
        BadRequest: No name, one that the person has already, a search that cannot be asked, too many of them.
    """
    asked = _tidied(query)
    if SavedSearch.objects.filter(user=by).count() >= MOST:
        raise BadRequest(
            f"Đã lưu {MOST} lần tìm. Xóa bớt rồi lưu tiếp.",
            f"{MOST} searches are saved. Delete some, then save more.",
            "too_many_searches",
        )
    return _written(SavedSearch(user=by, query=asked, seen_at=timezone.now()), name)


def rename(row: SavedSearch, name: str) -> SavedSearch:
    """Give a search another name.

    Raises:
        BadRequest: No name, or one that the person has already.
    """
    return _written(row, name)


def note_seen(row: SavedSearch) -> None:
    """The result is being looked at: what is published from now on is new."""
    SavedSearch.objects.filter(pk=row.pk).update(seen_at=timezone.now())


def _written(row: SavedSearch, name: str) -> SavedSearch:
    row.name = " ".join(name.split())[:MAX_NAME]
    if not row.name:
        raise BadRequest("Đặt tên cho lần tìm này.", "Give this search a name.", "no_name")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise BadRequest(
            f"Đã có lần tìm tên “{row.name}”. Đặt tên khác.",
            f"There is a search named “{row.name}” already. Choose another name.",
            "name_taken",
        ) from error
    return row


def _tidied(query: str) -> str:
    """The search in one order of parameters, once it has been read as an address is."""
    params = QueryDict(query.removeprefix("?"), mutable=True)
    for name in NOT_KEPT:
        params.pop(name, None)
    for name in list(params):
        values = [value for value in params.getlist(name) if value]
        if values:
            params.setlist(name, values)
        else:
            del params[name]
    query_from(params)
    text = params.urlencode()
    if len(text) > MAX_QUERY:
        raise BadRequest(
            "Lần tìm này dài quá, không lưu được. Bỏ bớt bộ lọc hoặc vẽ vùng ít đỉnh hơn.",
            "This search is too long to be saved. Leave out filters, or draw the area with fewer corners.",
            "search_too_long",
        )
    return text
