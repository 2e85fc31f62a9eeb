"""What leadsift keeps: one database, SQLite in a file by default, PostgreSQL by giving its URL.

    lead ─────── account ──── enrichment, fact        evidence     the proof that facts and slots name by id
      ├─ note ── reading                              touchpoint   what leads did
      ├─ proposal                                     partner      who sends leads
      ├─ decision  (only ever added to)               answer       what a model said, by its question
                                                      source_answer what a source said, likewise
                                              run, outcome what became of each lead in a run

A noun is one row: its JSON, and beside it the columns that queries need. The functions take an open
transaction, so that their caller decides what belongs together:

    with open_store(url) as store:
        with store.write() as tx:
            leads.save(tx, batch.leads)
        with store.read() as tx:
            lead = leads.find(tx, "claire@acme.example")

`write` keeps everything or nothing; what it kept is on disk when it returns. `read` sees one moment of the
database throughout and cannot write. Writers take turns, so keep a write short and await nothing inside it.
"""

from .connection import Store, Tx, open_store

__all__ = ["Store", "Tx", "open_store"]
