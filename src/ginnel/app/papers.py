"""A page of HTML as a PDF that reads well aloud (PDF/UA), by WeasyPrint."""

from __future__ import annotations

from pathlib import Path

from ginnel.engines import write_bytes, write_text
from ginnel.vocabulary import BadInput, Problem


def write_paper(path: Path, html: str) -> None:
    """Write `html` to a file that ends in .html or .pdf. Raises `BadInput` for another ending, or without Pango."""
    if path.suffix == ".html":
        write_text(path, html)
        return
    if path.suffix != ".pdf":
        raise BadInput(
            Problem(
                "a paper is .html or .pdf", key="--paper", found=path.suffix or "no ending", expected=".html or .pdf"
            )
        )
    try:
        from weasyprint import HTML
    except OSError:
        raise BadInput(
            Problem("a PDF needs the library Pango, which this machine does not have", key="--paper",
                    mend="install it (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0), or write .html and print it")
        ) from None  # fmt: skip
    write_bytes(path, HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
