"""A report in a terminal: tables by rich, charts by plotext where somebody looks at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text as Shown

from agent.reports.report import Cell, Chart, Period, Report, Table, Text, Word
from tui.show import out
from tui.words import Words

from .cells import head, said, span, written

_HIGH = 16
"""Rows of a chart of lines."""


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


def picture(chart: Chart, words: Words, console: Console) -> Shown:
    """The chart in characters, as wide as the console. Colours are the terminal's own."""
    from plotext import figure

    figure.clear()
    figure.theme("simple" if console.color_system else "colorless")
    labels = [written(label, words) for label in chart.labels]
    if chart.kind == "line":
        figure.plot_size(console.width, _HIGH)
        _lines(chart, labels, words)
    else:
        _bars(chart, labels, console.width)
    return Shown.from_ansi(figure.build().string(colorless=not console.color_system))


def _lines(chart: Chart, labels: list[str], words: Words) -> None:
    from plotext import figure

    for one in chart.series:
        points = [(place, number) for place, number in enumerate(one.numbers) if number is not None]
        if points:
            signal = figure.signal(*map(list, zip(*points, strict=True)), marker="braille")
            figure.draw(signal.lines().label(written(one.name, words)))
    every = max(1, len(labels) // 6)
    places = list(range(0, len(labels), every))
    figure.ruler("x").ticks(places, [labels[place] for place in places])


def _bars(chart: Chart, labels: list[str], width: int) -> None:
    """Lying, the first on top."""
    from plotext import figure

    heights = [[number or 0.0 for number in reversed(one.numbers)] for one in chart.series]
    figure.plot_size(width, len(labels) * (len(heights) + 1) + 3)
    signal = figure.bar(labels[::-1], heights if len(heights) > 1 else heights[0], orientation="h")
    figure.draw(signal)


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
    return isinstance(cell, Text | Word | Period)
