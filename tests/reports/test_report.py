from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
import io
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET
import zipfile

from PIL import Image
from pptx import Presentation
from pptx.slide import Slide
import pytest

from cxmaturity.charts.formats import percent
from cxmaturity.charts.sureness import sureness
from cxmaturity.charts.theme import LIGHT
from cxmaturity.domain.progress import Change
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.sharing import PARTS
from cxmaturity.reports.composing import Contest, Course, Said, progress_report, result_report
from cxmaturity.reports.drawing import NARROW, png, svg
from cxmaturity.reports.files import FORMATS, pictures
from cxmaturity.reports.footing import footing
from cxmaturity.reports.masking import gives_away, letters, mask_result
from cxmaturity.reports.model import Aside, Brand, Comment, Report, Table
from cxmaturity.reports.page import Shelf, page
from cxmaturity.reports.pdf import pdf
from cxmaturity.reports.slides import pptx
from cxmaturity.reports.tables import decimals, is_numeric, written
from tests.charts.builders import a_rubric
from tests.reports.builders import NOW, contest, report, rubric_with, scored

SVG = "{http://www.w3.org/2000/svg}"
DOT = b64encode(b"\x89PNG\r\n\x1a\n").decode()


def one_subject() -> Contest:
    rubric = rubric_with()
    now, before = scored(rubric, {"Care": (4.0, 2.0, 1.0)}), scored(rubric, {"Care": (3.0, 2.0, 2.0)})
    return Contest(now, "Q4 2026", before, "Q3 2026")


def said(**words: object) -> Said:
    usual: dict[str, object] = {
        "about": "Care",
        "headline": "Maturity is 58.",
        "detail": "",
        "people": 2,
        "made_at": NOW,
    }
    return Said(**(usual | words))  # type: ignore[arg-type]


def course(*values: float) -> Course:
    rubric = rubric_with()
    results = tuple((f"Q{i}", scored(rubric, {"Care": (v, v, v)})) for i, v in enumerate(values, 1))
    step = Change("Care", "c1", "c2", 10.0, {"field": 25.0, "drive": -5.0}, {"field": 8.0, "drive": -2.0})
    return Course(results, (step,), {"c1": "Q1", "c2": "Q2"})


def test_each_title_states_what_its_table_holds() -> None:
    standing, sure, heat = report(contest("Alder", "Birch", "Cedar")).exhibits
    assert standing.table.rows[0][:2] == (1.0, "Alder")
    assert standing.title == "Alder is clearly first"
    first = next(row for row in sure.table.rows if row[0] == "Alder")
    assert percent((first[1] if isinstance(first[1], float) else 0.0) / 100) in sure.title
    assert "Alder" in heat.title


def test_a_headline_follows_the_data_when_the_data_turns_round() -> None:
    turned = report(contest("Birch", "Alder"))
    assert turned.exhibits[0].title.startswith("Birch")
    assert turned.exhibits[0].table.rows[0][1] == "Birch"


def test_the_drawing_and_the_office_chart_show_the_same_numbers() -> None:
    standing = report().exhibits[0]
    assert standing.native is not None
    scores = {row[1]: row[2] for row in standing.table.rows}
    shown = zip(standing.native.categories, standing.native.series[0].values, strict=True)
    assert dict(shown) == scores


def test_a_ranks_shares_make_a_whole() -> None:
    picture = sureness(contest("Alder", "Birch", "Cedar"), LIGHT)
    assert picture is not None
    shares = picture.table.drop(columns=["Subject", "Expected rank"])
    assert shares.sum(axis=1).round(6).tolist() == [100.0] * 3


def test_where_nothing_was_drawn_nothing_is_said_about_sureness() -> None:
    assert sureness(replace(contest("Alder", "Birch"), robustness=None), LIGHT) is None


