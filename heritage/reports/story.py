"""The report as a paper: what was counted put into the order and the words of an administrative report."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from heritage.reports import links, tables
from heritage.reports.chart import category_chart
from heritage.reports.letter import Texts, day, in_sentence, issuer, letterhead, long, recipients, signature
from heritage.reports.numbers import percent, target, whole
from heritage.reports.paper import Block, Paper, Paragraph, Picture, Run, body, note, numbered, part, section
from heritage.reports.story_data import data_part
from heritage.reports.trend import has_trend, trend_chart, trend_words

Content = dict[str, Any]
MOST_REGISTERS = 12  # named one by one
ANNEX = "Danh sách đối tượng của danh mục và mức số hóa"
ANNEX_OF_PARTS = "Kết quả theo đơn vị"
DEFINITION = (
    "Đối tượng được tính là đã số hóa khi đạt mức 2 trở lên: có đủ minh chứng của nhóm, mọi tệp gốc còn nguyên, "
    "được người thứ hai duyệt và đã công bố (hoặc có quyết định hạn chế sử dụng). Tỷ lệ bằng số đối tượng từ "
    "mức 2 trở lên chia cho tổng số đối tượng của danh mục; so sánh với chỉ tiêu bằng phân số chính xác."
)


def tell(content: Content, texts: Texts, digest: str) -> Paper:
    """The paper of a report, from its content, the officer's texts and the digest over both."""
    where, period = in_sentence(content["unit"]), content["period"]
    end = f"Trên đây là báo cáo kết quả số hóa di sản văn hóa {period['words']} của {issuer(content['unit'])}./."
    blocks = [
        *_opening(content),
        *_scope(content),
        *_results(content),
        *data_part(content, texts),
        *_officer("IV. KHÓ KHĂN, VƯỚNG MẮC", texts["difficulties"]),
        *_officer("V. ĐỀ XUẤT, KIẾN NGHỊ", texts["proposals"]),
        body(end),
    ]
    return Paper(
        head=letterhead(content, texts),
        kind="BÁO CÁO",
        subject=(f"Kết quả số hóa di sản văn hóa trên địa bàn {where}", period["words"]),
        blocks=numbered(blocks),
        signature=signature(texts),
        recipients=recipients(texts),
        annex_title=("PHỤ LỤC", ANNEX if content["objects"] else ANNEX_OF_PARTS),
        annex=_annex(content),
        told=_told(content, digest),
        digest=digest,
    )


def _annex(content: Content) -> tuple[Block, ...]:
    if content["objects"]:
        return (tables.objects(content),)
    return (tables.parts(content),) if content["parts"] else ()


def _opening(content: Content) -> list[Block]:
    plan, words = content["plan"], content["period"]["words"]
    who = issuer(content["unit"])
    if plan is None:
        return [body(f"{who} báo cáo kết quả số hóa di sản văn hóa {words} như sau:")]
    document = plan["document"]
    if plan["number"]:
        document += f" số {plan['number']}"
    if len(plan["date"]) == 10:
        document += f" {long(plan['date'])}"
    return [body(f"Thực hiện {document}, {who} báo cáo kết quả số hóa di sản văn hóa {words} như sau:")]


def _scope(content: Content) -> list[Block]:
    period, plan = content["period"], content["plan"]
    told: list[Block] = [
        body(
            f"1. Kỳ báo cáo: từ {long(period['first_day'])} đến {long(period['cut_off'])}. "
            f"Số liệu chốt {long(period['counted_on'])}, chụp lúc {content['snapshot']['taken_at'][11:16]}."
        )
    ]
    if period["counted_on"] < period["cut_off"]:
        told.append(body("Số liệu chốt khi chưa hết kỳ báo cáo; những ngày còn lại chưa được tính."))
    if period["due_before"]:
        told.append(body(f"Hạn gửi: trước {long(period['due_before'])}."))
    told += _registers(content)
    told.append(body(f"3. Chỉ tiêu: {_asked(plan)}"))
    criteria = content["snapshot"]["criteria_version"]
    told.append(body(f"4. Cách tính (bộ tiêu chí phiên bản {criteria}): {DEFINITION}"))
    return [part("I. CĂN CỨ VÀ PHẠM VI SỐ LIỆU"), *told]


def _registers(content: Content) -> list[Block]:
    named, counted = content["registers"], content["register_versions"]
    if not counted:
        return [body("2. Danh mục: đơn vị chưa có danh mục được duyệt nên chưa có tỷ lệ.")]
    if not named:
        shown = ", ".join(counted[:MOST_REGISTERS])
        more = f" và {len(counted) - MOST_REGISTERS} danh mục khác" if len(counted) > MOST_REGISTERS else ""
        once = "đối tượng chung của nhiều đơn vị chỉ tính một lần"
        return [body(f"2. Danh mục: {whole(len(counted))} danh mục có hiệu lực ({shown}{more}); {once}.")]
    return [body(f"2. Danh mục: {'; '.join(_register(each) for each in named)}.")]


def _register(register: dict[str, Any]) -> str:
    label: str = register["label"] or "danh mục của đơn vị"
    said = f"{label}, phiên bản {register['version']}, "
    said += f"có hiệu lực từ {long(register['valid_from'])}"
    if register["approved_on"]:
        said += f", duyệt {long(register['approved_on'])}"
    if register["approved_by"]:
        said += f", người duyệt: {register['approved_by']}"
    return f"{said} (danh mục trình diễn, chưa cơ quan nào ký duyệt)" if register["is_demo"] else said


