"""From bytes to text: UTF-8 first, then what a byte order mark or an HTML page declares.

An HTML page's labels are read as the WHATWG Encoding Standard does (section 4.2): `iso-8859-1` and
`ascii` mean windows-1252. Offsets count code points of the text as decoded here; line ends and a byte
order mark of UTF-8 stay in it.
"""

import codecs
import re

from communique.errors import InputError

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_MARKS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "an archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})""", re.IGNORECASE
)
_DECLARED_XML = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})""")
_CONTROLS = bytes((*range(1, 9), *range(14, 27), 28, 29, 30, 31))
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii", "iso8859-15"})
# What English prose in windows-1252 has beside ASCII, other than accented letters.
_PLAUSIBLE = frozenset("‘’“”‚„–—…•·€£¥©®™°§«»½¼¾†‹›\xa0\xad")


def refuse_binary(data: bytes, name: str) -> None:
    """Raise InputError for bytes that are no text in any encoding."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{name} is {what}, not text", "Save the article as plain text or as HTML.")
    if byte_order_mark(data):
        return
    where = data.find(b"\0")
    if where >= 0:
        raise InputError(
            f"{name} is binary: NUL at byte {where}", "Save the article as plain text (UTF-8) or as HTML."
        )
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls * 10 > len(data):
        raise InputError(f"{name} is not text", "Save the article as plain text (UTF-8) or as HTML.")


def decode_text(data: bytes, name: str) -> str:
    """The text of a plain-text file.

    Raises InputError with the offset of the first byte that is not UTF-8, where the text is not
    plainly windows-1252 either.
    """
    if encoding := byte_order_mark(data):
        return _decode_marked(data, encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        western = _as_western(data)
        if western is not None:
            return western
        raise InputError(
            f"{name} is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            "Save the file as UTF-8, for instance with `iconv -f ENCODING -t UTF-8`.",
        ) from error


def decode_html(data: bytes, name: str, charset: str | None = None) -> str:
    """The source of an HTML page: by byte order mark, as UTF-8, by its declaration, or as windows-1252.

    `charset` is a declaration that came with the page, such as an HTTP header's, and counts before its own.
    """
    if encoding := byte_order_mark(data):
        return _decode_marked(data, encoding, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(_usable(charset or "") or _declared(data) or "cp1252", errors="replace")


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that a byte order mark of UTF-16 or UTF-32 tells, if there is one."""
    return next((encoding for mark, encoding in (*_MARKS, *_MARKS_16) if data.startswith(mark)), None)


def _decode_marked(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is damaged {encoding.upper()}: offset {error.start}", "Save the file as UTF-8."
        ) from error


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 4096) or _DECLARED_XML.match(data)
    return _usable(found[1].decode("ascii", "replace")) if found else None


def _usable(label: str) -> str | None:
    """The encoding that a label means, if it is one of text."""
    label = label.strip().lower()
    if label in _WESTERN:
        return "cp1252"
    try:
        b" ".decode(label)
    except (LookupError, ValueError):
        return None
    # A page that says UTF-8 was tried as UTF-8 already; what is left is a page with a few broken bytes.
    return label or None


def _as_western(data: bytes) -> str | None:
    """The text as windows-1252, if that is beyond doubt: few foreign letters, each inside a Latin word."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = [i for i, c in enumerate(text) if c > "\x7f"]
    if len(foreign) * 20 > len(text) or _has_utf8_sequence(data):
        return None
    return text if all(text[i] in _PLAUSIBLE or _in_word(text, i) for i in foreign) else None


def _in_word(text: str, at: int) -> bool:
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return text[at].isalpha() and any(c.isascii() and c.isalpha() for c in around)


def _has_utf8_sequence(data: bytes) -> bool:
    """Whether some of the bytes do make a character of UTF-8: the file is then damaged, not western."""
    return re.search(rb"[\xc3-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}", data) is not None
