"""Where the virtual photographer stands: named viewpoints with captions for each kind of model."""

from __future__ import annotations

from dataclasses import dataclass

from heritage.demo.mesh import Triple


@dataclass(frozen=True, slots=True)
class View:
    """A viewpoint in the model's metres with what the picture shows, in both languages."""

    key: str
    eye: Triple
    target: Triple
    fov_deg: float
    vi: str
    en: str
    portrait: bool = False


def hall_views(half_x: float, depth: float) -> tuple[View, ...]:
    """Views of a hall whose column grid is ``half_x`` to each side and ``depth`` deep."""
    front, back = -depth / 2, depth / 2
    wide = half_x / 8.5
    return (
        View("toan-canh", (-10.5 * wide - 1.5, front - 13.6, 2.6), (0.4, front + 2, 3.7), 70,
             "Toàn cảnh nhìn từ phía tây nam", "General view from the south-west"),
        View("mat-tien", (0, front - 19 * wide - 2, 1.75), (0, 0, 4.1), 62,
             "Mặt tiền, hướng nam", "Front, facing south"),
        View("mat-ben-dong", (half_x + 14.5, 1.5, 2.2), (half_x - 3, -1.0, 3.9), 58,
             "Mặt bên phía đông", "East side"),
        View("mat-ben-tay", (-half_x - 14.5, -0.5, 2.2), (-half_x + 3, 0.6, 3.9), 58,
             "Mặt bên phía tây", "West side"),
        View("mat-sau", (-6 * wide, back + 17, 2.4), (0.5, 0, 3.6), 60,
             "Mặt sau, hướng bắc", "Back, facing north"),
        View("goc-dao", (half_x - 2.5, front - 9.0, 2.2), (half_x + 0.9, front - 1, 4.9), 42,
             "Chi tiết góc đao mái", "Detail of the upturned eave corner"),
        View("hien", (-half_x + 0.4, front + 1.0, 2.5), (half_x, front + 1.1, 2.5), 50,
             "Hiên và hàng cột phía trước", "Veranda and front row of columns", True),
        View("noi-that", (0.9, front + 1.1, 2.55), (0, back, 2.9), 78,
             "Nội thất, gian giữa và hương án", "Interior, middle bay and altar"),
        View("san", (7 * wide, front - 3.2, 2.2), (-5, front - 19, 1.0), 64,
             "Sân trước nhìn ra phía nam", "Forecourt looking south"),
        View("tu-tren-cao", (27 * wide, front - 25, 21), (0, front - 5, 1.5), 50,
             "Tổng thể nhìn từ trên cao", "The whole site from above"),
    )  # fmt: skip


def gate_views(total: float, high: float) -> tuple[View, ...]:
    """Views of a gate reaching ``total`` metres to each side, its wall ``high`` metres high."""
    return (
        View("toan-canh", (-9.5, -17.5, 2.4), (0, 0, high * 0.8), 60,
             "Toàn cảnh nhìn từ phía tây nam", "General view from the south-west"),
        View("mat-tien", (0, -18.5, 1.7), (0, 0, high * 0.92), 60, "Mặt tiền, hướng nam", "Front, facing south"),
        View("mat-ben-dong", (total + 8.5, -8.5, 2.0), (2.5, 0, high * 0.75), 58,
             "Mặt bên phía đông", "East side"),
        View("mat-ben-tay", (-total - 8, -7.5, 1.9), (-2.5, 0, high * 0.75), 58,
             "Mặt bên phía tây", "West side"),
        View("mat-sau", (5.0, 17.0, 1.9), (0, 0, high * 0.85), 60, "Mặt sau, hướng bắc", "Back, facing north"),
        View("goc-dao", (-1.5, -10.5, 2.0), (2.2, -1, high + 1.2), 38,
             "Chi tiết hai tầng mái", "Detail of the two roofs"),
        View("cua-giua", (0.6, -7.2, 1.65), (0, 4, 2.2), 62, "Cửa giữa nhìn vào trong", "Middle opening, looking in"),
        View("tru-bieu", (-total - 2.0, -8.0, 1.7), (-total + 1.6, 0, high * 0.75), 46,
             "Trụ biểu và cổng bên phía tây", "Lamp pillar and western side gate"),
        View("san", (-6.5, 14, 1.8), (2.5, 0, 2.6), 64, "Nhìn từ sân trong", "Seen from the inner court"),
        View("tu-tren-cao", (15, -24, 16), (0, 0, 1.5), 48, "Nhìn từ trên cao", "From above"),
    )  # fmt: skip


