"""A ward's template: filled over split runs, the same bytes; anything that could run or fetch is refused."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from media_pipeline import child, paper
from media_pipeline.errors import (
    ActiveTemplate,
    Damaged,
    Encrypted,
    MediaRefused,
    NotPaperTemplate,
    OutwardTemplate,
    UnpacksTooLarge,
    UnsafeReference,
)
from media_pipeline.limits import Limits
from media_pipeline.paper_check import check_paper
from media_pipeline.paper_fill import Values, fill, placeholders
from media_pipeline.told import Order, Told

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Change = Callable[[dict[str, bytes]], None]


def docx(*paragraphs: list[str] | str) -> bytes:
    """A document of paragraphs, each of one run or of several."""
    document = Document()
    for pieces in paragraphs:
        place = document.add_paragraph()
        for piece in [pieces] if isinstance(pieces, str) else pieces:
            place.add_run(piece)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, change: Change) -> bytes:
    """The same with some members changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as sink:
        for name, text in members.items():
            sink.writestr(name, text)
    return out.getvalue()


def put(name: str, old: bytes, new: bytes) -> Change:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change


def relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> Change:
    told = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return put("word/_rels/document.xml.rels", b"</Relationships>", told.encode())


def field(*pieces: str) -> Change:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return put("word/document.xml", b"<w:sectPr", f"<w:p>{runs}</w:p><w:sectPr".encode())


def typed(part: str, kind: str) -> bytes:
    whole = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    return f'<Override PartName="{part}" ContentType="{whole}"/>'.encode()


def dde(tag: str) -> bytes:
    return f"<w:{tag} {W}><w:p><w:r><w:instrText>DDE x</w:instrText></w:r></w:p></w:{tag}>".encode()


def member(name: str, text: bytes = b"x") -> Change:
    return lambda members: members.__setitem__(name, text)


def said(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def filled(path: Path, values: Values) -> list[str]:
    """The paragraphs after filling in, in this process: the template is ours."""
    parts = check_paper(path)
    fill(parts, values)
    root = parts["word/document.xml"]
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(t.text or "" for t in p.iter(f"{tag}t")) for p in root.iter(f"{tag}p")]


