"""Whose fault a failure is: the file's (refused, with a reason) or ours (logged, with a number)."""

from __future__ import annotations


class MediaError(Exception):
    """Base. Do not raise directly."""


class MediaRefused(MediaError):
    """The file is at fault: it is refused with a stable code, a sentence and what to do.

    Children set ``code``, ``vi`` and ``en``; ``vi``/``en`` hold the reason and then the remedy, as
    ``str.format`` templates over the keyword arguments.
    """

    code = "refused"
    vi = "Không đọc được tệp."
    en = "The file cannot be read."

    def __init__(self, detail: str = "", **figures: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.figures = figures

    def sentence(self, language: str) -> str:
        """The reason and the remedy in ``vi`` or ``en``."""
        template = self.vi if language == "vi" else self.en
        return template.format(**self.figures)


class WorkerFailed(MediaError):
    """Our fault: the child process died for a reason that is not the file's."""


class EmptyFile(MediaRefused):
    """The file has no bytes."""

    code = "empty_file"
    vi = "Tệp rỗng, không có byte nào. Chép lại từ thiết bị gốc rồi tải lên lần nữa."
    en = "The file is empty, not one byte. Copy it again from the original device and upload it once more."


class UnknownType(MediaRefused):
    """The content is of no kind the catalogue keeps."""

    code = "unknown_type"
    vi = (
        "Không nhận ra loại tệp qua nội dung. Dùng JPEG, PNG, TIFF, WebP, HEIC, AVIF, PDF, LAS, LAZ, E57, "
        "PLY, GLB, MP3, WAV hoặc MP4."
    )
    en = (
        "The content is of no type known here. Use JPEG, PNG, TIFF, WebP, HEIC, AVIF, PDF, LAS, LAZ, E57, "
        "PLY, GLB, MP3, WAV or MP4."
    )


class Truncated(MediaRefused):
    """The file ends before its content does."""

    code = "truncated"
    vi = "Tệp bị cắt giữa chừng. Chép lại từ máy quét hoặc máy ảnh rồi tải lên lần nữa."
    en = "The file is cut short. Copy it again from the scanner or camera and upload it once more."


class Damaged(MediaRefused):
    """The bytes contradict the format."""

    code = "damaged"
    vi = "Nội dung tệp bị hỏng nên không đọc được. Mở lại bản gốc, lưu thành tệp mới rồi tải lên."
    en = (
        "The content is damaged and cannot be read. Open the original, save it as a new file and upload that."
    )


class TooManyPixels(MediaRefused):
    """More pixels than one picture may have. Figures: ``limit_mp``."""

    code = "too_many_pixels"
    vi = "Ảnh lớn hơn {limit_mp} triệu điểm ảnh. Chia ảnh thành nhiều phần hoặc giảm kích thước rồi tải lên."
    en = "The picture has more than {limit_mp} million pixels. Split it or make it smaller, then upload it."


class TooManyPoints(MediaRefused):
    """More points than one cloud, or corners than one mesh, may have. Figures: ``limit_m``."""

    code = "too_many_points"
    vi = "Tệp có hơn {limit_m} triệu điểm. Chia thành nhiều tệp theo khu vực rồi tải lên từng tệp."
    en = "The file has more than {limit_m} million points. Split it by area and upload each file."


class UnpacksTooLarge(MediaRefused):
    """A small file that unpacks to far more than it should."""

    code = "unpacks_too_large"
    vi = "Tệp bung ra lớn bất thường so với kích thước của nó. Lưu lại bằng phần mềm ảnh rồi tải lên."
    en = "The file unpacks to far more than its size allows. Save it again in a picture editor, then upload."


class Encrypted(MediaRefused):
    """Opening needs a password."""

    code = "encrypted"
    vi = "Tệp được khóa bằng mật khẩu. Bỏ mật khẩu rồi tải lên lần nữa."
    en = "The file is locked with a password. Remove the password and upload it once more."


class TooSlow(MediaRefused):
    """Reading did not end within its time. Figures: ``seconds``."""

    code = "too_slow"
    vi = "Đọc tệp quá {seconds} giây mà chưa xong. Kiểm tra tệp bằng phần mềm gốc, hoặc chia nhỏ rồi tải lên."
    en = (
        "Reading took more than {seconds} seconds and did not end. "
        "Check the file in its own software, or split it, and upload again."
    )


class TooLarge(MediaRefused):
    """Reading needs more memory than one job may use. Figures: ``megabytes``."""

    code = "too_large"
    vi = "Đọc tệp cần hơn {megabytes} MB bộ nhớ. Chia tệp thành các phần nhỏ hơn rồi tải lên."
    en = "Reading the file needs more than {megabytes} MB of memory. Split it into smaller parts first."


class CrashesReader(MediaRefused):
    """The reading program stopped inside its own code. Figures: ``signal``."""

    code = "crashes_reader"
    vi = "Chương trình đọc dừng đột ngột vì nội dung tệp sai cấu trúc. Lưu lại thành tệp mới rồi tải lên."
    en = "The reader stopped because the content is malformed. Save it as a new file and upload that."


class NoContent(MediaRefused):
    """The file opens but holds nothing: no points, pages, seconds or pixels."""

    code = "no_content"
    vi = "Tệp mở được nhưng không có nội dung bên trong. Kiểm tra lại bước xuất tệp rồi tải lên lần nữa."
    en = "The file opens but holds nothing. Check how it was exported and upload it once more."


class UnsafeReference(MediaRefused):
    """The file points outside itself: a network address, an absolute path, an external entity."""

    code = "unsafe_reference"
    vi = "Tệp trỏ tới địa chỉ bên ngoài nên không được nhận. Xuất lại thành một tệp chứa đủ mọi dữ liệu."
    en = "The file points outside itself and is not accepted. Export one file that holds all its data."


class MissingCompanion(MediaRefused):
    """The file needs another one that did not come with it. Figures: ``companion``."""

    code = "missing_companion"
    vi = (
        "Mô hình thiếu tệp đi kèm: {companion}. "
        "Gửi lại mô hình cùng các tệp này trong một lần chọn hoặc một tệp zip."
    )
    en = (
        "Files that the model needs are missing: {companion}. "
        "Send the model again together with them, chosen at once or in one zip."
    )


class ScriptInside(MediaRefused):
    """The file carries a program."""

    code = "script_inside"
    vi = "Tệp có chứa mã lệnh nên không được nhận. Xuất hình thành PNG hoặc PDF rồi tải lên."
    en = "The file carries a script and is not accepted. Export the drawing as PNG or PDF and upload that."


class UnsupportedPicture(MediaRefused):
    """A picture format that is not kept. Figures: ``format``."""

    code = "unsupported_picture"
    vi = "Định dạng {format} không dùng để lưu trữ. Xuất thành TIFF, PNG hoặc JPEG rồi tải lên."
    en = "{format} is not kept as an archive format. Export it as TIFF, PNG or JPEG and upload that."


class UnsupportedDrawing(MediaRefused):
    """A vector drawing (SVG). Figures: ``format``."""

    code = "unsupported_drawing"
    vi = "Bản vẽ {format} không nhận trực tiếp. Xuất thành PDF hoặc PNG rồi tải lên."
    en = "{format} drawings are not taken directly. Export the drawing as PDF or PNG and upload that."


class CameraRaw(MediaRefused):
    """A camera's raw sensor file that LibRaw does not read."""

    code = "camera_raw"
    vi = (
        "Tệp RAW của máy ảnh này chưa đọc được. Xuất thành DNG, TIFF hoặc JPEG chất lượng cao bằng phần mềm "
        "của máy ảnh rồi tải lên."
    )
    en = (
        "The RAW files of this camera cannot be read here. Export DNG, TIFF or a high-quality JPEG with the "
        "camera's software and upload that."
    )


class UnsupportedVideo(MediaRefused):
    """A video container browsers do not play everywhere. Figures: ``format``."""

    code = "unsupported_video"
    vi = "Video {format} không phát được trên mọi trình duyệt. Chuyển sang MP4 (H.264, AAC) rồi tải lên."
    en = "{format} video does not play in every browser. Convert it to MP4 (H.264, AAC) and upload that."


class UnsupportedAudio(MediaRefused):
    """Sound in a form that is not kept. Figures: ``format``."""

    code = "unsupported_audio"
    vi = "Âm thanh {format} chưa nhận được. Xuất thành WAV, FLAC hoặc MP3 rồi tải lên."
    en = "{format} sound is not accepted. Export it as WAV, FLAC or MP3 and upload that."


class OfficeFile(MediaRefused):
    """A word processor, spreadsheet or slide file."""

    code = "office_file"
    vi = "Tệp văn phòng không nhận làm tư liệu. Xuất thành PDF/A rồi tải lên."
    en = "Office files are not taken as evidence. Export the document as PDF/A and upload that."


class Archive(MediaRefused):
    """A zip, tar, 7z or rar where one media file was expected."""

    code = "archive"
    vi = "Đây là tệp nén, không phải tư liệu. Tải tệp zip ở bước nhận hồ sơ, hoặc giải nén rồi tải từng tệp."
    en = "This is an archive, not one medium. Upload a zip at intake, or unpack it and upload each file."


class NotMediaTable(MediaRefused):
    """A table: a manifest or a list, not a medium."""

    code = "not_media_table"
    vi = "Đây là bảng dữ liệu, không phải tư liệu. Dùng làm bảng kê khi nhận hồ sơ hoặc nhập ở mục danh mục."
    en = "This is a table, not a medium. Use it as the manifest at intake, or import it as a register."


class NotMediaVector(MediaRefused):
    """Map geometry, not a medium."""

    code = "not_media_vector"
    vi = "Đây là dữ liệu bản đồ vectơ, không phải tư liệu. Nhập ranh giới bằng lệnh import_boundaries."
    en = "This is vector map data, not a medium. Import boundaries with import_boundaries."


class NotMediaWorldFile(MediaRefused):
    """A world file: six numbers that place a picture of the same name."""

    code = "not_media_world_file"
    vi = "Đây là tệp định vị ảnh (world file). Gửi cùng ảnh có cùng tên trong một lần chọn hoặc một tệp zip."
    en = "This is a world file. Send it with the picture of the same name, chosen at once or in one zip."


class NotMediaMaterial(MediaRefused):
    """The materials of an OBJ mesh."""

    code = "not_media_material"
    vi = "Đây là tệp vật liệu của mô hình OBJ. Gửi cùng tệp OBJ và ảnh bề mặt trong một lần chọn hoặc một tệp zip."
    en = "These are the materials of an OBJ model. Send them with the OBJ and its textures, at once or in one zip."


class NotMediaPage(MediaRefused):
    """A web page or plain text."""

    code = "not_media_text"
    vi = "Đây là văn bản hoặc trang web, không phải tư liệu. Xuất thành PDF rồi tải lên."
    en = "This is text or a web page, not a medium. Export it as PDF and upload that."


def refusals() -> dict[str, type[MediaRefused]]:
    """Every refusal by its stable code, the children's children included."""
    found: dict[str, type[MediaRefused]] = {}
    waiting: list[type[MediaRefused]] = [MediaRefused]
    while waiting:
        refusal = waiting.pop()
        found[refusal.code] = refusal
        waiting.extend(refusal.__subclasses__())
    return found


# Clouds and meshes


class EmptyCloud(NoContent):
    """A sound point cloud file without a point."""

    code = "no_points"
    vi = "Đám mây điểm không có điểm nào. Kiểm tra lại bước xuất từ phần mềm quét rồi tải lên lần nữa."
    en = "The point cloud holds no points. Check the export from the scanning software and upload it again."


class EmptyMesh(NoContent):
    """A sound mesh file without a triangle."""

    code = "no_triangles"
    vi = "Mô hình 3D không có mặt nào. Kiểm tra lại bước xuất rồi tải lên lần nữa."
    en = "The 3D model holds no triangles. Check the export and upload it again."


class UnsupportedCloud(MediaRefused):
    """A variant of point cloud that is not read here."""

    code = "unsupported_cloud"
    vi = "Biến thể này của tệp đám mây điểm chưa đọc được. Xuất lại thành LAS, LAZ hoặc E57 rồi tải lên."
    en = "This variant of point cloud is not read here. Export it as LAS, LAZ or E57 and upload that."


class UnsupportedMesh(MediaRefused):
    """A variant of mesh that is not read here."""

    code = "unsupported_mesh"
    vi = "Biến thể này của tệp mô hình 3D chưa đọc được. Xuất lại thành một tệp GLB rồi tải lên."
    en = "This variant of 3D model is not read here. Export it as one GLB and upload that."


class InvalidMesh(MediaRefused):
    """A model that breaks the rules of glTF and cannot be read to be written anew. Figures: ``problem``."""

    code = "invalid_mesh"
    vi = (
        "Mô hình sai chuẩn glTF ({problem}) nên trình xem không mở đúng. "
        "Xuất lại thành GLB bằng phần mềm gốc rồi tải lên."
    )
    en = (
        "The model breaks the glTF standard ({problem}), so viewers may fail. "
        "Export it as GLB from its own software and upload that."
    )


# Tables and layers of items


class NotItems(MediaRefused):
    """A file that holds no rows of items in a format that is read."""

    code = "not_items"
    vi = (
        "Tệp không phải bảng hay lớp dữ liệu đọc được. "
        "Dùng CSV, XLSX, GeoJSON, GeoPackage, Shapefile (nén zip), KML, KMZ, GPX hoặc DXF."
    )
    en = (
        "The file is no table or layer that can be read. "
        "Use CSV, XLSX, GeoJSON, GeoPackage, Shapefile (zipped), KML, KMZ, GPX or DXF."
    )


class OldWorkbook(NotItems):
    """A workbook of another kind than XLSX."""

    code = "old_workbook"
    vi = "Bảng tính kiểu này (XLS, ODS, Word) chưa đọc được. Mở ra, chọn “Lưu thành” XLSX rồi gửi lại."
    en = "This kind of workbook (XLS, ODS, Word) is not read. Open it, save it as XLSX and send that."


class TooManyRows(MediaRefused):
    """More rows than one import may have. Figures: ``most``."""

    code = "too_many_rows"
    vi = "Tệp có hơn {most} dòng, là mức cho một lần nhập. Chia thành nhiều tệp rồi nhập từng tệp."
    en = "The file has more than {most} rows, the most for one import. Split it and import the parts."


class NoRows(MediaRefused):
    """A table without one filled row."""

    code = "no_rows"
    vi = "Tệp không có dòng dữ liệu nào. Kiểm tra lại bước xuất rồi gửi lại."
    en = "The file has no row of data. Check the export and send it again."


class ShapefilePartMissing(MediaRefused):
    """A Shapefile came without parts that it cannot be read without. Figures: ``parts``."""

    code = "shapefile_part_missing"
    vi = (
        "Shapefile thiếu {parts}. Gửi đủ các tệp cùng tên (.shp, .dbf, .shx, nên có .prj) "
        "trong một lần chọn hoặc một tệp zip."
    )
    en = (
        "The Shapefile lacks {parts}. Send all files of that name (.shp, .dbf, .shx, preferably .prj) "
        "chosen at once or in one zip."
    )


class SeveralTables(MediaRefused):
    """An archive with several files of items. Figures: ``names``."""

    code = "several_tables"
    vi = "Tệp nén chứa nhiều tệp dữ liệu ({names}). Mỗi lần chỉ nhập một tệp."
    en = "The archive holds several files of data ({names}). Import one file at a time."


class NotPaperTemplate(MediaRefused):
    """A report's template that is no DOCX."""

    code = "not_a_template"
    vi = "Mẫu báo cáo phải là tệp DOCX. Mở mẫu bằng phần mềm soạn thảo, lưu thành DOCX rồi gửi lại."
    en = (
        "A report's template must be a DOCX file. Open it in a word processor, save it as DOCX and send that."
    )


class ActiveTemplate(MediaRefused):
    """A template with macros, controls or embedded objects. Figures: ``what``."""

    code = "template_active"
    vi = "Mẫu báo cáo chứa macro hoặc đối tượng nhúng ({what}). Xóa phần đó, lưu thành DOCX thường rồi gửi lại."
    en = "The template holds macros or embedded objects ({what}). Remove them, save it as a plain DOCX and send that."


class OutwardTemplate(MediaRefused):
    """A template that fetches something or runs a command when it is opened. Figures: ``what``."""

    code = "template_outward"
    vi = "Mẫu báo cáo lấy nội dung từ bên ngoài ({what}). Xóa liên kết đó, chèn thẳng nội dung vào rồi gửi lại."
    en = "The template takes content from outside ({what}). Remove that link, insert the content itself and send it again."
