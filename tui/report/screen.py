"""A report in a terminal: tables by rich, charts by plotext where somebody looks at a terminal."""

from __future__ import annotations

from itertools import cycle

from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text as Shown

from agent.reports.report import Cell, Chart, Named, Period, Report, Table, Text, Word
from tui.show import out
from tui.words import Words

from .cells import UNKNOWN, head, said, span, tick, written

_HIGH = 16
"""Rows of a chart of lines."""
_LINES = 5
_BARS = 36
_COLOURS = ("blue", "yellow", "green", "magenta", "cyan")
"""What a terminal shows so that they can be told apart; a page shows them all."""


def show(report: Report, words: Words) -> None:
    """Prints the report; charts only on a terminal."""
    console = out()
    console.print(Shown(f"{words(report.title)} · {span(report, words)}", style="bold"))
    for table in report.tables:
        console.print()
        console.print(Shown(words(table.title), style="italic"))
        console.print(_drawn(table, words))
    if console.is_terminal:
        for chart in report.charts:
            console.print()
            console.print(Shown(words(chart.title), style="italic"))
            console.print(picture(chart, words, console))
    for remark in report.remarks:
        console.print()
        console.print(Shown(said(remark, words)))


def picture(chart: Chart, words: Words, console: Console) -> Drawn | Shown:
    """The chart in characters, as wide as the console. Colours are the terminal's own."""
    return _lines(chart, words, console) if chart.kind == "line" else _bars(chart, words)


def _lines(chart: Chart, words: Words, console: Console) -> Shown:
    """The first few series, with room for their names on the left."""
    from plotext import figure

    figure.clear()
    figure.theme("simple" if console.color_system else "colorless")
    figure.plot_size(console.width, _HIGH)
    last, top = len(chart.labels) - 1, 0.0
    for one in chart.series[:_LINES]:
        points = [(place, number) for place, number in enumerate(one.numbers) if number is not None]
        if points:
            places, numbers = (list(column) for column in zip(*points, strict=True))
            signal = figure.signal(places, numbers, marker="braille")
            figure.draw(signal.label(written(one.name, words)).lines())
            top = max(top, *numbers)
    figure.ruler("x").lim(-max(last, 1) / 3, max(last, 1))
    shown = list(range(0, last + 1, max(1, -(-last // 4))))
    figure.ruler("x").ticks(shown, [written(chart.labels[place], words) for place in shown])
    figure.ruler("y").ticks([0, top / 2, top], [tick(height, chart, words) for height in (0, top / 2, top)])
    return Shown.from_ansi(figure.build().string(colorless=not console.color_system).rstrip("\n"))


def _bars(chart: Chart, words: Words) -> Drawn:
    """Lying, the first on top; series of one label stand together. Every bar says its number."""
    from rich.bar import Bar

    labels = chart.labels[: _BARS // len(chart.series)]
    most = max((number or 0.0 for one in chart.series for number in one.numbers), default=0.0) or 1.0
    drawn = Drawn.grid(padding=(0, 2, 0, 0), expand=True)
    for ratio in (None, None, None, 1):
        drawn.add_column(ratio=ratio, no_wrap=True, overflow="ellipsis")
    drawn.columns[2].justify = "right"
    for place, label in enumerate(labels):
        for first, (one, colour) in enumerate(zip(chart.series, cycle(_COLOURS), strict=False)):
            number = one.numbers[place]
            drawn.add_row(
                Shown("" if first else written(label, words)),
                Shown(written(one.name, words) if len(chart.series) > 1 else ""),
                Shown(UNKNOWN if number is None else tick(number, chart, words)),
                Bar(most, 0, number or 0.0, color=colour),
            )
    return drawn


def _drawn(table: Table, words: Words) -> Drawn:
    drawn = Drawn(box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(table.head):
        words_only = all(_is_words(row[place]) for row in table.rows)
        drawn.add_column(
            Shown(head(column, words)), justify="left" if words_only else "right", overflow="fold"
        )
    for row in table.rows:
        drawn.add_row(*(Shown(written(cell, words)) for cell in row))
    return drawn


def _is_words(cell: Cell) -> bool:
    return isinstance(cell, Text | Word | Named | Period)
