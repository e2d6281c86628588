"""Opens a PDF or a picture for `complaints.documents.pages`, in a process of its own (pure): bounded, and gone when it is done.

Run as `python -I page_worker.py FOLDER`, in which stand `document` and `asked.json`: mode (page, words, covered or opens), kind, page,
marks (lists of left, top, right and bottom by page) and most_pages. Afterwards `answer.json` stands there, and pictures. Where it
cannot be done it ends with 3 and the name of the fault.
"""

from __future__ import annotations

import ctypes
import json
import math
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw, ImageOps

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 50
MOST_LETTERS = 400_000
# Of a page: sharp enough to read the small print of a letter.
DOTS_PER_POINT = 150 / 72
MOST_DOTS = 9_000_000
MOST_DOTS_OF_PICTURE = 80_000_000
# Of a picture, on the screen and in a copy.
WIDEST_SHOWN, WIDEST_KEPT = 1600, 6000
WHOLE = 10_000
QUALITY = 85


class Fault(Exception):
    """Why it cannot be done: document_encrypted, document_damaged or document_too_many_pages."""


def main(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_DOTS_OF_PICTURE
    asked = json.loads((folder / "asked.json").read_text())
    answer = (_of_pdf if asked["kind"] == "pdf" else _of_picture)(asked, folder)
    (folder / "answer.json").write_text(json.dumps(answer))


def _of_pdf(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    try:
        document = pdfium.PdfDocument(folder / "document")
    except pdfium.PdfiumError as error:
        raise Fault("document_encrypted" if error.err_code == pdfium_c.FPDF_ERR_PASSWORD else "document_damaged") from None
    count = len(document)
    if count == 0:
        raise Fault("document_damaged")
    if asked["mode"] == "opens":
        return {"pages": count}
    if count > asked["most_pages"]:
        raise Fault("document_too_many_pages")
    # What was filled in on a form is drawn as well.
    document.init_forms()
    answer: dict[str, Any] = {"pages": count}
    if asked["mode"] == "covered":
        for number in range(1, count + 1):
            drawn = _covered(_drawn(document[number - 1]), asked["marks"].get(str(number), []))
            drawn.save(folder / f"page-{number:03d}.jpg", "JPEG", quality=QUALITY)
        return answer
    if asked["mode"] == "page":
        number = min(max(asked["page"], 1), count)
        _drawn(document[number - 1]).save(folder / "page-001.jpg", "JPEG", quality=QUALITY)
        answer |= {"page": number, "words": {str(number): list(_words(document[number - 1], allowance=[MOST_LETTERS]))}}
        return answer
    allowance = [MOST_LETTERS]
    return answer | {"words": {str(number): list(_words(document[number - 1], allowance=allowance)) for number in range(1, count + 1)}}


def _drawn(page: Any) -> Image.Image:
    width, height = page.get_size()
    scale = min(DOTS_PER_POINT, math.sqrt(MOST_DOTS / max(width * height, 1)), 10_000 / max(width, height, 1))
    return page.render(scale=scale, may_draw_forms=True, draw_annots=True).to_pil().convert("RGB")


def _words(page: Any, *, allowance: list[int]) -> Iterator[list[Any]]:
    """Each word as it is read, and its place on the drawn page: left, top, right and bottom, in ten-thousandths.

    A word that is broken at the end of a line has a place on both. What parts words and lines, PDFium says: the page may be turned.
    """
    # Of a page that is turned PDFium reads the lines in the order of the paper: so it is read upright, and drawn as it lies.
    rotation = page.get_rotation()
    page.set_rotation(0)
    text = page.get_textpage()
    page.set_rotation(rotation)
    letters, boxes, is_broken, count = "", list[list[float]](), False, text.count_chars()
    allowance[0] -= count
    if allowance[0] < 0:
        raise Fault("document_too_many_pages")
    for place in range(count):
        code = pdfium_c.FPDFText_GetUnicode(text, place)
        letter = chr(code) if 32 < code < 0x110000 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF) else " "
        if pdfium_c.FPDFText_IsHyphen(text, place) == 1:
            is_broken = True
        elif letter.isspace():
            if letters:
                yield [letters, *map(_rounded, boxes)]
            letters, boxes, is_broken = "", [], False
        else:
            here = _placed(page, text.get_charbox(place, loose=True))
            if is_broken or not boxes:
                boxes.append(here)
            else:
                last = boxes[-1]
                boxes[-1] = [min(last[0], here[0]), min(last[1], here[1]), max(last[2], here[2]), max(last[3], here[3])]
            letters, is_broken = letters + letter, False
    if letters:
        yield [letters, *map(_rounded, boxes)]


def _placed(page: Any, of_page: tuple[float, float, float, float]) -> list[float]:
    """A box of the page's own measure, as it lies on the drawn page: turned and cut as the page is."""
    corners = []
    for x, y in ((of_page[0], of_page[1]), (of_page[2], of_page[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]


def _rounded(box: list[float]) -> list[int]:
    # A hair wider than the letters, so that no edge of one shows.
    left, top, right, bottom = box[0] - 15, box[1] - 10, box[2] + 15, box[3] + 10
    return [min(max(int(one), 0), WHOLE) for one in (left, top, math.ceil(right), math.ceil(bottom))]


def _of_picture(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    if asked["mode"] == "words":
        return {"pages": 1, "words": {"1": []}}
    import pillow_heif  # noqa: PLC0415

    pillow_heif.register_heif_opener()
    try:
        with Image.open(folder / "document") as opened:
            # The dots alone: nothing of what was said beside them is written again.
            upright = ImageOps.exif_transpose(opened)
            picture = _on_white(upright)
    except (Image.DecompressionBombError, MemoryError):
        raise
    except (OSError, ValueError, SyntaxError):
        raise Fault("document_damaged") from None
    if asked["mode"] == "covered":
        picture.thumbnail((WIDEST_KEPT, WIDEST_KEPT))
        _covered(picture, asked["marks"].get("1", [])).save(folder / "page-001.jpg", "JPEG", quality=95)
        return {"pages": 1}
    picture.thumbnail((WIDEST_SHOWN, WIDEST_SHOWN))
    picture.save(folder / "page-001.jpg", "JPEG", quality=QUALITY)
    return {"pages": 1, "page": 1, "words": {"1": []}}


def _on_white(picture: Image.Image) -> Image.Image:
    with_layer = picture.convert("RGBA")
    plain = Image.new("RGB", picture.size, (255, 255, 255))
    plain.paste(with_layer, mask=with_layer.getchannel("A"))
    return plain


def _covered(picture: Image.Image, marks: list[list[int]]) -> Image.Image:
    """Black where the marks are, to the outer edge of the last dot they touch."""
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in marks:
        corners = (left * picture.width // WHOLE, top * picture.height // WHOLE)
        across, down = math.ceil(right * picture.width / WHOLE), math.ceil(bottom * picture.height / WHOLE)
        draw.rectangle((*corners, max(across - 1, corners[0]), max(down - 1, corners[1])), fill=(0, 0, 0))
    return picture


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Fault as fault:
        # Names of faults alone: nothing of the document.
        sys.stderr.write(str(fault))
        sys.exit(3)