def test_a_contest_shows_the_first_two_and_how_many_people_gave_answers() -> None:
    shown = [(figure.label, figure.value) for figure in report(contest("Alder", "Birch", "Cedar")).figures]
    assert [label for label, _ in shown] == ["Alder", "Birch", "People"]
    assert shown[2][1] == "2"


def test_the_office_chart_of_a_contest_holds_the_interval_of_each_score() -> None:
    native = report(contest("Alder", "Birch")).exhibits[0].native
    assert native is not None
    scores = native.series[0].values
    assert all(
        s and low <= s <= high for s, (low, high) in zip(scores, filter(None, native.spans), strict=True)
    )


def test_who_only_stands_beside_a_contest_is_told_apart_in_the_office_chart() -> None:
    result = contest("Alder", "Birch", "Today")
    beside = replace(result.subjects[2], status="compared", rank=None)
    native = report(replace(result, subjects=(*result.subjects[:2], beside))).exhibits[0].native
    assert native is not None
    assert native.beside == (2,)


def test_one_subject_shows_its_numbers_and_its_profile() -> None:
    made = result_report(said(), one_subject())
    assert [figure.label for figure in made.figures] == ["Score of 100", "Answered", "People"]
    assert made.figures[0].beside == "±0.0 since Q3 2026"
    assert made.exhibits[0].part == "standing"


def thin(result: Result) -> Result:
    return replace(result, subjects=tuple(replace(s, coverage=0.2) for s in result.subjects))


def test_a_score_on_too_few_answers_is_starred_and_has_not_moved() -> None:
    shown = one_subject()
    figure = result_report(said(), replace(shown, result=thin(shown.result))).figures[0]
    assert (figure.value[-1], figure.beside) == ("*", "* provisional: too few answers")


def test_nothing_has_moved_since_a_cycle_on_too_few_answers() -> None:
    shown = one_subject()
    assert shown.before is not None
    made = result_report(said(), replace(shown, before=thin(shown.before)))
    assert not made.figures[0].beside


def test_a_provisional_cycle_is_starred_in_progress_too() -> None:
    found = course(1.0, 2.0)
    label, newest = found.results[-1]
    made = progress_report(said(), replace(found, results=(found.results[0], (label, thin(newest)))))
    assert [figure.value for figure in made.figures] == ["25", "50*"]
    assert "provisional, too few answers" in made.exhibits[0].note


def test_progress_shows_all_cycles_the_parts_and_what_moved() -> None:
    made = progress_report(said(), course(1.0, 2.0))
    assert [exhibit.part for exhibit in made.exhibits] == ["standing", "parts", "moved"]
    assert [figure.value for figure in made.figures] == ["25", "50"]


def test_progress_of_several_subjects_is_one_chart() -> None:
    results = tuple((label, contest("Alder", "Birch")) for label in ("Q1", "Q2"))
    made = progress_report(said(), Course(results, (), {}))
    assert [exhibit.part for exhibit in made.exhibits] == ["standing"]
    assert made.figures == ()


def test_what_is_not_among_the_parts_is_nowhere_in_the_report() -> None:
    made = report(parts=frozenset(PARTS) - {"heat", "notes"})
    assert "heat" not in {exhibit.part for exhibit in made.exhibits}
    assert made.notes == ()


def test_weights_of_all_questions_make_a_whole() -> None:
    questions = report().questions
    assert questions is not None
    shares = [row[3] for row in questions.rows]
    assert sum(share for share in shares if isinstance(share, float)) == pytest.approx(100)


def test_two_reports_that_say_the_same_have_one_hash() -> None:
    assert report().content_hash == report().content_hash


def test_another_word_makes_another_hash() -> None:
    assert report().content_hash != report(detail="3 people rated.").content_hash


def test_every_format_carries_the_same_content_hash() -> None:
    made = report()
    mark = made.content_hash[:16]
    deck = Presentation(io.BytesIO(pptx(made)))
    notes = deck.slides[0].notes_slide.notes_text_frame
    assert mark in footing(made)[2]
    assert mark in page(made)
    assert notes is not None
    assert mark in notes.text


