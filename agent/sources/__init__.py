"""Where facts come from. A source is one file: its card, and lookups a model may choose from, each a typed function.

    Card     what a source is, gives, costs, and when it applies  card.py
    Sought   the company looked for, as its leads describe it     sought.py
    Found    a company as one source knows it                     found.py
    Match    how surely the one is the other: code decides        identity.py
    Lookup   one typed question to a source, offered as a tool    lookup.py
    Memory   what was answered before, and what may be spent      remembered.py

`choice` finds the files that have a `CARD`, and opens those that the settings turn on.

A lookup is asked about a lead, by id; what it looks for is taken from that lead by code. So a model chooses
whom to ask and never what to believe: it gives no name, no address, no value, and the facts are copied from
the record.
"""

from .card import Card
from .found import Found
from .lookup import Lookup, OfLead, Source
from .sought import Clue, Sought, seek

__all__ = ["Card", "Clue", "Found", "Lookup", "OfLead", "Sought", "Source", "seek"]
