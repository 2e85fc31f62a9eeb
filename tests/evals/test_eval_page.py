"""The page: complete, self-contained, and harmless whatever a note says."""

from __future__ import annotations

from html.parser import HTMLParser

from evals.making import TEXT, bant
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.evals.judge import judge
from agent.evals.mark import Mark, place, stretches
from agent.evals.measures import measure
from agent.evals.page import page
from agent.evals.trial import Trial
from agent.models.bant import Bant, Reading
from agent.models.evidence import Span
from agent.models.note import Note

EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)> & "quoted" </pre>'


class Seen(HTMLParser):
    """What a browser would find: tags with their classes, and the text of the notes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.classes: list[str | None] = []
        self.marked: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.said = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.notes += [""] if tag == "pre" else []
        self.classes.append(dict(attrs).get("class"))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.said += data
        if "pre" in self._open:
            self.notes[-1] += data
            if self._open[-1] == "mark":
                self.marked.append((self.classes[-1] or "", data))


def trial(name: str, id: str, text: str, gold: Bant, got: Bant) -> Trial:
    """One note read by one variant, the quotes placed."""
    placed = {}
    for slot, of in got.slots().items():
        spans = [found for quote in of.quotes if (found := place(quote, text))]
        placed[slot] = of.model_copy(update={"spans": tuple(Span(start=a, end=b) for a, b in spans)})
    reading = Reading(id="R1", note_id=id, bant=got.model_copy(update=placed), mode=name)
    verdicts = {id: judge(gold, got, text)}
    return Trial(name, {id: reading}, {}, verdicts, measure(list(verdicts.values())), 0, 0.01)


def shown(text: str, gold: Bant, *got: Bant, id: str = "one") -> Seen:
    trials = [trial(f"variant {at}", id, text, gold, one) for at, one in enumerate(got)]
    return Seen("".join(page(trials, {id: Note(id=id, text=text)}, {id: gold}, "USD")))


def test_a_miss_is_shown_in_its_note_with_what_was_expected_and_what_came() -> None:
    wrong = bant(need={"status": "indicated", "quotes": ["Ana Ruiz signs"]})
    seen = shown(TEXT, bant(), wrong)
    assert seen.notes == [TEXT]
    assert seen.marked == [("came", "Ana Ruiz signs"), ("expected", "We lose two days a week to it.")]
    assert "status" in seen.said
    assert "variant 0" in seen.said


def test_a_quote_that_both_have_is_marked_as_both() -> None:
    seen = shown(TEXT, bant(), bant(need={"status": "indicated", "quotes": ["lose two days"]}))
    assert seen.marked == [
        ("expected", "We "),
        ("came expected", "lose two days"),
        ("expected", " a week to it."),
    ]


def test_a_note_without_a_miss_is_not_listed() -> None:
    assert shown(TEXT, bant(), bant()).notes == []


def test_variants_stand_side_by_side() -> None:
    seen = shown(TEXT, bant(), bant(), bant(budget={"status": "not_raised"}))
    assert len(seen.notes) == 1
    assert "missed" in seen.said
    assert seen.said.count("variant 1") >= 3


def test_nothing_foreign_becomes_markup() -> None:
    gold = bant(need={"status": "confirmed", "quotes": [EVIL], "pains": [EVIL]})
    got = bant(need={"status": "indicated", "quotes": [EVIL], "pains": [EVIL]})
    seen = shown(f"{TEXT}\n{EVIL}", gold, got, id=EVIL)
    assert not {"script", "img", "a", "link", "iframe"} & set(seen.tags)
    assert seen.notes == [f"{TEXT}\n{EVIL}"]
    assert seen.tags.count("pre") == 1


def test_the_page_needs_nothing_but_itself() -> None:
    html = "".join(page([], {}, {}, "USD"))
    assert "default-src 'none'" in html
    assert not any(word in html for word in ("http:", "https:", "url(", "@import", "<script", " src="))


@given(
    st.text(max_size=40),
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["expected", "came"])), max_size=5
    ),
)
def test_pieces_join_to_the_text_and_each_lies_in_its_marks_wholly(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    marks = [
        Mark(min(a, b), max(a, b), "came" if whose == "came" else "expected", "") for a, b, whose in places
    ]
    pieces = list(stretches(text, marks))
    assert "".join(piece for piece, _ in pieces) == text
    at = 0
    for piece, over in pieces:
        for letter in range(at, at + len(piece)):
            assert [mark for mark in marks if mark.start <= letter < mark.end] == list(over)
        at += len(piece)


@given(st.lists(st.sampled_from(["we", "set", "30k", "(aside)", "+"]), min_size=1, max_size=4))
@settings(max_examples=30)
def test_a_quote_is_placed_whatever_white_space_it_was_copied_with(words: list[str]) -> None:
    text = "Well: " + "\n ".join(words) + "."
    found = place(" ".join(words), text)
    assert found is not None
    assert text[slice(*found)].split() == words
    assert place("never said", text) is None