def test_equal_reports_give_equal_pages() -> None:
    assert page(report()) == page(report())


# --- masks ------------------------------------------------------------------------------------------------


def test_masks_follow_the_order_that_they_are_asked_in() -> None:
    assert letters(["q", "a"], "vendor") == {"q": "Vendor A", "a": "Vendor B"}


def test_after_z_masks_go_on_with_two_letters() -> None:
    masks = letters([f"{n:02}" for n in range(28)], "unit")
    assert [masks["25"], masks["26"], masks["27"]] == ["Unit Z", "Unit AA", "Unit AB"]


def test_a_masked_result_names_nobody() -> None:
    masked = mask_result(contest("Alder", "Birch"), {"Alder": "Vendor B", "Birch": "Vendor A"})
    assert "Alder" not in str(masked)
    assert "Birch" not in str(masked)
    assert masked.robustness is not None
    assert set(masked.robustness.p_first) == {"Vendor A", "Vendor B"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ALDER pilot", "Alder"),
        ("Northwind pilot", "Northwind Traders GmbH"),
        ("Choice of IT", "IT"),
        ("北京评估", "北京"),
    ],
)
def test_a_title_that_shares_a_word_with_a_name_gives_it_away(text: str, name: str) -> None:
    assert gives_away(text, [name])


@pytest.mark.parametrize(
    ("text", "name"), [("Digital kit", "IT"), ("Messaging platform", "Alder"), ("Q4 2026", "Q4U")]
)
def test_a_name_inside_another_word_gives_nothing_away(text: str, name: str) -> None:
    assert not gives_away(text, [name])


# --- tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "places"), [([1.0, 2.0], 0), ([1.5], 1), ([1.25, None], 2), ([1 / 3], 2)])
def test_a_column_that_people_typed_has_the_decimals_that_it_needs(
    cells: list[float | None], places: int
) -> None:
    assert decimals(Table("t", ("a",), tuple((cell,) for cell in cells), as_typed=True)) == (places,)


def test_computed_measures_of_one_table_are_read_with_the_same_decimals() -> None:
    table = Table("t", ("", "Round 1", "Round 2", "People"), (("Care", 72.0, 72.9167, 6),))
    assert written(table) == (("Care", "72.0", "72.9", "6"),)


def test_shares_in_per_cent_have_decimals_of_their_own() -> None:
    assert decimals(Table("t", ("Score", "Answered, %"), ((71.25, 100.0),))) == (1, 0)


def test_a_dash_stands_for_no_value() -> None:
    assert written(Table("t", ("a", "b"), (("x", None), ("y", -1.5)))) == (("x", "–"), ("y", "−1.5"))


def test_a_column_without_any_value_is_not_numeric() -> None:
    assert not is_numeric([None, None])


# --- drawings ---------------------------------------------------------------------------------------------


def test_a_drawing_says_in_words_what_it_shows() -> None:
    exhibit = report().exhibits[0]
    root = ET.fromstring(svg(exhibit.spec, exhibit.alt))  # noqa: S314 - our own renderer's text
    assert (root.get("role"), root.get("aria-label")) == ("img", exhibit.alt)


def test_a_drawing_has_a_narrow_form_for_phones() -> None:
    exhibit = report().exhibits[0]
    root = ET.fromstring(svg(exhibit.spec, exhibit.alt, NARROW))  # noqa: S314 - our own renderer's text
    assert float(root.get("width", "0")) == pytest.approx(NARROW, abs=8)