@pytest.fixture
def at(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "template.docx"
        path.write_bytes(content)
        return path

    return write


def test_a_placeholder_may_be_split_over_runs(at: Callable[[bytes], Path]) -> None:
    path = at(docx(["Đạt {", "{bao_cao", ".ty_le}", "} trong kỳ"], "{{ bao_cao.ky }} và {{bao_cao.ky}}"))
    assert placeholders(check_paper(path)) == ["bao_cao.ty_le", "bao_cao.ky"]
    values = Values(texts={"bao_cao.ty_le": "50,0%", "bao_cao.ky": "quý IV"})
    assert filled(path, values) == ["Đạt 50,0% trong kỳ", "quý IV và quý IV"]


def test_what_has_no_value_stays(at: Callable[[bytes], Path]) -> None:
    assert filled(at(docx("{{a.b}} {{c.d}}")), Values(texts={"c.d": "2"})) == ["{{a.b}} 2"]


def test_a_value_is_never_read_as_a_placeholder_or_as_markup(at: Callable[[bytes], Path]) -> None:
    values = Values(texts={"a.b": "{{c.d}} <w:p>&amp;", "c.d": "no"})
    assert filled(at(docx("x {{a.b}}")), values) == ["x {{c.d}} <w:p>&amp;"]


def test_lines_become_paragraphs_where_the_placeholder_stands_alone(at: Callable[[bytes], Path]) -> None:
    values = Values(texts={"a.b": "một\nhai"})
    assert filled(at(docx("{{a.b}}", "và {{a.b}}")), values) == ["một", "hai", "và một hai"]


def test_a_block_takes_the_place_of_its_paragraph(at: Callable[[bytes], Path]) -> None:
    block = f"<w:body {W}><w:p><w:r><w:t>bảng</w:t></w:r></w:p></w:body>"
    values = Values(blocks={"bang.nhom": block}, texts={})
    assert filled(at(docx("trước", "{{bang.nhom}}", "sau {{bang.nhom}}")), values) == [
        "trước",
        "bảng",
        "sau {{bang.nhom}}",
    ]


def test_a_cell_still_ends_with_a_paragraph(at: Callable[[bytes], Path]) -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "{{bang.nhom}}"
    out = io.BytesIO()
    document.save(out)
    block = f"<w:body {W}><w:p><w:r><w:t>bảng</w:t></w:r></w:p></w:body>"
    assert filled(at(out.getvalue()), Values(blocks={"bang.nhom": block})) == ["bảng", ""]


def test_the_child_fills_in_texts_links_and_pictures_the_same_every_time(
    at: Callable[[bytes], Path], tmp_path: Path
) -> None:
    path = at(docx("{{a.b}}", "{{bang.nhom}}"))
    block = f'<w:body {W} {R}><w:p><w:hyperlink r:id="rIdOurs1"><w:r><w:t>danh sách</w:t></w:r></w:hyperlink></w:p></w:body>'
    values = {
        "texts": {"a.b": "Vị Khê"},
        "blocks": {"bang.nhom": block},
        "links": {"rIdOurs1": "https://disan.example/?a=1&b=2"},
        "pictures": {"rIdOurs2": "hinh.png"},
    }
    (tmp_path / paper.VALUES).write_text(json.dumps(values), encoding="utf-8")
    (tmp_path / "hinh.png").write_bytes(b"\x89PNG")
    made = []
    for number in range(2):
        out = tmp_path / str(number)
        out.mkdir()
        order = Order(Told(companions=(paper.VALUES, "hinh.png")))
        report = child.process_in_child(
            path, paper.IDENTITY, out, Limits(), order=order, worker="media_pipeline.paper"
        )
        assert report.facts["placeholders"] == ["a.b", "bang.nhom"]
        made.append(report.derived[0].path.read_bytes())
    assert made[0] == made[1]
    assert said(made[0])[0] == "Vị Khê"
    relations = Document(io.BytesIO(made[0])).part.rels
    assert relations["rIdOurs1"].target_ref == "https://disan.example/?a=1&b=2"
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert archive.read("word/media/hinh.png") == b"\x89PNG"
        assert b'Extension="png"' in archive.read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (member("word/vbaProject.bin"), ActiveTemplate),
        (member("word/embeddings/oleObject1.bin"), ActiveTemplate),
        (member("word/activeX/activeX1.xml", b"<a/>"), ActiveTemplate),
        (member("word/setup.exe"), ActiveTemplate),
        (member("../out.xml", b"<a/>"), NotPaperTemplate),
        (
            put(
                "[Content_Types].xml",
                b"wordprocessingml.document.main",
                b"ms-word.document.macroEnabled.main",
            ),
            ActiveTemplate,
        ),
        (put("[Content_Types].xml", b"document.main+xml", b"template.main+xml"), NotPaperTemplate),
        (relation("attachedTemplate", "https://evil.example/a.dotm"), OutwardTemplate),
        (relation("attachedTemplate", "a.dotm", ""), OutwardTemplate),
        (relation("image", "https://evil.example/a.png"), OutwardTemplate),
        (relation("image", r"\\evil\a.png"), OutwardTemplate),
        (relation("oleObject", "embeddings/a", ""), ActiveTemplate),
        (relation("aFChunk", "a.html", ""), OutwardTemplate),
        (relation("hyperlink", "javascript:alert(1)"), OutwardTemplate),
        (relation("hyperlink", "file:///etc/passwd"), OutwardTemplate),
        (relation("hyperlink", r"\\evil\share"), OutwardTemplate),
        (field(' DDEAUTO c:\\\\windows "calc" '), OutwardTemplate),
        (field(" DD", "EAUTO x "), OutwardTemplate),
        (field(' INCLUDEPICTURE "https://evil.example/a.png" '), OutwardTemplate),
        (field(" LINK Excel.Sheet "), OutwardTemplate),
        (
            put(
                "word/document.xml",
                b"<w:sectPr",
                b'<w:p><w:fldSimple w:instr="INCLUDETEXT a"/></w:p><w:sectPr',
            ),
            OutwardTemplate,
        ),
        (put("word/document.xml", b"<w:sectPr", b"<w:altChunk/><w:sectPr"), ActiveTemplate),
        (member("word/header9.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), UnsafeReference),
        (member("word/header9.xml", b"<a><b></a>"), Damaged),
        (member("word/header9.xml", b"<a>" * 400 + b"</a>" * 400), Damaged),
        (member("word/media/zero.png", b"\0" * 61_000_000), UnpacksTooLarge),
        (lambda members: members.pop("word/document.xml"), NotPaperTemplate),
        (lambda members: members.pop("_rels/.rels"), NotPaperTemplate),
        (put("_rels/.rels", b'Target="word/document.xml"', b'Target="other/document.xml"'), NotPaperTemplate),
        (
            put("[Content_Types].xml", b"</Types>", typed("/word/header9.bin", "header") + b"</Types>"),
            NotPaperTemplate,
        ),
        (member("WORD/document.xml", b"<a/>"), NotPaperTemplate),
        (member("word/header9.XML", dde("header")), OutwardTemplate),
        (member("other/header9.xml", dde("header")), OutwardTemplate),
    ],
)
def test_a_template_that_could_do_harm_is_refused(
    at: Callable[[bytes], Path], change: Change, refusal: type[MediaRefused]
) -> None:
    path = at(changed(docx("{{bao_cao.ky}}"), change))
    with pytest.raises(refusal) as refused:
        check_paper(path)
    assert refused.type is refusal
    assert "{" not in refused.value.sentence("vi")


@pytest.mark.parametrize(
    "change",
    [
        relation("hyperlink", "https://namdinh.example/"),
        relation("hyperlink", "mailto:vhxh@namdinh.example"),
        field(" PAGE "),
        field(" TOC \\o "),
        field(' HYPERLINK "https://namdinh.example/" '),
    ],
)
def test_ordinary_links_and_fields_pass(at: Callable[[bytes], Path], change: Change) -> None:
    assert placeholders(check_paper(at(changed(docx("{{bao_cao.ky}}"), change)))) == ["bao_cao.ky"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, b"{\\rtf1"])
def test_what_is_no_docx_is_refused_with_what_to_do(at: Callable[[bytes], Path], content: bytes) -> None:
    with pytest.raises(NotPaperTemplate):
        check_paper(at(content))


def test_a_cut_zip_and_one_with_a_password_are_refused(at: Callable[[bytes], Path]) -> None:
    whole = docx("x")
    with pytest.raises(Damaged):
        check_paper(at(whole[:-40]))
    locked = re.sub(rb"(PK\x01\x02.{4})(..)", lambda m: m[1] + b"\x01\x00", whole, flags=re.DOTALL)
    with pytest.raises(Encrypted):
        check_paper(at(locked))


def test_headers_are_filled_in_too(at: Callable[[bytes], Path]) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{don_vi.ten}}"
    document.element.body.insert(0, parse_xml(f"<w:p {W}/>"))
    out = io.BytesIO()
    document.save(out)
    assert placeholders(check_paper(at(out.getvalue()))) == ["don_vi.ten"]
