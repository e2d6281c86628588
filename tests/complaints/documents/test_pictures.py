"""Pictures lose the place they were taken, and look exactly the same."""

from __future__ import annotations

import io
import struct

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageOps

from complaints.documents.faults import UnfitDocument
from complaints.documents.pictures import without_place
from tests.factories.documents import GPS, MAKER, XMP, picture

WITH_EXIF = ("jpeg", "png", "webp", "heic")


def opened(content: bytes) -> Image.Image:
    pillow_heif.register_heif_opener()
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("code", WITH_EXIF)
def test_place_device_and_xmp_are_gone_and_every_dot_is_the_same(code: str) -> None:
    taken = picture(code, with_place=True)
    assert dict(opened(taken).getexif().get_ifd(0x8825))[2] == GPS[2]
    assert MAKER.encode() in taken

    stripped = without_place(taken, code=code)

    exif = opened(stripped).getexif()
    assert (dict(exif), dict(exif.get_ifd(0x8825))) == ({}, {})
    assert (MAKER.encode() in stripped, b"GPSLatitude" in stripped, XMP in stripped) == (False, False, False)
    assert opened(stripped).tobytes() == opened(taken).tobytes()


@pytest.mark.parametrize("code", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_the_side_that_is_up_stays_up(code: str, orientation: int) -> None:
    taken = picture(code, orientation=orientation, with_place=True)

    stripped = without_place(taken, code=code)

    assert dict(opened(stripped).getexif()) == {0x0112: orientation}
    assert ImageOps.exif_transpose(opened(stripped)).tobytes() == ImageOps.exif_transpose(opened(taken)).tobytes()


def test_a_turned_heic_looks_the_same() -> None:
    taken = picture("heic", orientation=6, with_place=True)

    stripped = without_place(taken, code="heic")

    assert opened(stripped).size == opened(taken).size
    assert opened(stripped).tobytes() == opened(taken).tobytes()


def test_a_gif_loses_comment_and_xmp_and_keeps_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour).quantize() for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0, comment=b"genomen in Houten")
    taken = written.getvalue()
    assert b"genomen in Houten" in taken

    stripped = without_place(taken, code="gif")

    assert b"genomen in Houten" not in stripped
    assert (opened(stripped).n_frames, opened(stripped).info["loop"], opened(stripped).info["duration"]) == (3, 0, 80)  # type: ignore[attr-defined]


def test_a_moving_webp_keeps_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(GPS)
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:], exif=exif.tobytes(), lossless=True)

    stripped = without_place(written.getvalue(), code="webp")

    assert (opened(stripped).n_frames, dict(opened(stripped).getexif())) == (3, {})  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["jpeg", "png", "webp", "gif"])
def test_what_hangs_behind_a_picture_goes(code: str) -> None:
    """The film of a motion picture tells the place too."""
    film = b"\x00\x00\x00\x18ftypmp42....moov....+52.0907+005.1214/"

    assert without_place(picture(code) + film, code=code) == without_place(picture(code), code=code)


def test_what_hangs_behind_a_heic_is_emptied() -> None:
    film = b"+52.0907+005.1214/"
    taken = picture("heic") + struct.pack(">L4s", len(film) + 8, b"mpvd") + film

    stripped = without_place(taken, code="heic")

    assert (film in stripped, len(stripped)) == (False, len(taken))
    assert opened(stripped).tobytes() == opened(taken).tobytes()


def test_the_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for code in ("jpeg", "png", "webp"):
        assert opened(without_place(picture(code, with_place=True, icc_profile=profile), code=code)).info["icc_profile"] == profile


def test_a_progressive_jpeg_with_restarts_comes_through_whole() -> None:
    taken = picture("jpeg", with_place=True, progressive=True, restart_marker_blocks=1, size=(200, 120))

    assert opened(without_place(taken, code="jpeg")).tobytes() == opened(taken).tobytes()


@pytest.mark.parametrize("code", ["jpeg", "png", "webp", "gif", "heic"])
def test_a_picture_cut_short_is_refused_or_still_a_picture_without_place(code: str) -> None:
    """At whatever byte it is cut: never another error, never a place that stays."""
    whole, codes = picture(code, with_place=True), set()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        try:
            stripped = without_place(whole[:length], code=code)
        except UnfitDocument as fault:
            codes.add(fault.code)
        else:
            assert MAKER.encode() not in stripped

    assert codes == {"document_damaged"}
