"""Small PDF files for tests: lines of text in sizes, Latin or Chinese, as an office program lays them out."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter

Line = str | tuple[str, float]
"""A line, or a line with its size in points; 11 where none is given."""


def make_pdf(
    pages: list[list[Line]], *, title: str = "", created: str = "", password: str = ""
) -> bytes:
    """Return a PDF with these lines on its pages; *created* as ``D:20261123…``."""
    objects: list[bytes] = [b"", b""]  # catalogue and pages, filled in below

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    unicode_map = add(_stream(_TO_UNICODE))
    child = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Songti /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /Songti /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>"
    )
    wide = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Songti /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>"
        % (child, unicode_map)
    )
    latin = add(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids: list[int] = []
    for lines in pages:
        content = add(_stream(_drawn(lines)))
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /L %d 0 R /W %d 0 R >> >> >>"
                % (content, latin, wide)
            )
        )
    info = add(
        b"<< /Title (%s) /CreationDate (%s) >>" % (title.encode("latin-1"), created.encode())
    )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids), b" ".join(b"%d 0 R" % kid for kid in kids),
    )  # fmt: skip
    return _locked(_file(objects, info), password) if password else _file(objects, info)


def _drawn(lines: list[Line]) -> bytes:
    parts: list[bytes] = []
    y = 790.0
    for line in lines:
        text, size = line if isinstance(line, tuple) else (line, 11.0)
        if text.isascii():
            shown = (
                b"(%s)"
                % text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
            )
            font = b"L"
        else:
            shown, font = b"<%s>" % text.encode("utf-16-be").hex().encode(), b"W"
        if text:
            parts.append(b"BT /%s %.1f Tf 1 0 0 1 60 %.1f Tm %s Tj ET" % (font, size, y, shown))
        y -= 1.4 * size
    return b"\n".join(parts)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes], info: int) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, info, start)
    )
    return out.getvalue()


def _locked(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)
