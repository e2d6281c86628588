"""A table as a picture: one Vega-Lite specification, drawn to SVG on the server and kept by its content.

Bars of one colour with the number beside each: nothing hangs on telling colours apart, and it prints in black.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import vl_convert
from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from oversight.web.tables import Cell, FigureTable

HOUR = 60 * 60
DAY = 24 * HOUR
LONGEST_ALT = 600
DEFAULT_COLOUR = "#0f5478"
WIDTH = 200
_TEXT = "#001a40"
_QUIET = "#3d5374"
_FONT = "Noto Sans, Arial, sans-serif"


def specification(table: FigureTable, *, colour: str = "", columns: int = 1) -> dict[str, Any]:
    """The Vega-Lite specification of a table's picture. columns: how many groups of bars stand beside each other, on a wide page."""
    colour = colour or DEFAULT_COLOUR
    has_groups = table.is_pair and len(_drawn(table, table.rows[0][1])) > 1
    spec = _facets(table, colour, columns) if has_groups else _bars(table, colour)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": {"left": 2, "right": 28, "top": 4, "bottom": 4},
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 13, "labelColor": _TEXT, "labelLimit": 225, "domain": False, "ticks": False, "title": None},
            "header": {"labelFontSize": 13, "labelFontWeight": 600, "labelColor": _TEXT, "title": None},
        },
        **spec,
    }


def content_key(spec: dict[str, Any]) -> str:
    """What a picture is kept under: the same drawing has the same key, another one never."""
    return sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def keep_specification(spec: dict[str, Any], *, user_id: int | None) -> str:
    """Keep it for the pictures that the page of this person asks for next, so that the year is not counted anew for each."""
    key = content_key(spec)
    cache.set(_specification_key(key, user_id), spec, HOUR)
    return key


def kept_specification(key: str, *, user_id: int | None) -> dict[str, Any] | None:
    """What this person's own page kept under the key; another's is not there."""
    return cache.get(_specification_key(key, user_id))


def _specification_key(key: str, user_id: int | None) -> str:
    return f"picture-specification:{user_id}:{key}"


def draw(spec: dict[str, Any]) -> str:
    """The SVG of a specification: from the cache of this organisation, else drawn and kept a day."""
    key = f"picture:{content_key(spec)}"
    svg = cache.get(key)
    if svg is None:
        svg = vl_convert.vegalite_to_svg(spec, vl_version="5.21")
        cache.set(key, svg, DAY)
    return str(svg)


def alternative_text(table: FigureTable) -> str:
    """The picture in words: the numbers, as far as they fit; the table beside it has them all."""
    if table.is_pair:
        told = "; ".join(
            f"{head}: " + ", ".join(f"{column} {shown(cell)}" for column, cell in _drawn(table, cells) if cell)
            for head, cells in table.rows
        )
    else:
        told = ", ".join(f"{head} {shown(cells[0])}" for head, cells in table.rows)
    text = _("Bar chart. %(title)s: %(told)s.") % {"title": table.title, "told": told}
    return text if len(text) <= LONGEST_ALT else _("Bar chart. %(title)s. The numbers are in the table.") % {"title": table.title}


def shown(cell: Cell) -> str:
    """A number as the reader's language writes it."""
    return _("unknown") if cell is None else number_format(cell)


def _drawn(table: FigureTable, cells: list[Cell]) -> list[tuple[str, Cell]]:
    """The cells that get a bar: not the total of a row, which would dwarf its parts."""
    has_total = table.columns[-1] == _("Total")
    pairs = list(zip(table.columns, cells, strict=True))
    return pairs[:-1] if has_total else pairs


def _layers(colour: str, order: list[str], most: float) -> dict[str, Any]:
    y = {"field": "label", "type": "nominal", "sort": order, "axis": {"labelPadding": 8}}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(most, 1)]}}
    return {
        "layer": [
            {"mark": {"type": "bar", "color": colour, "height": {"band": 0.68}}, "encoding": {"x": x, "y": y}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "fontWeight": 600, "color": _QUIET},
                "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
            },
        ]
    }


def _bars(table: FigureTable, colour: str) -> dict[str, Any]:
    values = [{"label": head, "value": cells[0], "text": shown(cells[0])} for head, cells in table.rows if cells[0] is not None]
    most = max((value["value"] for value in values), default=1)
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": 28},
        **_layers(colour, [head for head, _cells in table.rows], most),  # type: ignore[arg-type]
    }


def _facets(table: FigureTable, colour: str, columns: int) -> dict[str, Any]:
    values = [
        {"row": head, "label": column, "value": cell, "text": shown(cell)}
        for head, cells in table.rows
        if any(cells)
        for column, cell in _drawn(table, cells)
    ]
    most = max((value["value"] for value in values), default=1)  # type: ignore[type-var]
    labels = [column for column, _cell in _drawn(table, table.rows[0][1])]
    return {
        "data": {"values": values},
        "facet": {
            "field": "row",
            "type": "nominal",
            "sort": [head for head, _cells in table.rows],
            "header": {"labelAnchor": "start", "labelPadding": 2},
        },
        "columns": columns,
        "spacing": {"row": 4, "column": 24},
        "resolve": {"axis": {"y": "independent"}},
        "spec": {"width": WIDTH, "height": {"step": 22}, **_layers(colour, labels, most)},  # type: ignore[arg-type]
    }
