"""The nouns. Frozen, without I/O; everything else in leadsift is a verb on them.

lead        who to call            account    their company and its facts
touchpoint  what they did          partner    who sent them
note        what was said          bant       what it established
evidence    where it stands        score      what it adds up to, and the proposal
decision    what a person made of it         handoff    who acts on it, by when
merging     two leads found to be one        programme  what partners confirm and are told
opportunity what became of it, and what finding it cost
"""
