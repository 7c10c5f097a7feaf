"""Papers as a page, for Word and as PDF; and how far an agreement is signed."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from ginnel.app.services import place
from ginnel.app.services.agreeing import drafts, sign
from ginnel.governance import Agreement
from ginnel.governance.papers import KINDS as PAPERS
from ginnel.governance.papers import Paper, as_html, paper_of
from ginnel.store.models import DraftVersion

KINDS: tuple[str, ...] = tuple(PAPERS)
FORMS: tuple[str, ...] = ("html", "docx", "pdf")


def of_version(version: DraftVersion, kind: str, form: str, now: datetime) -> bytes:
    """One paper of a draft's version. In a demonstration it says so, signed or not."""
    signed = all(line.approval for line in sign.lines(version))
    state = "demonstration" if place.demo() else "approved" if signed else "draft"
    paper = paper_of(kind, drafts.register(now), drafts.parsed(version), state)
    return {"html": lambda p: as_html(p).encode(), "docx": as_word, "pdf": as_pdf}[form](paper)


def state(a: Agreement, now: datetime) -> str:
    """ "approved" where every signatory approved this text, "demonstration" in a demonstration, "draft" otherwise."""
    day = place.today(now)
    real = [
        p for p in place.region().approvals if p.agreement == a.id and p.hash == a.hash and p.on <= day and not p.demo
    ]
    signed = all(any((p.organisation, p.role) == (s.organisation, s.role) for p in real) for s in a.signatories)
    return "demonstration" if place.demo() else "approved" if signed else "draft"


def as_word(paper: Paper) -> bytes:
    """The paper as a Word document (Office Open XML), by python-docx."""
    from docx import Document

    document = Document()
    document.core_properties.title = paper.title
    document.add_heading(paper.title, 0)
    document.add_paragraph(paper.state)
    document.add_paragraph(f"Hash of the text: {paper.hash}")
    for section in paper.sections:
        document.add_heading(section.heading, 1)
        for sentence in section.sentences:
            document.add_paragraph(sentence)
        if section.rows:
            table = document.add_table(rows=1, cols=len(section.head), style="Table Grid")
            for cells, texts in ((table.rows[0].cells, section.head), *((None, row) for row in section.rows)):
                for cell, text in zip(cells or table.add_row().cells, texts, strict=True):
                    cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA, by WeasyPrint. Needs the library Pango."""
    from weasyprint import HTML

    made: bytes = HTML(string=as_html(paper)).write_pdf(pdf_variant="pdf/ua-1")
    return made
