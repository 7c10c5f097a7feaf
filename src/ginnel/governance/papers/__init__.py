"""Papers made from an agreement's file: agreement, impact assessment, privacy notice, record of processing."""

from ginnel.governance.papers.made import KINDS, paper_of
from ginnel.governance.papers.paper import Paper, Section, as_html

__all__ = ["KINDS", "Paper", "Section", "as_html", "paper_of"]
