"""A template to begin with: the layout of the decree with a placeholder wherever a report has something to say."""

from __future__ import annotations

import datetime as dt

from heritage.reports.docx_writer import write_docx
from heritage.reports.letter import COUNTRY, GAP, MOTTO, NUMBER
from heritage.reports.paper import Letterhead, Paper, Signature, body, part

DAY = dt.date(2026, 1, 1)  # of its properties


def starter() -> bytes:
    """A DOCX that a ward changes as it likes and sends back."""
    return write_docx(
        Paper(
            head=Letterhead(
                body=("ỦY BAN NHÂN DÂN", "{{don_vi.ten_hoa}}"),
                number=NUMBER,
                country=COUNTRY,
                motto=MOTTO,
                place_and_day=f"{{{{van_ban.dia_danh}}}}, ngày{GAP}tháng{GAP}năm {{{{bao_cao.nam}}}}",
            ),
            kind="BÁO CÁO",
            subject=("Kết quả số hóa di sản văn hóa trên địa bàn {{don_vi.ten}}", "{{bao_cao.ky}}"),
            blocks=(
                body("Thực hiện {{ke_hoach.ten}}, {{don_vi.ten}} báo cáo như sau:"),
                part("I. KẾT QUẢ"),
                body(
                    "Từ {{bao_cao.tu_ngay}} đến {{bao_cao.den_ngay}} (số liệu chốt {{bao_cao.chot}}): "
                    "đã số hóa {{bao_cao.da_so_hoa}}/{{bao_cao.tong_so}} đối tượng của danh mục "
                    "{{danh_muc.phien_ban}}, đạt {{bao_cao.ty_le}}; chỉ tiêu {{bao_cao.chi_tieu}}: {{bao_cao.dat}}."
                ),
                body("{{bang.nhom}}"),
                body("{{hinh.nhom}}"),
                part("II. ĐỐI TƯỢNG HOÀN THÀNH TRONG KỲ"),
                body("{{bang.hoan_thanh}}"),
                part("III. ĐỐI TƯỢNG ĐANG VƯỚNG"),
                body("{{bang.vuong}}"),
                part("IV. BẢN ĐỒ"),
                body("{{hinh.ban_do}}"),
                part("V. KHÓ KHĂN, VƯỚNG MẮC"),
                body("{{van_ban.kho_khan}}"),
                part("VI. ĐỀ XUẤT, KIẾN NGHỊ"),
                body("{{van_ban.de_xuat}}"),
            ),
            signature=Signature(("{{van_ban.quyen_han}}",), "{{van_ban.chuc_vu}}", "{{van_ban.nguoi_ky}}"),
            recipients=("{{van_ban.noi_nhan}}",),
            annex_title=("PHỤ LỤC", "Danh sách đối tượng"),
            annex=(body("{{bang.doi_tuong}}"),),
            told="Mã kiểm: {{ma_kiem.bao_cao}}",
        ),
        DAY,
    )
