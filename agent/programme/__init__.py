"""The partner programme: whether a lead's partner record is complete, who vouches for it, what its partner is told.

record    what a partner record lacks                       [pure]
vouch     a side confirms a lead, or takes its word back
updates   a stage that a lead reached, as a message          [pure]
outbox    messages written, listed and sent, never silently
"""
