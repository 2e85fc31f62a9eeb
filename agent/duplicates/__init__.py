"""Which leads are one: found, shown with the reasons, merged, and taken apart again.

    leads ──record──▶ what tells them apart ──neighbours──▶ candidates ──compare──▶ matches ──pairs──▶ keep and drop
                                                                                                        │
                                                         a person, or an exact key, says so ──▶ merging ◀┘

Finding does not hold the leads in memory: their keys are sorted outside it, and each is compared with its
neighbours alone.
"""

from .find import alike, find
from .merging import merge_pair, pair_of, undo_merging

__all__ = ["alike", "find", "merge_pair", "pair_of", "undo_merging"]
