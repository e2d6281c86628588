"""Which kinds of files are kept (pure): how their names end, and what they are served as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath


class Family(StrEnum):
    OFFICE = "office"
    TEXT = "text"
    PDF = "pdf"
    PICTURE = "picture"
    AUDIO = "audio"
    MAIL = "mail"


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """One kind of file. endings: of its name, the first one is usual. signature: as what its first bytes may be recognised.

    is_shown: a browser may show it in a window of its own; everything else is handed over to be saved.
    """

    code: str
    family: Family
    media_type: str
    endings: tuple[str, ...]
    signature: frozenset[str] = frozenset()
    is_shown: bool = False


def _kind(
    code: str, family: Family, media_type: str, *, endings: tuple[str, ...] = (), signature: str = "", is_shown: bool = False
) -> DocumentKind:
    return DocumentKind(
        code=code,
        family=family,
        media_type=media_type,
        endings=endings or (f".{code}",),
        signature=frozenset(signature.split()),
        is_shown=is_shown,
    )


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS: dict[str, DocumentKind] = {
    kind.code: kind
    for kind in (
        _kind("docx", Family.OFFICE, _OOXML + "wordprocessingml.document"),
        _kind("xlsx", Family.OFFICE, _OOXML + "spreadsheetml.sheet"),
        _kind("pptx", Family.OFFICE, _OOXML + "presentationml.presentation"),
        _kind("odt", Family.OFFICE, _ODF + "text"),
        _kind("ods", Family.OFFICE, _ODF + "spreadsheet"),
        _kind("odp", Family.OFFICE, _ODF + "presentation"),
        _kind("doc", Family.OFFICE, "application/msword"),
        _kind("xls", Family.OFFICE, "application/vnd.ms-excel"),
        _kind("ppt", Family.OFFICE, "application/vnd.ms-powerpoint"),
        _kind("rtf", Family.OFFICE, "application/rtf", signature=".rtf"),
        _kind("txt", Family.TEXT, "text/plain"),
        _kind("csv", Family.TEXT, "text/csv"),
        _kind("pdf", Family.PDF, "application/pdf", signature=".pdf"),
        _kind("jpeg", Family.PICTURE, "image/jpeg", endings=(".jpg", ".jpeg"), signature=".jpg .jpeg", is_shown=True),
        _kind("png", Family.PICTURE, "image/png", signature=".png", is_shown=True),
        _kind("webp", Family.PICTURE, "image/webp", signature=".webp", is_shown=True),
        _kind("gif", Family.PICTURE, "image/gif", signature=".gif", is_shown=True),
        _kind("heic", Family.PICTURE, "image/heic", endings=(".heic", ".heif")),
        _kind("mp3", Family.AUDIO, "audio/mpeg", signature=".mp3 .mpga"),
        _kind("m4a", Family.AUDIO, "audio/mp4"),
        _kind("wav", Family.AUDIO, "audio/wav", signature=".wav"),
        _kind("ogg", Family.AUDIO, "audio/ogg", endings=(".ogg", ".oga", ".opus"), signature=".ogg .oga .opus"),
        _kind("webm", Family.AUDIO, "audio/webm", signature=".webm"),
        _kind("aac", Family.AUDIO, "audio/aac", signature=".aac"),
        _kind("eml", Family.MAIL, "message/rfc822"),
        _kind("msg", Family.MAIL, "application/vnd.ms-outlook"),
    )
}
_BY_ENDING = {ending: kind for kind in KINDS.values() for ending in kind.endings}
ENDINGS = tuple(_BY_ENDING)

# Office files that may carry a program, by their ending alone.
WITH_MACROS = frozenset({".docm", ".dotm", ".xlsm", ".xlsb", ".xltm", ".xlam", ".pptm", ".potm", ".ppsm", ".ppam", ".sldm"})
# What runs when somebody opens it: on a machine, or in a browser.
# fmt: off
PROGRAMS = frozenset({
    ".ade", ".adp", ".apk", ".app", ".appx", ".application", ".bat", ".bin", ".chm", ".cmd", ".com", ".command", ".cpl", ".deb",
    ".desktop", ".dll", ".dmg", ".exe", ".gadget", ".hlp", ".hta", ".htm", ".html", ".inf", ".ins", ".iso", ".img", ".jar", ".js",
    ".jse", ".lnk", ".mde", ".mht", ".mhtml", ".msc", ".msi", ".msp", ".mst", ".one", ".php", ".pif", ".pl", ".ps1", ".psm1", ".py",
    ".rb", ".reg", ".rpm", ".scf", ".scr", ".sct", ".sh", ".shtml", ".svg", ".svgz", ".swf", ".sys", ".url", ".vb", ".vbe", ".vbs",
    ".vhd", ".vhdx", ".wasm", ".website", ".ws", ".wsc", ".wsf", ".wsh", ".xhtml", ".xll",
})
# fmt: on


def ending_of(name: str) -> str:
    """How a name ends, in small letters: ".docx"; "" when it has no ending."""
    return PurePath(name.lower()).suffix


def kind_of_name(name: str) -> DocumentKind | None:
    """The kind a name promises; None for one that is not kept."""
    return _BY_ENDING.get(ending_of(name))
