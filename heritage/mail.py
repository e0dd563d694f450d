"""Whether and how e-mail leaves the product, named by one setting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = "DISANSO_EMAIL_URL"
PORTS = {"smtp": 25, "smtps": 465}
OPTIONS = {"smtp": {"from", "site", "tls"}, "smtps": {"from", "site"}, "file": {"from", "site"}}


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters leave.

    Attributes:
        backend: Django's, by its dotted name.
        sender: Address in the letters.
        site: Address of the site that letters lead to; empty: they lead nowhere.
        folder: For a file backend, where each letter becomes a file.
    """

    backend: str = "django.core.mail.backends.dummy.EmailBackend"
    is_on: bool = False
    sender: str = "di-san-so@localhost"
    site: str = ""
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    has_ssl: bool = False
    has_starttls: bool = False
    folder: str | None = None


def read(url: str) -> Mail:
    """The value of ``smtp://user:password@host:587?tls=1&from=…&site=…``, ``smtps://`` or ``file:///…?from=…``.

    ``from`` is the sender and is needed, ``site`` the address of the site that letters lead to. Nothing given:
    no letter is sent.

    Raises:
        ImproperlyConfigured: An unknown scheme or option, no host or no sender.
    """
    if not url:
        return Mail()
    parsed = urlsplit(url)
    if parsed.scheme not in OPTIONS:
        raise ImproperlyConfigured(f"{NAME}: unknown scheme {parsed.scheme!r}; smtp, smtps or file")
    given = dict(parse_qsl(parsed.query, keep_blank_values=True))
    if unknown := sorted(set(given) - OPTIONS[parsed.scheme]):
        raise ImproperlyConfigured(f"{NAME}: unknown option {unknown[0]!r}")
    if "@" not in given.get("from", ""):
        raise ImproperlyConfigured(f"{NAME}: from= is the sender's address and is needed")
    mail = Mail(is_on=True, sender=given["from"], site=given.get("site", "").rstrip("/"))
    if parsed.scheme == "file":
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return replace(mail, backend=backend, folder=parsed.path)
    if not parsed.hostname:
        raise ImproperlyConfigured(f"{NAME}: no host")
    return replace(
        mail,
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parsed.hostname,
        port=parsed.port or PORTS[parsed.scheme],
        user=unquote(parsed.username or ""),
        password=unquote(parsed.password or ""),
        has_ssl=parsed.scheme == "smtps",
        has_starttls=given.get("tls", "") in ("1", "starttls"),
    )
