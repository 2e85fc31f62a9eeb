"""leadsift's engine: everything but the screens.

Nouns below, verbs above. Data flows one way:

    lists, notes, touchpoints ──intake──▶ leads and accounts ──enrich──▶ facts, each with its evidence
                                                   │
    call notes ──discovery──▶ BANT, in quotes that code found again in the note
                                                   │
                     rubric (pure) ──▶ score, floor and ceiling, stage, gates
                                                   │
                     rationale ──▶ a proposal ──▶ a person decides

The rooms, from the ground up:

    models      the nouns: frozen, no I/O                    errors     the exception tree
    clean       foreign text, cleaned once where it enters   identity   which person, which company
    cells       spreadsheet cells that cannot run            settings   toml, environment, .env
    rubric      a versioned file of points; scoring, bounds, gates, check, diff: pure
    lifecycle   one table of who may move a lead where       utm        campaigns, checked and mended
    settle, weigh   several facts of one field: what stands, agrees, conflicts, is old; correct: a person's own
    industries  the nomenclatures of trades, one set of labels
    llm         the one seam for a language model: openai, offline rules and weights, recorded answers, cost
    intake      files in: mapping, dialects, rejects, merging, call notes of every format
    store       the one door to the database: SQLite or PostgreSQL
    sources     where facts come from, each a typed tool a model may choose; the one door to the network
    enrich, inquiry, offer   an account in, facts with proof out, wave by wave; worth: whether more could matter
    discovery   a note in, located BANT out                  meddicc    the same in the deeper frame
    grounds, grounding   what a note bears out, and what is kept of an answer; turns: who speaks where
    timeline, departures, retell   successive calls: what moved, who is gone, told in a sentence
    next_question   what to ask next                         rationale  a score in, three sentences out
    qualify     the story of one lead
    batch       many leads: bounded, resumable, within budget; again: stored ones; replay: another rubric
    recycle     leads nothing happens with, started anew     duplicates two leads found to be one, merged and undone
    admit, deals   files a person brings beside a run: owners, partners, touchpoints, spending, deals and their leads
    handoff     who acts on a lead, by when, in business hours
    programme   what partners confirm and are told
    attribution who brought a deal, in exact shares          money      one currency, by rates
    reports     what became of the leads, as tables and charts without a screen
    evals       extraction measured against labelled notes
    export, tables   leads out: jsonl, csv, xlsx, parquet

Three rules hold the house up. A model fills slots and chooses tools; numbers and stages come from the rubric alone.
Every claim names evidence that code located. What nobody knows is unknown, which is not "no" and not 0.
"""
