"""What people can be told. Two families: theirs (a code, a sentence, what to do) and ours (a number)."""

from __future__ import annotations


class HeritageError(Exception):
    """Base. Do not raise directly."""


class Refusal(HeritageError):
    """Theirs: the request cannot be carried out as asked. Carries a code and both sentences."""

    code = "refused"
    vi = "Không thực hiện được."
    en = "This cannot be done."

    def __init__(self, vi: str = "", en: str = "", code: str = "") -> None:
        self.vi = vi or self.vi
        self.en = en or self.en
        self.code = code or self.code
        super().__init__(self.en)

    def sentence(self, language: str) -> str:
        """The sentence in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi

    @property
    def document(self) -> dict[str, dict[str, str]]:
        """The body of a JSON answer."""
        return {"error": {"code": self.code, "vi": self.vi, "en": self.en}}


class NotFound(Refusal):
    """No such thing, or none that this person may see."""

    code = "not_found"
    vi = "Không tìm thấy."
    en = "Not found."


class NotAllowed(Refusal):
    """The person lacks the role or belongs to another unit."""

    code = "not_allowed"
    vi = "Tài khoản này không có quyền làm việc đó."
    en = "This account may not do that."


class SamePerson(Refusal):
    """Four eyes: the author cannot be the one who publishes."""

    code = "same_person"
    vi = "Người soạn không được tự duyệt. Nhờ một người duyệt khác."
    en = "The author cannot approve their own work. Ask another reviewer."


class NotReady(Refusal):
    """The item lacks what publication needs."""

    code = "not_ready"


class BadRequest(Refusal):
    """A parameter is malformed."""

    code = "bad_request"


class MethodNotAllowed(Refusal):
    """An address that is only read."""

    code = "read_only"
    vi = "API chỉ để đọc: dùng GET."
    en = "The API is read only: use GET."


class BadKey(Refusal):
    """A key of the API that was sent and is not in force."""

    code = "bad_key"
    vi = "Khóa API không có hoặc đã bị thu hồi. Kiểm tra lại, xin khóa mới, hoặc bỏ dòng Authorization."
    en = "This API key does not exist or was revoked. Check it, ask for another, or leave Authorization out."


class TooManyRequests(Refusal):
    """More in one minute than one caller may ask."""

    code = "too_many_requests"


class Infected(Refusal):
    """The scanner knows a virus in it."""

    code = "infected"
    vi = "Phần mềm diệt vi-rút thấy mã độc trong tệp nên không nhận. Quét máy tính, chép lại từ bản gốc rồi gửi lại."
    en = (
        "The virus scanner found malicious code in the file, which is not accepted. "
        "Scan the computer, copy the file again from its source and send that."
    )


class NotChecked(Refusal):
    """The scanner does not answer: nothing comes in unchecked."""

    code = "not_checked"
    vi = (
        "Phần mềm diệt vi-rút chưa trả lời nên chưa nhận tệp. Gửi lại sau ít phút; nếu vẫn vậy, báo quản trị."
    )
    en = (
        "The virus scanner does not answer, so the file was not taken. Send it again in a few minutes; "
        "if that does not help, tell the administrator."
    )


# One table from family to HTTP status; used by pages and API alike.
STATUS: dict[type[HeritageError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    SamePerson: 409,
    NotReady: 409,
    BadRequest: 400,
    BadKey: 401,
    MethodNotAllowed: 405,
    TooManyRequests: 429,
    NotChecked: 503,
    Refusal: 400,
}


def status_of(error: HeritageError) -> int:
    """The HTTP status of an error, by its nearest class in :data:`STATUS`."""
    for family in type(error).__mro__:
        if family in STATUS:
            return STATUS[family]
    return 500
