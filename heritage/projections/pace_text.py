"""How far work on a large cloud has come, in words for an officer."""

from __future__ import annotations

from media_pipeline.progress import Pace

_MINUTE_S = 60


def pace_sentence(pace: Pace, language: str) -> str:
    """ "Đã xong 43 %: 1,3 triệu điểm/giây, 17,2 MB/giây, còn khoảng 24 giây." """
    words = pace_words(pace, language)
    return f"Done: {words}." if language == "en" else f"Đã xong {words}."


def pace_words(pace: Pace, language: str) -> str:
    """The same without the beginning and the end of the sentence."""
    english = language == "en"
    share = f"{100 * pace.done // max(pace.total, 1)}" + ("%" if english else " %")
    millions, megabytes = f"{pace.points_per_s / 1e6:.1f}", f"{pace.megabytes_per_s:.1f}"
    if english:
        return f"{share}, {millions} million points/s, {megabytes} MB/s, {_left(pace.left_s, english)}"
    text = f"{share}: {millions} triệu điểm/giây, {megabytes} MB/giây".replace(".", ",")
    return f"{text}, {_left(pace.left_s, english)}"


def _left(seconds: float | None, english: bool) -> str:
    if seconds is None:
        return "time left unknown" if english else "chưa rõ còn bao lâu"
    if seconds < _MINUTE_S:
        whole = max(1, round(seconds))
        return f"about {whole} s left" if english else f"còn khoảng {whole} giây"
    minutes = round(seconds / _MINUTE_S)
    return f"about {minutes} min left" if english else f"còn khoảng {minutes} phút"