def test_labels_are_drawn_and_do_not_vanish_with_a_missing_font() -> None:
    """An unknown family would draw the bars and no text: a picture without labels has fewer dark pixels."""
    exhibit = report().exhibits[0]
    picture = Image.open(io.BytesIO(png(exhibit.spec))).convert("L")
    left_of_bars = picture.crop((0, 0, 300, picture.height // 3))
    darkest, _ = left_of_bars.getextrema()
    assert isinstance(darkest, int | float)
    assert darkest < 60


def test_every_chart_comes_as_svg_and_png() -> None:
    with zipfile.ZipFile(io.BytesIO(pictures(report()))) as archive:
        names = archive.namelist()
    assert len(names) == 2 * len(report().exhibits)
    assert names[:2] == ["1-standing.svg", "1-standing.png"]


# --- page -------------------------------------------------------------------------------------------------


def test_a_page_has_a_table_behind_each_chart_and_its_questions() -> None:
    made = report()
    assert page(made).count("<table") == len(made.exhibits) + 1


def test_a_page_holds_no_script_and_fetches_nothing_from_elsewhere() -> None:
    written_page = page(report())
    assert "<script" not in written_page
    assert set(re.findall(r"https?://[^\"' )]+", written_page)) <= {"http://www.w3.org/2000/svg"}


def test_a_page_is_light_with_two_dozen_questions_and_a_dozen_subjects() -> None:
    rubric = rubric_with()
    many = contest(*(f"Subject number {n}" for n in range(12)), rubric=rubric)
    assert len(page(report(many)).encode()) <= 150_000


def test_links_on_a_page_hold_no_token() -> None:
    shelf = Shelf([("report.pdf", "PDF")], 2, [{"number": 1, "title": "Alder leads", "day": "1 Nov 2026"}])
    written_page = page(report(), shelf)
    assert re.findall(r'href="([^"]*)"', written_page) == ["?edition=2&amp;file=report.pdf", "?edition=1"]


def test_a_brand_stands_on_the_page() -> None:
    brand = Brand("Example Ltd", "#7A1F5C", f"data:image/png;base64,{DOT}")
    written_page = page(report(brand=brand))
    assert "--accent:#7A1F5C" in written_page
    assert ">Example Ltd</p>" in written_page


def test_comments_stand_with_their_author_only_where_one_is_given() -> None:
    shown = page(
        report(comments=(Comment("Alder", "Field", "Seen it", "Ann"), Comment("Birch", "Field", "No")))
    )
    assert "Alder, Field · Ann" in shown
    assert "Birch, Field</footer>" in shown


# --- PDF and slides ---------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_for_those_who_have_it_read_aloud() -> None:
    assert b"pdfuaid:part" in pdf(report())


def test_a_pdf_with_symbols_that_no_font_has_is_made_all_the_same() -> None:
    assert pdf(report(detail="\U0001fbff \ue000")).startswith(b"%PDF")


def test_the_summary_is_shorter_than_the_whole() -> None:
    made = report(contest(*(f"Subject {n}" for n in range(9))))
    assert pages(pdf(made, is_summary=True)) == 1
    assert pages(pdf(made)) > 1


def flagged(warnings: int, notes: int) -> Report:
    flag = (
        "Red flag, high. Alder: too good to be true at 4.0. " + "Ask for two reference calls of our own. " * 6
    )
    made = report(contest("Alder", "Birch", "Cedar"))
    return replace(
        made,
        warnings=tuple(f"{flag} Flag {place} ends here." for place in range(warnings)),
        notes=tuple(f"Note {place} of what would change this." for place in range(notes)),
    )


def words_of(made: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed (Debian: the package 'poppler-utils')")
    said = subprocess.run([program, "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout
    return " ".join(said.decode().replace("\u200b", "").split())


def test_a_red_flag_stands_whole_on_the_one_page() -> None:
    assert "Flag 0 ends here." in words_of(pdf(flagged(1, 0), is_summary=True))


def test_the_one_page_leaves_nothing_out_that_fits() -> None:
    said = words_of(pdf(flagged(2, 8), is_summary=True))
    assert "Flag 1 ends here." in said
    assert "Note 7" in said
    assert "more in the full version" not in said


def test_the_one_page_stays_one_page_and_says_how_much_it_leaves_out() -> None:
    made = pdf(flagged(30, 60), is_summary=True)
    assert pages(made) == 1
    assert words_of(made).count("more in the full version") == 2


def test_the_one_page_shows_a_second_chart_where_there_is_room() -> None:
    made = flagged(1, 3)
    assert made.exhibits[1].title in words_of(pdf(made, is_summary=True))


def pages(made: bytes) -> int:
    counts = re.findall(rb"/Count (\d+)", made)
    return max(map(int, counts))


def test_every_shape_on_a_slide_that_is_no_text_says_what_it_shows() -> None:
    deck = Presentation(io.BytesIO(pptx(report())))
    for slide in deck.slides:
        for shape in slide.shapes:
            words = shape._element.xpath(".//p:cNvPr")[0].get("descr")
            assert shape.has_text_frame or words


def test_slides_are_wide_and_their_charts_can_be_edited() -> None:
    deck = Presentation(io.BytesIO(pptx(report())))
    assert deck.slide_width is not None
    assert deck.slide_height is not None
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == 2


def test_the_notes_of_a_slide_hold_its_numbers() -> None:
    deck = Presentation(io.BytesIO(pptx(report())))
    notes = deck.slides[1].notes_slide.notes_text_frame
    assert notes is not None
    assert "Alder" in notes.text
    assert "Score" in notes.text


def test_slides_of_progress_draw_lines_and_bars_to_both_sides() -> None:
    deck = Presentation(io.BytesIO(pptx(progress_report(said(), course(1.0, 2.0)))))
    kinds = [str(s.chart.chart_type) for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert [kind.split()[0] for kind in kinds] == ["LINE_MARKERS", "LINE_MARKERS", "BAR_CLUSTERED"]


def test_a_spreadsheet_has_a_sheet_a_table_and_charts() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].make(report()))) as book:
        workbook, names = book.read("xl/workbook.xml").decode(), book.namelist()
    assert re.findall(r'sheet name="([^"]+)"', workbook) == [
        "Summary", "Standing", "How sure", "Criteria", "Questions"
    ]  # fmt: skip
    assert len([name for name in names if name.startswith("xl/charts/chart")]) == 2


def test_the_chart_of_a_spreadsheet_carries_the_intervals_of_scores() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].make(report()))) as book:
        chart = book.read("xl/charts/chart1.xml").decode()
    assert "<c:errBars>" in chart
    assert "Standing" in re.findall(r"<c:plus><c:numRef><c:f>([^<]+)", chart)[0]


