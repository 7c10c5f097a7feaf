"""A transparency log: the ledger as a Merkle tree in plain files, signed, provable, watched by witnesses.

Formats are those of C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature, tlog-proof) over the hashing of
RFC 6962, so that tools of others can read what is written here.
"""

from ginnel.governance.tlog.audit import Report, Seen, audit
from ginnel.governance.tlog.checkpoint import Head
from ginnel.governance.tlog.keys import key_at, public_key
from ginnel.governance.tlog.locate import Fault
from ginnel.governance.tlog.log import Log
from ginnel.governance.tlog.proof import Proof, checked, prove
from ginnel.governance.tlog.signed import LOG, WITNESS, Signer, Verifier
from ginnel.governance.tlog.witness import witnessed

__all__ = [
    "LOG",
    "WITNESS",
    "Fault",
    "Head",
    "Log",
    "Proof",
    "Report",
    "Seen",
    "Signer",
    "Verifier",
    "audit",
    "checked",
    "key_at",
    "prove",
    "public_key",
    "witnessed",
]
