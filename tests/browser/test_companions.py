"""A model chosen together with its textures arrives as one, and its unit is told on a page that says the size."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from heritage.models import Asset, Companion, User
from tests import samples
from tests.browser.conftest import Opener, scrolls_sideways, violations
from tests.browser.test_desk import DESK, PHONE, looked_at, sign_in, small_targets, work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stores", "index"),
]

OBJ = "mtllib cong dinh.mtl\nv 0 0 0\nv 210 0 0\nv 0 320 0\nv 0 0 80\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl da\nf 1/1 2/2 3/3\nf 1/1 3/3 4/2\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The texture first: the order in which files are chosen must not matter."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), (180, 60, 40)).save(picture, "JPEG")
    contents = {
        "Da Ong.JPG": picture.getvalue(),
        "cong dinh.mtl": b"newmtl da\nmap_Kd -s 1 1 1 D:\\scan\\da ong.jpg\n",
        "cong.obj": OBJ.encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


@pytest.fixture
def address(live_server) -> str:
    return str(live_server.url)


def test_a_model_and_its_textures_are_chosen_together_and_its_unit_told(
    address: str, officer: User, browser_page: Opener, screens: Path, files: list[Path], tmp_path: Path
) -> None:
    page = sign_in(browser_page(*DESK), address, officer)
    page.goto(f"{address}/can-bo/tai-len/")
    alone = samples.photo(tmp_path / "anh-rieng.jpg", lon=106.2115, lat=20.4076)
    with page.expect_response(lambda response: response.request.method == "POST") as first:
        page.set_input_files("#id_files", [*files, alone])
    assert {line["path"] for line in first.value.json()["results"]} == {each.name for each in files}
    expect(page.locator("[data-files] .file", has_text="Da Ong.JPG").locator(".tag.ok")).to_be_visible()
    expect(page.locator("[data-files] .file", has_text="Da Ong.JPG")).to_contain_text(
        "Tệp đi kèm của cong.obj"
    )
    expect(page.locator("[data-files] .file", has_text="anh-rieng.jpg")).to_contain_text("Đang xử lý")
    work()
    mesh = Asset.objects.get(kind="mesh")
    assert {each.name for each in Companion.objects.all()} == {"cong dinh.mtl", "Da Ong.JPG"}
    assert mesh.facts["has_texture"]
    page.locator("a[data-after]").click()
    page.locator(f"a[href$='/tep/{mesh.public_id}/khai/']").first.click()
    page.get_by_label("xăng-ti-mét: cao 3,2 m, rộng 2,1 m, sâu 80 cm").check()
    looked_at(page, screens, "khai-don-vi")
    page.get_by_role("button", name="Lưu và đọc lại tệp").click()
    work()
    assert Asset.objects.get(kind="mesh").facts["size_m"] == pytest.approx([2.1, 3.2, 0.8])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_a_cloud_is_whole_on_a_phone(
    address: str, officer: User, browser_page: Opener, screens: Path, tmp_path: Path, language: str, vi_khe
) -> None:
    from tests.heritage.views.desk.test_told import taken_in

    cloud = taken_in(samples.cloud(tmp_path / "cong.laz"))
    prefix = "/en" if language == "en" else ""
    page = sign_in(browser_page(*PHONE, language=language), address, officer, prefix)
    page.goto(f"{address}{prefix}/can-bo/tep/{cloud.public_id}/khai/")
    looked_at(page, screens, f"khai-dam-may-{language}")
    assert not scrolls_sideways(page)
    assert violations(page) == []
    assert small_targets(page) == []
