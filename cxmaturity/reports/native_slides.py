"""Charts that PowerPoint draws itself, with everything set that its library leaves to chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
import io
from typing import Any, Final

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Length, Pt
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cxmaturity.charts.formats import number, shortened
from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.hues import reach_of, shade_of
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
FEW = 9  # categories that can be named large
SHORT = 0.12  # of the scale; a shorter bar has no room for its number
CLOSE = 6.0  # points of 100 between two ends whose numbers would touch


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
    chart.font.size = Pt(14 if len(native.categories) <= FEW else 12)
    chart.font.color.rgb = colour(LIGHT.mute)
    chart.has_legend = len(native.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axes(chart, native)
    _colours(chart, native)
    _labels(chart, native)
    _whiskers(chart, native)
    drawn: GraphicFrame = frame
    return drawn


def _axes(chart: Chart, native: Native) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = native.minimum, native.maximum
    values.has_major_gridlines = native.kind != "stacked"
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.line)
    values.format.line.fill.background()
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.number_format = "0%" if native.kind == "stacked" else "0"
    names.format.line.color.rgb = colour(LIGHT.rule)
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if native.kind != "lines":
        names.reverse_order = True  # else the first bar lies at the bottom
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # and the scale would lie on top
    values.visible = native.kind != "stacked" and native.minimum >= 0
    values.major_unit = (native.maximum - native.minimum) / 4


def _colours(chart: Chart, native: Native) -> None:
    for place, (series, given) in enumerate(zip(chart.plots[0].series, native.series, strict=True)):
        shade = colour(shade_of(native, place))
        if native.kind == "lines":
            _line(series, shade, is_beside=given.beside)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = shade
            series.invert_if_negative = False
    if native.kind != "lines":
        chart.plots[0].gap_width = 60
    for place in native.beside:
        point = chart.plots[0].series[0].points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = colour(LIGHT.mute)


def _line(series: Any, shade: RGBColor, *, is_beside: bool) -> None:  # noqa: ANN401 - the library has no types there
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = shade, Pt(1.75 if is_beside else 2.5)
    if is_beside:
        series.format.line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 8
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = shade
    series.marker.format.line.color.rgb = shade


def _labels(chart: Chart, native: Native) -> None:
    if native.kind == "lines":
        _ends(chart, native)
        return
    plot = chart.plots[0]
    plot.has_data_labels = native.kind == "bars" or len(native.series) <= LABELLED
    if not plot.has_data_labels:
        return
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format_is_linked = False
    labels.number_format = native.number_format
    labels.font.size, labels.font.color.rgb = Pt(14), colour(LIGHT.ink)
    if any(native.spans):
        labels.position, labels.font.bold = XL_LABEL_POSITION.INSIDE_BASE, True
        labels.font.color.rgb = colour(LIGHT.paper)
        _short_bars(plot, native)
    elif native.kind == "bars":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _short_bars(plot: Any, native: Native) -> None:  # noqa: ANN401 - the library has no types there
    """Put the number of a bar that is too short for it behind its whisker."""
    for place, value in enumerate(native.series[0].values):
        if value is not None and value < SHORT * native.maximum:
            label = plot.series[0].points[place].data_label
            label.position = XL_LABEL_POSITION.OUTSIDE_END
            label.font.size, label.font.color.rgb = Pt(14), colour(LIGHT.ink)


def _ends(chart: Chart, native: Native) -> None:
    """Label every point of a single line, else the last of each, above or below where two come close."""
    shown = [place for place, series in enumerate(native.series) if not series.beside]
    if len({native.series[place].hue for place in shown}) == 1:
        for place in shown:
            for at, value in enumerate(native.series[place].values):
                if value is not None:
                    _label(chart, place, at, native, XL_LABEL_POSITION.ABOVE)
        return
    last = len(native.categories) - 1
    ends = [(native.series[place].values[last], place) for place in shown]
    known = sorted((value, place) for value, place in ends if value is not None)
    for rank, (value, place) in enumerate(known):
        over = known[rank + 1][0] - value if rank + 1 < len(known) else 100.0
        under = value - known[rank - 1][0] if rank else 100.0
        side = XL_LABEL_POSITION.BELOW if over < CLOSE else XL_LABEL_POSITION.ABOVE
        _label(chart, place, last, native, side if min(over, under) < CLOSE else XL_LABEL_POSITION.RIGHT)


def _label(chart: Chart, place: int, at: int, native: Native, position: Any) -> None:  # noqa: ANN401 - as above
    label = chart.plots[0].series[place].points[at].data_label
    value = native.series[place].values[at]
    frame = label.text_frame
    frame.text = number(value, 1)
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.color.rgb = Pt(13), True, colour(shade_of(native, place))
    label.position = position


def _whiskers(chart: Chart, native: Native) -> None:
    """Add how far each value may lie to either side; the library knows no error bars."""
    minus, plus = reach_of(native)
    if not plus:
        return
    line = f"<a:ln w='{Pt(2)}'><a:solidFill><a:srgbClr val='{LIGHT.ink[1:]}'/></a:solidFill></a:ln>"
    bars = parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}><c:errBarType val='both'/><c:errValType val='cust'/>"
        f"<c:noEndCap val='0'/><c:plus>{_numbers(plus)}</c:plus><c:minus>{_numbers(minus)}</c:minus>"
        f"<c:spPr>{line}</c:spPr></c:errBars>"
    )
    series = chart.plots[0].series[0]._element  # noqa: SLF001 - see above
    series.find(qn("c:cat")).addprevious(bars)


def _numbers(values: Sequence[float]) -> str:
    far = [(at, value) for at, value in enumerate(values) if value > 0]
    points = "".join(f"<c:pt idx='{at}'><c:v>{value:.6f}</c:v></c:pt>" for at, value in far)
    return (
        f"<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val='{len(values)}'/>{points}</c:numLit>"
    )


def _name(text: str) -> str:
    return shortened("".join(symbol for symbol in text if ord(symbol) >= 32), NAME_FITS)
