"""A chart as SVG to stand within a page: no script, no address, the page's own colours of ink and paper."""

from __future__ import annotations

import sys
from typing import Any

from agent.reports.report import Chart
from tui.words import Words

from .cells import tick, written

_COLOURS = ("#3b6fb6", "#c4662d", "#4d8f4d", "#8f5aa8", "#b23a48", "#2a8f95", "#a08a2c", "#7a6a5d", "#5b6b7f")
"""Told apart by people who see colours differently too: neighbours differ in lightness."""
_LABELLED = 12
"""Labels along an axis."""


def drawing(chart: Chart, words: Words, name: str) -> str:
    """The `svg` element. `name` is its id, which must be the only one of the page."""
    import pygal

    # Its finder of map plugins is of a kind that Python warns of at every later import.
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]
    kind = pygal.Line if chart.kind == "line" else pygal.HorizontalBar
    drawn = kind(**_options(chart, words))
    drawn.uuid = name
    drawn.add_xml_filter(_bare)
    labels = [written(label, words) for label in chart.labels]
    turned = slice(None) if chart.kind == "line" else slice(None, None, -1)  # lying bars grow from the foot
    drawn.x_labels = labels[turned]
    for one in chart.series:
        drawn.add(written(one.name, words), list(one.numbers[turned]))
    return str(drawn.render(is_unicode=True))


def _options(chart: Chart, words: Words) -> dict[str, Any]:
    from pygal.style import Style

    ink, line, font = "var(--ink)", "var(--line)", "system-ui, sans-serif"
    lying = chart.kind != "line"
    rows = len(chart.labels) * len(chart.series)
    return {
        "style": Style(
            background="transparent", plot_background="transparent", colors=_COLOURS, font_family=font,
            foreground=ink, foreground_strong=ink, foreground_subtle=line, opacity=".85", transition="0s",
            value_colors=(ink,) * len(_COLOURS),
            label_font_size=13, major_label_font_size=13, value_font_size=13, legend_font_size=14,
            guide_stroke_color=line, major_guide_stroke_color=line, no_data_font_size=20,
        ),
        "js": [], "disable_xml_declaration": True, "width": 960,
        "height": max(160, 40 + rows * 26 + len(chart.labels) * 10) if lying else 380,
        "show_legend": len(chart.series) > 1, "legend_at_bottom": True, "legend_at_bottom_columns": 4,
        "print_values": lying, "print_values_position": "top", "truncate_label": -1, "truncate_legend": 30,
        "x_label_rotation": 0 if lying else 35, "no_data_text": words("report.nothing"),
        "margin": 10, "margin_right": 70, "margin_bottom": 30,
        "x_labels_major_every": None if lying else max(1, len(chart.labels) // _LABELLED),
        "show_minor_x_labels": lying or len(chart.labels) <= _LABELLED,
        "value_formatter": lambda value: "" if value is None else tick(value, chart, words),
        "include_x_axis": True, "show_dots": len(chart.labels) <= 60,
    }  # fmt: skip


def _bare(root: Any) -> Any:
    """Without the scripts that pygal writes even when told to use none, nor what only scripts would show."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.endswith("script") or _for_script(child):
                parent.remove(child)
    return root


def _for_script(element: Any) -> bool:
    return element.tag.endswith("desc") or "tooltip-overlay" in (element.get("class") or "")
