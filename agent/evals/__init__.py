"""How well notes are read, measured against notes that people have labelled.

    labels    a folder of <id>.json → what each note establishes, checked
    variant   the rules, or a model with a prompt
    trial     one variant reads every labelled note, and is judged
    judge     a label and a reading → a verdict on each slot
    match     does a value, a name, a window or a quote agree with the label's?
    measures  verdicts → shares and F1, with the 95 % intervals of `interval`
    baseline  measures saved, and which have fallen since
    page      everything as one HTML file, each miss in its note as `mark` marks it

Judge, match, measures, interval, page and mark are pure.
"""