def _asked(plan: dict[str, Any] | None) -> str:
    if plan is None:
        return "đơn vị chưa nhập kế hoạch."
    quote = f" Kế hoạch ghi: “{plan['quote']}”{_place(plan)}." if plan["quote"] else ""
    if plan["target"] is None:
        return "kế hoạch không nêu tỷ lệ." + quote
    way = "tính chung các nhóm" if plan["pooled"] else "từng nhóm phải đạt"
    return f"{target(Decimal(plan['target']))}, {way}, hoàn thành đến {long(plan['due_on'])}.{quote}"


def _place(plan: dict[str, Any]) -> str:
    return f" ({plan['place']})" if plan["place"] else ""


def _results(content: Content) -> list[Block]:
    found: list[Block] = [part("II. KẾT QUẢ"), section("1. Kết quả chung")]
    if not content["rows"]:
        return [*found, body("Chưa có danh mục được duyệt nên chưa tính được kết quả.")]
    found += [*_verdict(content), section("2. Kết quả theo nhóm"), tables.by_category(content)]
    if content["previous"] is None:
        found.append(note("Kỳ trước chưa có ảnh chụp số liệu nên không có tỷ lệ kỳ trước."))
    else:
        found.append(note(f"Tỷ lệ kỳ trước chốt ngày {day(content['previous']['day'])}."))
    found += [
        tables.four_numbers(content),
        Picture("nhom", category_chart(content), 160, "Đối tượng theo nhóm và mức", _chart_text(content)),
        *_trend(content),
        section("3. Đối tượng hoàn thành trong kỳ"),
        *_done(content),
        section("4. Đối tượng đang vướng"),
    ]
    if content["rows"][-1]["blocked"] and content["objects"]:
        found.append(tables.blocked(content))
    else:
        count = content["rows"][-1]["blocked"]
        found.append(body(f"{whole(count)} đối tượng." if count else "Không có đối tượng nào đang vướng."))
    return found


def _trend(content: Content) -> list[Block]:
    """Nothing before there are two counts: one point is no line."""
    if not has_trend(content):
        return []
    caption = "Tỷ lệ số hóa qua các lần chốt số liệu"
    return [Picture("dien_bien", trend_chart(content), 160, caption, trend_words(content))]


def _verdict(content: Content) -> list[Block]:
    row = content["rows"][-1]
    now = tables.share(row)
    told = Paragraph(
        (
            Run(f"Đến hết {long(content['period']['counted_on'])}, đã số hóa "),
            Run(_fraction(row), bold=True, link=links.listing(content, part="2")),
            Run(" đối tượng của danh mục, đạt "),
            Run(percent(now), bold=True),
            Run("." if now is not None else " (danh mục không có đối tượng)."),
        )
    )
    sums = (
        f"{whole(row['total'])} đối tượng = {whole(row['digitized'])} đã số hóa + {whole(row['in_work'])} đang làm"
        f" + {whole(row['not_begun'])} chưa làm + {whole(row['blocked'])} đang vướng."
    )
    return [told, *_against(content), body(sums)]


def _against(content: Content) -> list[Block]:
    """Met or not by the exact fraction, and how many objects are still to come."""
    verdict, plan = content["verdict"], content["plan"]
    if verdict is None:
        return []
    asked, now = Decimal(plan["target"]), tables.share(verdict)
    if now is None:
        return [
            body(f"Chỉ tiêu {target(asked)}: các nhóm của kế hoạch không có đối tượng nào nên chưa so được.")
        ]
    said = {True: "đạt", False: "chưa đạt", None: "chưa so được"}[verdict["meets"]]
    if not plan["pooled"]:
        return [body(f"Chỉ tiêu {target(asked)} của từng nhóm: {said}.")]
    exact = Fraction(asked) * verdict["total"] / 100
    needed = -(-exact.numerator // exact.denominator)
    missing = needed - verdict["digitized"]
    more = f", còn thiếu {whole(missing)} đối tượng" if missing > 0 else ""
    basis = f"Các nhóm của kế hoạch: {_fraction(verdict)} = {percent(now)}. "
    basis = basis if verdict["total"] != content["rows"][-1]["total"] else ""
    return [body(f"{basis}Chỉ tiêu {target(asked)}, tức {whole(needed)} đối tượng: {said}{more}.")]


def _fraction(row: dict[str, Any]) -> str:
    return f"{whole(row['digitized'])}/{whole(row['total'])}"


def _done(content: Content) -> list[Block]:
    found: list[Block] = []
    caption = "Đối tượng hoàn thành trong kỳ"
    if content["completed"]:
        found.append(tables.completed(content, "hoan_thanh", caption, content["completed"]))
    elif content["previous"] is None:
        found.append(
            body("Chưa ghi nhận đối tượng nào hoàn thành trong kỳ (chưa có ảnh chụp kỳ trước để so).")
        )
    else:
        found.append(body("Không có đối tượng nào hoàn thành trong kỳ."))
    if content["lost"]:
        caption = "Đối tượng không còn được tính vì mất minh chứng"
        found.append(tables.completed(content, "giam", caption, content["lost"]))
    return found


def _chart_text(content: Content) -> str:
    """The chart in words."""
    said = [
        f"{row['label']}: {whole(row['digitized'])} trên {whole(row['total'])} đã số hóa"
        for row in content["rows"][:-1]
    ]
    return "; ".join(said) + "."


def _officer(heading: str, text: str) -> list[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    written = [body(line) for line in lines] or [note("(Đơn vị bổ sung trước khi ký.)")]
    return [part(heading), *written]


def _told(content: Content, digest: str) -> str:
    said = f"Mã kiểm của báo cáo (SHA-256): {digest}."
    if content["snapshot"]["digest"]:
        kept = content["snapshot"]
        said += f" Mã kiểm của ảnh chụp số liệu ngày {day(kept['day'])}: {kept['digest']}."
    return f"{said} Tự kiểm lại số liệu: {links.export(content)}"
