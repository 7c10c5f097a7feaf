"""Relations: DuckDB connections, Ibis tables, lineage of expressions, files that are whole or absent. No domain."""

from ginnel.engines.duck import connect, identifier, quoted
from ginnel.engines.files import write_bytes, write_query, write_table, write_text
from ginnel.engines.lineage import ALLOWED, Lineage, Source, expression_hash, strange_tables, trace
from ginnel.engines.run import run
from ginnel.engines.tables import DUCK_TYPES, Tables
from ginnel.engines.tied import together, untied

__all__ = [
    "ALLOWED",
    "DUCK_TYPES",
    "Lineage",
    "Source",
    "Tables",
    "connect",
    "expression_hash",
    "identifier",
    "quoted",
    "run",
    "strange_tables",
    "together",
    "trace",
    "untied",
    "write_bytes",
    "write_query",
    "write_table",
    "write_text",
]