def pagoda_views(high: float) -> tuple[View, ...]:
    """Views of a tower ``high`` metres high."""
    return (
        View("toan-canh", (-15, -25, 1.9), (0, 0, high * 0.46), 58,
             "Toàn cảnh nhìn từ phía tây nam", "General view from the south-west"),
        View("mat-tien", (0, -30, 1.7), (0, 0, high * 0.47), 52, "Mặt tiền, hướng nam", "Front, facing south"),
        View("mat-dong", (22, -13, 1.8), (0, 0, high * 0.42), 60, "Mặt phía đông", "East side"),
        View("mat-tay", (-24, -9, 1.8), (0, 0, high * 0.44), 60, "Mặt phía tây", "West side"),
        View("mat-bac", (7, 25, 1.8), (0, 0, high * 0.45), 60, "Mặt phía bắc", "North side"),
        View("bac-thap", (-5.6, -11.5, 1.6), (0.4, 0, high * 0.47), 50,
             "Các tầng tháp nhìn từ chân tháp", "The storeys from the foot of the tower", True),
        View("be-sen", (-5.4, -6.6, 1.7), (0, -2.4, 1.2), 48, "Chi tiết bệ hoa sen", "Detail of the lotus base"),
        View("dinh-thap", (-17, -24, 11.0), (0, 0, high * 0.84), 26,
             "Các tầng trên và đỉnh tháp", "Upper storeys and finial"),
        View("bia", (3.0, -11.0, 1.7), (4.3, -3, 1.5), 62, "Lư hương, bia đá và chân tháp",
             "Incense burner, stele and foot of the tower"),
        View("tu-tren-cao", (24, -29, 22), (0, 0, 7.8), 52, "Nhìn từ trên cao", "From above"),
    )  # fmt: skip


def flag_tower_views(base: float, high: float) -> tuple[View, ...]:
    """Views of a flag tower with a base ``base`` metres wide, the flag at ``high`` metres."""
    return (
        View("toan-canh", (-base * 1.25, -base * 1.95, 2.2), (0, 0, high * 0.42), 58,
             "Toàn cảnh nhìn từ phía tây nam", "General view from the south-west"),
        View("mat-tien", (0, -base * 2.15, 1.7), (0, 0, high * 0.43), 56, "Mặt chính, hướng nam", "Front, facing south"),
        View("mat-dong", (base * 2.1, -base * 0.35, 2.0), (0, 0, high * 0.43), 58, "Mặt phía đông", "East side"),
        View("mat-tay", (-base * 2.1, base * 0.2, 2.0), (0, 0, high * 0.43), 58, "Mặt phía tây", "West side"),
        View("mat-bac", (base * 0.5, base * 2.05, 2.0), (0, 0, high * 0.43), 58, "Mặt phía bắc", "North side"),
        View("chan-thap", (-4.5, -base * 0.5 - 8.5, 1.6), (1, 0, high * 0.42), 52,
             "Các bậc đài nhìn từ lối vào", "The terraces from the entrance", True),
        View("vong-canh", (-11, -base * 1.2, 13), (1.2, 0, high * 0.82), 33,
             "Chi tiết vọng canh và lá cờ", "Detail of the lookout and the flag"),
        View("tu-tren-cao", (base * 1.55, -base * 1.9, 30), (0, 0, 10), 50, "Nhìn từ trên cao", "From above"),
    )  # fmt: skip


