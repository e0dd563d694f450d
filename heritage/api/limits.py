"""How often one caller may ask the API: by address, or more with a key. Told in the headers of every answer."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from heritage import request_counts
from heritage.errors import BadKey, Refusal, TooManyRequests, status_of
from heritage.services.api_keys import valid_key

PREFIX = "/api/v1/"
FREE = ("/api/v1/docs", "/api/v1/openapi.json")  # whoever reads how to ask has not asked yet
EXPORTS, EXPORT_COST = "/api/v1/exports/", 10  # a whole result is the work of many pages
SITE_TIMES = 10  # our own pages ask while somebody types and pans, and a whole office may share one address
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is counted, as an opaque name, and how much they may ask in a minute."""

    who: str
    per_minute: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute. ``over`` is a request too many."""

    limit: int
    used: int
    reset_s: int

    @property
    def over(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """As the IETF draft on rate limit headers names them (draft-ietf-httpapi-ratelimit-headers-07)."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.reset_s),
            "RateLimit-Policy": f"{self.limit};w={MINUTE_S}",
        }
        return told | ({"Retry-After": str(self.reset_s)} if self.over else {})


class RateLimit:
    """Counts what is asked of the API; past the limit the answer is 429, with a wrong key 401."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.path in FREE:
            return self.get_response(request)
        caller, bad = _caller(request)
        allowance = _counted(caller, EXPORT_COST if request.path.startswith(EXPORTS) else 1)
        if allowance is not None and allowance.over:
            response = _refused(_too_many(allowance))
        elif bad is not None:
            response = _refused(bad)
            response.headers["WWW-Authenticate"] = 'Bearer realm="api", error="invalid_token"'
        else:
            response = self.get_response(request)
        for name, value in (allowance.headers if allowance else {}).items():
            response.headers[name] = value
        return response


def _caller(request: HttpRequest) -> tuple[Caller, BadKey | None]:
    """Whoever sends a wrong key is counted by address, so that keys cannot be guessed at leisure."""
    scheme, _, key = request.headers.get("Authorization", "").strip().partition(" ")
    bad = None
    if scheme.lower() == "bearer":
        row = valid_key(key.strip())
        if row is not None:
            return Caller(f"k{row.pk}", row.per_minute), None
        bad = BadKey()
    # Browsers set it, scripts may forge it: it buys a larger count, not an endless one.
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    limit = settings.API_PER_MINUTE * (SITE_TIMES if own else 1)
    return Caller(f"{'s' if own else 'a'}{_hidden(caller_address(request))}", limit), bad


def caller_address(request: HttpRequest) -> str:
    """The address that asked, seen past ``DISANSO_PROXIES`` proxies; of IPv6 the network that one customer has."""
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    text = str(request.META.get("REMOTE_ADDR", ""))
    if 0 < settings.PROXIES <= len(hops):
        text = hops[-settings.PROXIES]
    try:
        address = ipaddress.ip_address(text.removeprefix("[").partition("]")[0].partition("%")[0])
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _hidden(address: str) -> str:
    """Nobody's address is written down, not even for a minute."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:24]


def _counted(caller: Caller, cost: int) -> Allowance | None:
    """None where there is no limit, or while nothing can be counted: then the API answers all the same."""
    if settings.API_PER_MINUTE == 0:
        return None
    now = time.time()
    used = request_counts.current().add(caller.who, int(now // MINUTE_S), cost)
    if used is None:
        return None
    return Allowance(caller.per_minute, used, max(1, round(MINUTE_S - now % MINUTE_S)))


def _too_many(allowance: Allowance) -> TooManyRequests:
    return TooManyRequests(
        f"Đã quá {allowance.limit} lần hỏi trong một phút. Chờ {allowance.reset_s} giây rồi hỏi tiếp; "
        "cần nhiều hơn thì xin quản trị một khóa API.",
        f"More than {allowance.limit} requests in one minute. Wait {allowance.reset_s} seconds and go on; "
        "whoever needs more asks the administrator for an API key.",
    )


def _refused(error: Refusal) -> HttpResponse:
    body = {"error": {"code": error.code, "vi": error.vi, "en": error.en}}
    return JsonResponse(body, status=status_of(error))
