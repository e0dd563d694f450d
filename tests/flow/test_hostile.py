"""Hostile deliveries on both ways in, ``ingest`` and the browser: refused with a reason, or made harmless."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from heritage import storage
from heritage.jobs.process import process_asset
from heritage.models import Asset, Derivative, Item, Receipt
from heritage.services.publishing import accept_doubts, publish
from tests.flow import hostile

pytestmark = pytest.mark.django_db(transaction=True)

Way = Callable[[str, bytes], dict[str, tuple[str, str]]]
SECRET = "cay-si-ba-goc-4711"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The path of a file of the machine that no delivery may read."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return str(path)


@pytest.fixture(params=["ingest", "browser"])
def send(request: Any, vi_khe: Any, officer: Any, stores: Path, tmp_path: Path) -> Way:
    """Send one file by name and content; outcome and code by path, once all is processed."""

    def by_command(name: str, content: bytes) -> dict[str, tuple[str, str]]:
        path = tmp_path / "sent" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        out = io.StringIO()
        call_command(
            "ingest", str(path), unit="13972", by="canbo", json=True, stdout=out, stderr=io.StringIO()
        )
        return {
            line["path"]: (line["outcome"], line["code"])
            for line in map(json.loads, out.getvalue().splitlines()[:-1])
        }

    def by_browser(name: str, content: bytes) -> dict[str, tuple[str, str]]:
        client = Client()
        client.force_login(officer)
        answer = client.post(
            "/can-bo/tai-len/",
            {"files": [SimpleUploadedFile(name, content)]},
            headers={"Accept": "application/json"},
        )
        if answer.status_code != 200:
            return {name: ("refused", answer.json()["code"])}
        for asset in Asset.objects.filter(state="received"):
            process_asset(asset.pk)
        receipts = Receipt.objects.filter(batch=answer.json()["batch"])
        return {each.path: (each.outcome, each.code) for each in receipts}

    return by_command if request.param == "ingest" else by_browser


def everything_kept(stores: Path) -> list[bytes]:
    """The bytes of all derivatives, and all that the database says of files and items."""
    found = [each.read_bytes() for each in (stores / "derivatives").rglob("*") if each.is_file()]
    for model in (Asset, Derivative, Item, Receipt):
        found.append(repr(list(model.objects.values())).encode())
    return found


def only(found: dict[str, tuple[str, str]]) -> tuple[str, str]:
    assert len(found) == 1, found
    return next(iter(found.values()))


# Archives


@pytest.mark.parametrize(
    "name", ["../thoat.jpg", "a/../../thoat.jpg", "/etc/thoat.jpg", "..\\thoat.jpg", "C:\\thoat.jpg"]
)
def test_zip_slip(name: str, send: Way, tmp_path: Path, stores: Path) -> None:
    found = send("a.zip", hostile.zip_of((name, hostile.photo()), ("lanh.jpg", hostile.photo())))
    codes = sorted(code for _, code in found.values())
    assert "unsafe_name" in codes and len(codes) == 2
    assert not list(tmp_path.rglob("*thoat*"))


def test_zip_bomb(send: Way, stores: Path) -> None:
    assert only(send("a.zip", hostile.zip_of(("a.bin", bytes(40_000_000))))) == ("refused", "archive_bomb")


def test_zip_bomb_that_lies_about_its_size(send: Way, stores: Path) -> None:
    assert only(send("a.zip", hostile.lying_bomb())) == ("refused", "archive_damaged")


def test_zip_whose_members_overlap(send: Way, stores: Path) -> None:
    found = send("a.zip", hostile.overlapping_zip())
    assert {outcome for outcome, _ in found.values()} == {"refused"}
    assert "archive_damaged" in {code for _, code in found.values()}


def test_nested_archives_are_not_opened(send: Way, stores: Path) -> None:
    inner = hostile.zip_of(("photo.jpg", hostile.photo()))
    for _ in range(3):
        inner = hostile.zip_of(("inner.zip", inner))
    assert only(send("a.zip", inner)) == ("refused", "archive")
    assert not Asset.objects.exists()


def test_symlink_in_a_zip(send: Way, secret: str, stores: Path) -> None:
    found = send("a.zip", hostile.zip_of(hostile.link("anh.jpg", secret), hostile.link("thu-muc", "/etc")))
    assert set(found.values()) == {("refused", "not_plain_file")}
    assert not any(SECRET.encode() in each for each in everything_kept(stores))


def test_symlink_in_a_folder(vi_khe: Any, stores: Path, tmp_path: Path, secret: str) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "anh.jpg").symlink_to(secret)
    (folder / "thu-muc").symlink_to("/etc")
    (folder / "vong").symlink_to(folder)
    out = io.StringIO()
    call_command("ingest", str(folder), unit="13972", json=True, stdout=out, stderr=io.StringIO())
    lines = [json.loads(line) for line in out.getvalue().splitlines()[:-1]]
    assert {line["path"] for line in lines} == {"anh.jpg", "thu-muc", "vong"}
    assert {(line["outcome"], line["code"]) for line in lines} == {("refused", "not_plain_file")}


STEERING = "ảnh\x1b]0;hỏng\x07\r\n\u202egpj.exe\u2028.jpg"


def test_names_with_control_characters_in_a_zip(send: Way, stores: Path) -> None:
    found = send("a.zip", hostile.zip_of((STEERING, hostile.photo()), (STEERING + ".txt", b"x" * 5)))
    assert len(found) == 2
    names = [*found, *Asset.objects.values_list("original_name", flat=True)]
    names += [
        *Item.objects.values_list("name_vi", flat=True),
        *Receipt.objects.values_list("path", flat=True),
    ]
    for name in names:
        assert not [each for each in name if unicodedata.category(each) in ("Cc", "Zl", "Zp")], ascii(name)
        assert "\u202e" not in name


def test_names_with_control_characters_in_a_folder_and_on_a_terminal(
    vi_khe: Any, stores: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / STEERING).write_bytes(hostile.photo())
    out = io.StringIO()
    call_command("ingest", str(folder), unit="13972", stdout=out, stderr=io.StringIO())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e\u2028]", out.getvalue())
    assert len(out.getvalue().splitlines()) == 2
    assert "\\x1b" in Asset.objects.get().original_name


def test_name_of_an_upload_that_is_a_path(send: Way, stores: Path, tmp_path: Path) -> None:
    found = send("....--etc-passwd", hostile.photo())
    assert only(found)[0] in ("accepted", "needs_review")
    kept = {each.name for each in (stores / "originals").rglob("*") if each.is_file()}
    assert kept == {Asset.objects.get().sha256}


# Markup


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        "<SCRIPT >alert(1)</SCRIPT>",
    ],
)
def test_svg_script(body: str, send: Way, stores: Path) -> None:
    assert only(send("a.svg", hostile.svg(body))) == ("refused", "script_inside")
    assert only(send("a.jpg", hostile.svg(body) + b" ")) == ("refused", "script_inside")


def test_svg_without_script_is_refused_too(send: Way, stores: Path) -> None:
    assert only(send("a.svg", hostile.svg("<rect/>"))) == ("refused", "unsupported_drawing")


@pytest.mark.parametrize("root", ["svg", "kml", "gpx", "html"])
def test_xxe_in_markup(root: str, send: Way, secret: str, stores: Path) -> None:
    text = f'<?xml version="1.0"?>{hostile.entity(secret)}<{root}>&secret;</{root}>'.encode()
    assert only(send(f"a.{root}", text)) == ("refused", "unsafe_reference")


def test_xxe_in_a_photo_s_xmp(send: Way, secret: str, stores: Path) -> None:
    outcome, _ = only(send("a.jpg", hostile.xmp_photo(hostile.entity(secret), "&secret;")))
    assert outcome in ("accepted", "needs_review", "refused")
    assert not any(SECRET.encode() in each for each in everything_kept(stores))


def test_a_thousand_million_laughs_in_a_photo_s_xmp(send: Way, stores: Path) -> None:
    outcome, _ = only(send("a.jpg", hostile.xmp_photo(hostile.laughs(), "&l9;")))
    assert outcome in ("accepted", "needs_review", "refused")
    assert not any(b"laughlaugh" in each for each in everything_kept(stores))


def test_xxe_in_an_e57(send: Way, secret: str, stores: Path) -> None:
    assert only(send("a.e57", hostile.e57_with_entity(secret)))[0] == "refused"
    assert not any(SECRET.encode() in each for each in everything_kept(stores))


@pytest.mark.parametrize("doctype", ["entity", "laughs"])
def test_xxe_in_a_spreadsheet(
    doctype: str, vi_khe: Any, officer: Any, secret: str, stores: Path, tmp_path: Path
) -> None:
    inside = hostile.entity(secret) if doctype == "entity" else hostile.laughs().replace("l9", "secret")
    bundle = hostile.zip_of(("manifest.xlsx", hostile.workbook(inside)), ("a.jpg", hostile.photo()))
    client = Client()
    client.force_login(officer)
    answer = client.post(
        "/can-bo/tai-len/",
        {"files": [SimpleUploadedFile("a.zip", bundle)]},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400 and answer.json()["vi"]
    assert not Asset.objects.exists()
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(
    "uri", ["file:///etc/passwd", "http://169.254.169.254/latest", "/etc/passwd", "../../x"]
)
def test_model_that_points_outside(uri: str, send: Way, stores: Path) -> None:
    assert only(send("a.gltf", hostile.gltf_to(uri))) == ("refused", "unsafe_reference")


# Files that are two things at once


POLYGLOTS: dict[str, Callable[[Path], bytes]] = {
    "a page in a photo's comment": lambda folder: hostile.page_in_photo_comment(),
    "a page behind a photo": lambda folder: hostile.photo_with_page_behind(),
    "a zip behind a photo": lambda folder: hostile.photo_with_zip_behind(),
    "a page in a PNG": lambda folder: hostile.png_with_page(),
    "a PDF behind a page": hostile.pdf_page,
    "a PDF with a program": hostile.script_in_pdf,
    "an MP3 whose title is a page": hostile.mp3_page,
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_polyglot_is_shown_as_what_it_is_and_runs_nowhere(
    what: str, send: Way, stores: Path, index: object, reviewer: Any, tmp_path: Path
) -> None:
    outcome, code = only(send("page.html", POLYGLOTS[what](tmp_path)))
    assert outcome in ("accepted", "needs_review"), code
    asset = Asset.objects.get()
    assert asset.kind in ("photo", "document", "audio")
    if asset.state == Asset.State.NEEDS_REVIEW:
        accept_doubts(asset, by=reviewer, reason="Đã xem.")
    assert asset.item is not None
    publish(asset.item, by=reviewer)
    assert asset.derivatives.exists()
    for each in asset.derivatives.all():
        assert_harmless(asset, each)


def assert_harmless(asset: Asset, made: Derivative) -> None:
    """Our content type, no guessing, no rights; the stranger's own bytes only as a download."""
    answer = Client().get(f"/media/{asset.public_id}/{made.recipe}.bin")
    if answer.status_code == 404:
        return  # recipes that are read by the server only
    content = b"".join(answer.streaming_content)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"].split(";")[0] == made.media_type
    assert made.media_type not in ("text/html", "image/svg+xml", "application/xml", "application/javascript")
    if hostile.SCRIPT in content:
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    elif made.media_type.startswith("image/") and made.media_type != "image/tiff":
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()


def test_gif_that_is_a_program(send: Way, stores: Path) -> None:
    assert only(send("a.jpg", hostile.gif_script())) == ("refused", "unsupported_picture")


def test_page_under_a_photo_s_name(send: Way, stores: Path) -> None:
    outcome, code = only(send("a.jpg", hostile.PAGE * 3))
    assert (outcome, code) == ("refused", "not_media_text")


def test_originals_have_no_address(send: Way, stores: Path) -> None:
    send("a.jpg", hostile.photo())
    asset = Asset.objects.get()
    for address in (
        f"/media/{asset.original}",
        f"/originals/{asset.original}",
        f"/media/{asset.public_id}/original.jpg",
    ):
        assert Client().get(address).status_code == 404
    assert storage.originals().exists(asset.original)