def test_a_printed_sheet_is_headed_with_its_finding_whatever_its_signs() -> None:
    table = Table("8 of R&D moved", ("a",), (("x",),))
    made = replace(report(), asides=(Aside("plan", "Plan", "", table),), questions=None)
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].make(made))) as book:
        sheets = "".join(book.read(n).decode() for n in book.namelist() if "worksheets/sheet" in n)
    assert "&amp;L&amp;14 8 of R&amp;&amp;D moved" in sheets


def test_the_header_of_a_sheet_stays_in_sight() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].make(report()))) as book:
        assert 'state="frozen"' in book.read("xl/worksheets/sheet2.xml").decode()


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_format_can_be_made_of_progress(kind: str) -> None:
    assert len(FORMATS[kind].make(progress_report(said(), course(1.0, 2.0)))) > 500


def test_a_deck_says_nothing_of_strangers() -> None:
    with zipfile.ZipFile(io.BytesIO(pptx(report()))) as deck:
        said = b"".join(deck.read(name) for name in deck.namelist() if name.startswith("docProps"))
    assert not [word for word in (b"Steve", b"python-pptx", b"4:3", b"JFIF") if word in said]


# --- versions of a rubric ---------------------------------------------------------------------------------


def another_version() -> Rubric:
    base = rubric_with()
    return replace(base, version="2.0.0", sha256="another")