def nursery_views(half: float) -> tuple[View, ...]:
    """Views of a nursery reaching ``half`` metres to each side of its path."""
    return (
        View("toan-canh", (-7.5, -20.5, 2.8), (0, -3, 1.5), 58, "Toàn cảnh vườn cây", "General view of the nursery"),
        View("loi-giua", (0, -18.6, 1.65), (0, 4, 1.6), 58, "Lối giữa vườn nhìn về nhà", "The middle path towards the house"),
        View("hang-cay", (half + 1.6, 0.4, 2.7), (-3, -9, 0.6), 56, "Các hàng cây thế", "Rows of trained trees"),
        View("cay-the", (-1.2, -16.4, 1.35), (-2.6, -13.6, 1.05), 52, "Một cây thế đang tạo dáng", "A tree in training"),
        View("cay-the-2", (0.9, -12.8, 1.45), (2.7, -10.2, 1.0), 54, "Cây thế và chậu gốm", "Trained tree in its ceramic pot"),
        View("vuon-uom", (half + 2.2, -16, 1.8), (half + 4, -6, 0.8), 58, "Giàn ươm cây con", "Shade frame with young plants"),
        View("nha-vuon", (-4.5, -3.0, 1.7), (1, 6, 2.2), 62, "Nhà vườn và hàng cau", "The gardener's house and areca palms"),
        View("chum-nuoc", (-3.6, -1.6, 1.5), (-6.8, 2.6, 0.8), 46, "Chum nước tưới", "Water jar"),
        View("tu-hien-nha", (2.5, 3.2, 1.9), (-2, -11, 0.6), 64, "Vườn nhìn từ hiên nhà", "The nursery from the veranda"),
        View("tu-tren-cao", (half + 8, -25, 15), (0, -4, 0.5), 50, "Vườn nhìn từ trên cao", "The nursery from above"),
    )  # fmt: skip


def festival_views() -> tuple[View, ...]:
    """Views of the festival yard."""
    return (
        View("toan-canh", (-2.2, -35, 4.8), (0.9, -10, 2.7), 52, "Toàn cảnh sân hội", "General view of the festival yard"),
        View("truc-chinh", (0, -30.5, 2.0), (0, -6, 3.0), 58, "Trục chính nhìn vào đình", "The main axis towards the hall"),
        View("hang-co", (-3.6, -27.5, 1.7), (-7.2, -9, 4.2), 56, "Hàng cờ hội phía tây", "Western row of festival flags"),
        View("co-hoi", (4.2, -22.0, 2.6), (7.6, -16.5, 4.6), 44, "Cờ hội năm màu", "Five-coloured festival flag"),
        View("kieu", (-3.6, -17.0, 1.8), (0.2, -12.4, 1.6), 52, "Kiệu rước và lọng", "Palanquin and parasols"),
        View("kieu-truoc", (0.4, -25.5, 1.7), (0, -19, 1.7), 46, "Kiệu đi đầu", "The leading palanquin"),
        View("trong", (6.6, -13.4, 1.7), (3.4, -8.6, 1.3), 48, "Trống hội", "Festival drum"),
        View("le-vat", (-5.4, -13.0, 1.9), (-3.5, -8.6, 0.9), 44, "Bàn lễ vật", "Table of offerings"),
        View("nhin-ra", (0.8, -6.6, 2.4), (-0.6, -24, 2.0), 66, "Sân hội nhìn từ thềm đình", "The yard from the steps of the hall"),
        View("tu-tren-cao", (19, -34, 17), (0, -11, 1.0), 48, "Sân hội nhìn từ trên cao", "The yard from above"),
    )  # fmt: skip


def pavilion_views(half: float) -> tuple[View, ...]:
    """Views of a stele pavilion ``half`` metres to each side."""
    return (
        View("toan-canh", (-8.0, -15.5, 2.0), (0, 0, 3.0), 54, "Toàn cảnh nhà bia", "General view of the stele pavilion"),
        View("mat-tien", (0, -13.5, 1.7), (0, 0, 3.4), 58, "Mặt tiền, hướng nam", "Front, facing south"),
        View("bia", (-1.6, -half - 1.6, 2.0), (0, 0.2, 1.9), 46, "Bia đá trong nhà bia", "The stele in the pavilion"),
        View("mat-ben", (12.5, -6.0, 2.0), (0, 0, 3.0), 52, "Mặt bên phía đông", "East side"),
        View("goc-dao", (-5.6, -9.0, 1.9), (-2.0, -2, 4.9), 40, "Chi tiết góc đao mái", "Detail of the eave corner"),
        View("mat-sau", (5, 12.5, 2.0), (0, 0, 3.0), 56, "Mặt sau", "Back"),
        View("tu-tren-cao", (12, -18, 12), (0, -2, 1.0), 48, "Nhìn từ trên cao", "From above"),
    )  # fmt: skip
