"""What the page of a file tells, as plain blocks for paper (pure): whatever stands on the page is in the archive as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

# Of the screen alone: buttons, forms, drawings beside words, links to act on.
_NOT_ON_PAPER = ".no-print, details:not(.on-paper), script, style, svg, form, button, input, template, .drop-area__refused"
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "summary": 2}
_BLOCKS = ("p", "li", "div", "ul", "ol", "details", "summary", "dl", "dt", "dd")
_TEXTS = ("p", "li", "td", "th", "caption", "figcaption")


class BlockKind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Block:
    """level: of a heading, 1 to 3; name: of a fact; lines: what it says."""

    kind: BlockKind
    lines: tuple[str, ...]
    level: int = 0
    name: str = ""


def blocks_of(html: str) -> list[Block]:
    """The blocks of a page, in its order; nothing that is empty, and no heading with nothing under it."""
    soup = BeautifulSoup(html, "html.parser")
    for one in soup.select(_NOT_ON_PAPER):
        one.decompose()
    blocks = [block for block in _within(soup) if block.lines]
    return [block for block, below in zip_longest(blocks, blocks[1:]) if not _is_bare(block, below)]


def _is_bare(block: Block, below: Block | None) -> bool:
    if block.kind is not BlockKind.HEADING or block.level == 1:
        return False
    return below is None or (below.kind is BlockKind.HEADING and below.level <= block.level)


def _within(parent: Tag) -> Iterator[Block]:
    name = ""
    for child in parent.children:
        if isinstance(child, NavigableString):
            # Text that stands in no paragraph of its own, such as a remark after a list.
            if type(child) is NavigableString and child.strip():
                yield Block(BlockKind.TEXT, (" ".join(child.split()),))
        elif isinstance(child, Tag):
            if child.name in _HEADINGS:
                yield Block(BlockKind.HEADING, (_heading(child),), level=_HEADINGS[child.name])
            elif child.name == "dt":
                name = " ".join(_lines(child))
            elif child.name == "dd":
                yield Block(BlockKind.FACT, _lines(child), name=name)
            elif child.name == "li":
                yield Block(BlockKind.ITEM, _lines(child))
            elif child.name in _TEXTS:
                yield Block(BlockKind.TEXT, _lines(child))
            else:
                yield from _within(child)


def _heading(tag: Tag) -> str:
    """Without the number of things that are folded up under it."""
    for count in tag.select(".count"):
        count.decompose()
    return " ".join(tag.get_text().split())


def _lines(tag: Tag) -> tuple[str, ...]:
    """Its text in lines. What somebody typed (`story`) keeps its own; elsewhere a line ends where the page says so."""
    told = "".join(_said(tag))
    return tuple(line for line in (" ".join(text.split()) for text in told.split("\n")) if line)


def _said(tag: Tag) -> Iterator[str]:
    """Pieces of text; a new line is where a line ends."""
    keeps_lines = "story" in (tag.get("class") or [])
    for child in tag.children:
        if not isinstance(child, Tag):
            if type(child) is NavigableString:
                yield str(child) if keeps_lines else str(child).replace("\n", " ")
        elif child.name == "br":
            yield "\n"
        elif "count" in (child.get("class") or []):
            yield f"({child.get_text(strip=True)})"
        else:
            end = "\n" if child.name in _BLOCKS else ""
            yield from (end, *_said(child), end)
