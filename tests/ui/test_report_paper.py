"""A report on paper and as a picture: what other people's programs read of it is what the tables say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PySide6.QtGui import QImage

from kiosk import centre as office
from kiosk.centre.counting import EVERYTHING
from kiosk.centre.schema import StoreError
from kiosk.centre.tables import Column, Format, Hidden, Plot, PlotKind, Table
from kiosk.config import DataFolder
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES
from ui.report.plot import ReportPlot
from ui.report.series import figure_of
from ui.report.writers import as_pdf, as_png
from ui.theme import HIGH_CONTRAST, Look
from ui.verbs import cli

_NAMES = ("Қызылжар ауданы", "Thành phố Thái Nguyên", "Päijät-Häme", "Булаево")


def _table(kind: PlotKind, rows: int = 4) -> Table:
    columns = (
        Column("place", "Place", Format.NAME),
        Column("consultations", "Consultations", Format.COUNT),
        Column("people", "People served", Format.COUNT),
        Column("alone_rate", "Can do it alone now", Format.SHARE),
    )
    body = tuple((f"{_NAMES[n % 4]} {n}", 1234 + 7 * n, 2500 + n, 0.5) for n in range(rows))
    figures = ("consultations", "people") if kind is PlotKind.STACKED else ("consultations",)
    return Table("places", "Places", columns, body, plot=Plot(kind, "place", figures))


def _report(*tables: Table) -> office.Report:
    return office.Report("places", "Places", tables, EVERYTHING, made_on=date(2026, 11, 20))


def _words(pdf: bytes) -> tuple[str, int]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage().get_text_bounded() for at in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split()), len(pages)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_cell_of_a_long_report_is_on_paper_and_can_be_found(code: str, languages: Languages) -> None:
    language = languages[code]
    table = _table(PlotKind.BARS, rows=120)
    text, pages = _words(as_pdf(_report(table, _table(PlotKind.COLUMNS)), language))
    headings, rows = table.shown(language)
    assert pages > 1
    squeezed = text.replace(" ", "")
    missing = [cell for row in (headings, *rows) for cell in row if "".join(cell.split()) not in squeezed]
    assert missing == []


@pytest.mark.parametrize("kind", PlotKind)
def test_each_kind_of_plot_is_a_picture_with_its_figures_in_words(
    kind: PlotKind, languages: Languages
) -> None:
    language = languages["kk"]
    table = _table(kind)
    image = QImage.fromData(as_png(_report(table), language))
    assert (image.width(), image.isGrayscale()) == (1600, False)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    darks = {grey.pixelColor(x, y).lightness() for x in range(0, 1600, 3) for y in range(0, grey.height(), 3)}
    assert max(darks) - min(darks) > 150, "in grey, too, something stands out"
    figure = figure_of(table, language)
    assert figure is not None
    spoken = ReportPlot(figure, language).accessibleDescription()
    assert all(name in spoken for name in _NAMES)
    assert language.number(1234) in spoken


def test_a_plot_grows_with_its_text_and_has_room_for_every_row(languages: Languages) -> None:
    figure = figure_of(_table(PlotKind.BARS), languages["fi"])
    assert figure is not None
    plot = ReportPlot(figure, languages["fi"])
    before = plot.heightForWidth(600)
    plot.restyle(Look(HIGH_CONTRAST, 2.0))
    assert plot.heightForWidth(600) > 1.7 * before


def test_hidden_small_numbers_are_in_no_plot(languages: Languages) -> None:
    table = _table(PlotKind.BARS)
    rows = (("Secret", Hidden.FEW, Hidden.FEW, None), *table.rows)
    figure = figure_of(Table("places", "Places", table.columns, rows, plot=table.plot), languages["en"])
    assert figure is not None
    assert "Secret" not in figure.spoken()


def test_a_report_without_a_plot_says_which_files_it_can_be(languages: Languages) -> None:
    table = _table(PlotKind.BARS, rows=0)
    with pytest.raises(StoreError, match="no plot"):
        as_png(_report(table), languages["en"])
    assert _words(as_pdf(_report(table), languages["en"]))[1] == 1


def test_the_verb_writes_pdf_and_png_where_there_is_no_screen(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    office.new_programme(DataFolder(folder), "Бағдарлама", "cat spoon hill snow")
    runner = CliRunner()
    out = tmp_path / "summary.pdf"
    said = runner.invoke(cli, ["--data", str(folder), "--lang", "en", "report", "summary", "--out", str(out)])
    assert said.exit_code == 0, said.output
    assert "Programme summary" in _words(out.read_bytes())[0]
    refused = runner.invoke(
        cli, ["--data", str(folder), "--lang", "en", "report", "summary", "--out", str(tmp_path / "p.png")]
    )
    assert refused.exit_code == 1
    assert "no plot" in refused.output
