"""Passing qualified leads to sales, in time: whose turn it is, by when, and what became of it.

    hours      business hours of an owner: their zone, their holidays, their working week
    clock      when a handoff alerts and when it is due, by the settings
    routing    round robin within a segment, honouring capacity and absence
    due        which accepted leads are to be handed over, and to whom
    pursue     the same over the store: hand over, close, reassign, and what is due now

Hours, clock, routing and due are pure; `pursue` reads and writes.
"""