def test_a_new_version_of_the_rubric_has_moved_nothing() -> None:
    now = scored(another_version(), {"Care": (4.0, 2.0, 1.0)})
    shown = replace(one_subject(), result=now)
    made = result_report(said(), shown)
    assert made.figures[0].beside == ""
    assert "Before" not in made.exhibits[0].table.columns


def across(*versions: Rubric) -> Course:
    results = tuple(
        (f"Q{i}", scored(rubric, {"Care": (float(i), float(i), float(i))}))
        for i, rubric in enumerate(versions, 1)
    )
    return Course(results, (), {})


def test_no_title_of_progress_claims_a_movement_over_a_change_of_the_rubric() -> None:
    old, new = rubric_with(), another_version()
    made = progress_report(said(), across(old, old, new))
    assert [exhibit.title for exhibit in made.exhibits] == [
        "A new version in Q3: nothing compares with it yet"
    ] * 2


def test_a_title_of_progress_is_about_the_cycles_since_the_rubric_changed() -> None:
    old, new = rubric_with(), another_version()
    made = progress_report(said(), across(old, new, new))
    assert made.exhibits[0].title == "Care has risen by 25"
    assert "a new version from Q2" in made.exhibits[0].note
    native = made.exhibits[0].native
    assert native is not None
    assert [(s.name, s.values) for s in native.series] == [
        ("Care", (25.0, None, None)),
        ("Care, from Q2", (None, 50.0, 75.0)),
    ]


def test_what_moved_in_an_earlier_cycle_is_not_shown_as_the_newest_change() -> None:
    found = course(1.0, 2.0, 3.0)
    assert "moved" not in {each.part for each in progress_report(said(), found).exhibits}


# --- weight and length ------------------------------------------------------------------------------------


def large() -> Report:
    """A dozen vendors on two dozen criteria, each with a red flag, and a note at every answer."""
    rubric = a_rubric({f"Section {s}": tuple(f"Criterion {s}.{i}" for i in range(6)) for s in range(4)})
    values = {f"Vendor name {i}": tuple(float((i + k) % 5) for k in range(24)) for i in range(12)}
    flag = "Red flag, high. Promises more than it can show, at 4. Ask for a reference that can be visited."
    note = "They showed us a working example of it in two countries. " * 4
    comments = tuple(Comment(f"Vendor name {i % 12}", f"Criterion {i}", note) for i in range(288))
    return replace(
        report(scored(rubric, values)), warnings=(flag,) * 12, notes=(note,) * 4, comments=comments
    )


def test_a_page_stays_light_however_much_there_is_and_says_what_it_left_to_the_files() -> None:
    made = page(large())
    assert len(made.encode()) <= 150_000
    assert re.search(r"And \d+ more comments, in the files", made)


def test_a_page_that_is_light_enough_keeps_every_drawing_in_two_widths() -> None:
    made = report(contest("Alder", "Birch"))
    assert page(made).count('class="narrow"') == len(made.exhibits)


@pytest.mark.parametrize(
    "made",
    [large(), report(about="a " * 5000, headline="x " * 5000, detail="d " * 5000)],
    ids=["many", "long"],
)
def test_the_summary_is_one_page_however_much_there_is_to_say(made: Report) -> None:
    assert pages(pdf(made, is_summary=True)) == 1


def test_a_brand_stands_on_slides_and_in_the_spreadsheet_too() -> None:
    shown = report(
        brand=Brand("Example Ltd", "#7A1F5C", f"data:image/png;base64,{b64encode(a_logo()).decode()}")
    )
    slides = Presentation(io.BytesIO(pptx(shown))).slides
    assert all("Example Ltd" in descriptions(slide) for slide in slides)
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].make(shown))) as book:
        said = book.read("xl/sharedStrings.xml").decode() + book.read("xl/styles.xml").decode()
    assert [word for word in ("Example Ltd", "7A1F5C") if word not in said] == []


def a_logo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 10), "#7A1F5C").save(made, "PNG")
    return made.getvalue()


def descriptions(slide: Slide) -> list[str]:
    return [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes]
