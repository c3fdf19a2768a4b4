"""Charts that PowerPoint draws itself, with everything set that its library leaves to chance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import io
from typing import Any, Final

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Length, Pt
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cxmaturity.charts.formats import shortened
from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.model import Native
from cxmaturity.reports.sheets import SAFE

Box = tuple[Length, Length, Length, Length]
KINDS: Final = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED_100,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
NAME_FITS = 40
LABELLED = 3  # series up to which each value is written beside its mark


class _Workbook(CategoryWorkbookWriter):
    """The workbook behind a chart, which *Edit data* opens: a name that begins with = is a name there too."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Workbook, Worksheet]]:
        with Workbook(xlsx_file, SAFE) as book:
            yield book, book.add_worksheet()


class _ChartData(CategoryChartData):
    """What a chart shows, kept in a workbook that runs nothing."""

    @property
    def _workbook_writer(self) -> _Workbook:
        return _Workbook(self)  # type: ignore[no-untyped-call]  # the library has no types there


def colour(code: str) -> RGBColor:
    """Return a colour from its code, ``#0072B2``."""
    return RGBColor(*bytes.fromhex(code.removeprefix("#")))


def draw(slide: Slide, native: Native, box: Box) -> GraphicFrame:
    """Put an editable chart on a slide and return its frame."""
    data: Any = _ChartData(number_format=native.number_format)  # type: ignore[no-untyped-call]  # as above
    data.categories = [_name(name) for name in native.categories]
    for series in native.series:
        data.add_series(_name(series.name), series.values)
    frame: Any = slide.shapes.add_chart(KINDS[native.kind], *box, data)
    chart = frame.chart
    chart.has_title = False  # a chart of one series would print the series' name
    chart.font.size = Pt(12)
    chart.font.color.rgb = colour(LIGHT.mute)
    chart.has_legend = len(native.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axes(chart, native)
    _colours(chart, native)
    _labels(chart, native)
    drawn: GraphicFrame = frame
    return drawn


def _axes(chart: Chart, native: Native) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = native.minimum, native.maximum
    values.has_major_gridlines = native.kind == "lines"
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.line)
    values.format.line.fill.background()
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.number_format = "0%" if native.kind == "stacked" else "0"
    names.format.line.color.rgb = colour(LIGHT.rule)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = native.kind != "lines"  # else the first bar lies at the bottom
    values.visible = native.kind != "stacked" and native.minimum >= 0
    values.major_unit = (native.maximum - native.minimum) / 4


def _colours(chart: Chart, native: Native) -> None:
    ramp = tuple(reversed(LIGHT.ramp))
    for place, series in enumerate(chart.plots[0].series):
        colours = ramp if native.kind == "stacked" else (LIGHT.accent, LIGHT.rule, *LIGHT.series[1:])
        if native.kind == "lines":
            colours = LIGHT.series if place < len(LIGHT.series) else (LIGHT.rule,)
        shade = colour(colours[place % len(colours)])
        if native.kind == "lines":
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = shade, Pt(2.25)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = shade
            series.marker.format.line.color.rgb = shade
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = shade
            series.invert_if_negative = False
    if native.kind != "lines":
        chart.plots[0].gap_width = 60


def _labels(chart: Chart, native: Native) -> None:
    plot = chart.plots[0]
    plot.has_data_labels = native.kind == "bars" or len(native.series) <= LABELLED
    if not plot.has_data_labels:
        return
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format_is_linked = False
    labels.number_format = native.number_format
    labels.font.size, labels.font.color.rgb = Pt(12), colour(LIGHT.ink)
    if native.kind != "stacked":
        above = native.kind == "lines"
        labels.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.OUTSIDE_END


def _name(text: str) -> str:
    return shortened("".join(symbol for symbol in text if ord(symbol) >= 32), NAME_FITS)
