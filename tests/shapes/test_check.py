"""Each shape with what passes (the whole record below) and what does not (one change to it)."""

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.ontology.vocabulary import PREFIXES, SCHEME
from communique.shapes.check import check
from communique.shapes.compiled.terms import SH, text_of
from communique.shapes.library import own_shapes
from communique.shapes.report import Report

BASE = "https://w3id.org/communique/id/"
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
HEADER += f"PREFIX id: <{BASE}>\nPREFIX scheme: <{SCHEME}>\n"

# What a report's graphs do not have: reference data, judgements, disagreements.
MORE = (Path(__file__).parent / "record.trig").read_text()

# Each change is a SPARQL update; the words that follow begin the message it must cause.
VIOLATIONS = """
- skos:prefLabel of person dora | Somebody who acts has no name
- skos:notation of state ww | A state needs its two-letter code
+ state ww skos:prefLabel "Vestland"@en | A state has two preferred names
+ state ee cmq:constituentOf id:person\\/dora | A territory belongs to one state
+ organization league skos:notation "a" , "b" | An organisation has one key
+ organization league org:hasMember id:person\\/dora | A member of an organisation is not a state
- cmq:holder of tenure 1 | A leader holds no office
- cmq:holder of tenure 1 | A tenure is held by exactly one person
- skos:prefLabel of office ww/king | An office has no name
- org:postIn of office ww/king | An office belongs to no state
+ office ww/king cmq:shared "yes" | Whether several people share an office
+ tenure 1 cmq:office id:office\\/other | A tenure is of one office
- cmq:actsFor of tenure 1 | A tenure is on behalf of nobody
- cmq:when of tenure 1 | A tenure has no period
+ tenure 1 cmq:latest "2019-01-01T00:00:00"^^xsd:dateTime | A tenure begins after it ends
+ tenure 1 cmq:latest "tomorrow" | The end of a tenure is no date and time
- cmq:start of report 1 | It is not known where this report begins
- cmq:end of report 1 | It is not known where this report ends
+ report 1 cmq:start 9 | This report ends before it begins
- schema:sha256 of report 1 | The digest of the captured text
+ report 1 cmq:anchorDate "Tuesday" | The day of publication is no date
+ report 1 cmq:anchorBasis "rumour" | How the day of publication is known
+ report 1 schema:datePublished "2026" | The date of publication is no date
+ report 1 schema:url "strait.html"^^xsd:anyURI | The address of the article
+ report 1 schema:isPartOf id:report\\/none | A post belongs to one article
+ report 1 cmq:repeats id:report\\/none | A repeated post must name one earlier report
+ report 1 cmq:repeats id:report\\/1 | Facts are taken from a post that only repeats
- prov:generatedAtTime of report 1 | It is not known when the article was captured
- oa:hasSource of passage 1 | A passage comes from exactly one report
- oa:start of selector p | It is not known where the passage begins
- oa:end of selector p | It is not known where the passage ends
- oa:exact of selector q | A passage has no words, or two versions
+ passage 1 schema:mentions id:person\\/nobody | A passage mentions somebody who is neither
+ selector p oa:start 7 | A passage must begin at 0 or later
+ selector p oa:end "five" | The end of a passage must be a whole number
+ selector q oa:exact "" | A passage has no words. Give them exactly
+ selector q oa:prefix "a word and a word and a word and a word" | The words before a passage
+ selector q oa:suffix "a word and a word and a word and a word" | The words after a passage
- cmq:evidence of statement 1 | Nothing in a report supports this
- cmq:evidence of commitment 1 | Nothing in a report supports this
- cmq:evidence of assessment 1 | Nothing in a report supports this
+ statement 1 cmq:confidence 1.5 | Confidence is a decimal from 0 to 1
+ statement 1 cmq:when "2026-03-03" | A time is incomplete
+ statement 1 cmq:whenText "on Tuesday" | A time is incomplete
+ statement 1 cmq:when "last Tuesday" | A time is not written in EDTF
+ statement 1 cmq:earliest "Tuesday" | The first possible moment
+ statement 1 cmq:latest "Tuesday" | The last possible moment
- cmq:speaker of statement 1 | Nobody is said to have made this statement
+ statement 1 cmq:speaker id:person\\/nobody | A speaker is neither in the reference data
+ statement 1 cmq:actsFor id:person\\/dora | A speaker acts for something
+ statement 1 cmq:addressee id:person\\/nobody | An addressee is neither
+ statement 1 cmq:via id:organization\\/none | The intermediary is neither
- schema:text of statement 1 | A statement has no words
- cmq:act of statement 1 | What the speaker does by speaking
- cmq:mode of statement 1 | How the report renders the words
+ statement 1 cmq:modality scheme:mode\\/paraphrase | How certain the content is put
+ statement 1 cmq:channel scheme:channel\\/pigeon | The medium is not one
+ statement 1 cmq:status scheme:status\\/held | A statement is either a draft or released
+ statement 1 cmq:conveys id:commitment\\/none | A statement conveys something that is not described
+ statement 1 cmq:signatory id:person\\/nobody | A signatory is neither
+ person dora cmq:conveys id:commitment\\/1 | Only a statement conveys a commitment
- cmq:debtor of commitment 1 | Nobody is bound by this commitment
+ commitment 1 cmq:debtor id:state\\/none | A party that is bound is neither
+ commitment 1 cmq:creditor id:state\\/none | A party that gains is neither
- schema:text of commitment 1 | A commitment has no words
- cmq:force of commitment 1 | How firm the commitment is said to be
+ commitment 1 cmq:condition "" | The condition is empty
+ commitment 1 cmq:duration "15 years" | How long it binds
+ commitment 1 cmq:deadline "2026-02-30"^^xsd:date | The day by which it is due
- cmq:assesses of assessment 1 | An assessment judges exactly one commitment
- cmq:state of assessment 1 | The state that a commitment is judged to be in
- cmq:when of assessment 1 | It is not said when the commitment was judged
- prov:wasAttributedTo of assessment 1 | It is not said who judged
- schema:about of disagreement 1 | It is not said what the reports disagree about
- cmq:onProperty of disagreement 1 | It is not said on which property
- cmq:between of disagreement 1 | A disagreement is between at least two passages
+ disagreement 1 cmq:preferred id:passage\\/1 , id:passage\\/2 | At most one passage is preferred
- cmq:status of disagreement 1 | A disagreement is either open or resolved
+ statement 1 schema:text "war"@en | One report gives two versions of a statement
+ statement 1 cmq:act scheme:act\\/declined | A statement does two things at once
+ statement 1 cmq:mode scheme:mode\\/refusal | A statement is rendered in two ways
+ statement 1 cmq:modality scheme:modality\\/possible | A statement is put as certain and uncertain
+ commitment 1 cmq:force scheme:force\\/agreed | One report gives a commitment two degrees
+ commitment 1 cmq:duration "P1Y"^^xsd:duration , "P2Y"^^xsd:duration | One report gives a commitment two dur
+ commitment 1 cmq:deadline "2026-03-05"^^xsd:date , "2026-03-06" | One report gives a commitment two d
+ statement 1 cmq:status scheme:status\\/draft | One report gives two statuses
+ assessment 1 cmq:when "2026-03-05" | One report gives two times
+ assessment 1 cmq:earliest "2027-01-01T00:00:00"^^xsd:dateTime | A time ends before it begins
+ assessment 1 cmq:latest "2027-01-01T00:00:00"^^xsd:dateTime | A time ends twice
+ meeting 1 rdf:type cmq:Meeting | A meeting has no name
+ meeting 1 rdf:type cmq:Meeting | The kind of a meeting is missing
+ meeting 1 rdf:type cmq:Meeting | A meeting is scheduled, ongoing, held or cancelled
MEETING cmq:localTime "2pm" | The hour of a meeting
MEETING schema:location "" | The place of a meeting is empty
MEETING schema:superEvent id:meeting\\/none | A meeting is part of something
MEETING cmq:participation id:participation\\/none | A part taken in a meeting is not described
MEETING cmq:kind scheme:kind\\/talks | One report calls a meeting two kinds
MEETING cmq:localTime "15:00" | One report gives two hours
MEETING schema:location "Oslo" | One report gives two places
+ participation 1 rdf:type cmq:Participation | A part is taken in no meeting
PART cmq:participant id:person\\/nobody | Somebody who takes part is neither
PART cmq:headcount 5 | A part is taken either by somebody who is named
PART cmq:headcount 0 | A head count is a whole number
PART cmq:headcount 5 , 6 | One report gives two numbers
PART cmq:actsFor id:person\\/anna-berg | Somebody takes part for what is no state
+ participation 1 rdf:type cmq:Participation | The role in the meeting
+ participation 1 rdf:type cmq:Participation | Somebody either attends a meeting
"""
WARNINGS = """
- cmq:anchorDate of report 1 | The day of publication is not known
+ statement 1 cmq:addressee id:person\\/dora | A speaker is said to speak to themselves
+ statement 1 cmq:signatory id:person\\/dora | A joint statement has one signatory only
+ commitment 1 cmq:creditor id:state\\/ww | A party is said to be bound to itself
- cmq:conveys of statement 1 | It is not known on whose word
PART cmq:headcount 5 | It is not said who is counted
"""


def cases(table: str) -> list[Any]:
    rows = [tuple(part.strip() for part in line.split(" | ")) for line in table.strip().splitlines()]
    return [pytest.param(*row, id=f"{row[1][:40]} ({row[0][:25]})") for row in rows]


def updated(quads: tuple[ox.Quad, ...], change: str) -> list[ox.Quad]:
    """The quads after a change: - PROPERTY of NODE, + NODE PROPERTY VALUES; MEETING, PART: of the sample."""
    store = ox.Store()
    store.extend(ox.parse(MORE, format=ox.RdfFormat.TRIG))
    if change.startswith(("MEETING", "PART")):
        store.extend(quads)
    store.update(HEADER + _update(change))
    return list(store)


def _update(change: str) -> str:
    if removal := re.fullmatch(r"- (\S+) of (\S+) (\S+)", change):
        link, kind, name = removal.groups()
        node = f"<{BASE}{kind}/{name}>"
        return f"DELETE {{ GRAPH ?g {{ {node} {link} ?v }} }} WHERE {{ GRAPH ?g {{ {node} {link} ?v }} }}"
    if addition := re.fullmatch(r"\+ (\S+) (\S+) (.+)", change):
        kind, name, rest = addition.groups()
        return f"INSERT DATA {{ GRAPH id:graph\\/more {{ <{BASE}{kind}/{name}> {rest} }} }}"
    word, rest = change.split(" ", 1)
    where = {"MEETING": "?s cmq:localTime ?t", "PART": "?s a cmq:Participation ; cmq:participant ?p"}[word]
    return f"INSERT {{ GRAPH ?g {{ ?s {rest} }} }} WHERE {{ GRAPH ?g {{ {where} }} }}"


def checked(sample: Any, change: str) -> Report:
    return check(updated(sample.quads(), change), sample.reference())


def test_the_whole_record_passes(sample: Any) -> None:
    quads = [*sample.quads(), *ox.parse(MORE, format=ox.RdfFormat.TRIG)]
    assert check(quads, sample.reference()) == Report()


@pytest.mark.parametrize(("change", "message"), cases(VIOLATIONS))
def test_one_change_violates_a_shape(sample: Any, change: str, message: str) -> None:
    report = checked(sample, change)
    assert [result.message for result in report.violations if result.message.startswith(message)]
    assert not report.conforms


@pytest.mark.parametrize(("change", "message"), cases(WARNINGS))
def test_one_change_deserves_a_look(sample: Any, change: str, message: str) -> None:
    assert [
        result.message for result in checked(sample, change).warnings if result.message.startswith(message)
    ]


def all_messages() -> set[str]:
    return {text_of(value) for _, link, value in own_shapes(True).triples if link == f"{SH}message"}


def test_every_message_has_its_case() -> None:
    messages = all_messages()
    starts = [
        line.split(" | ")[1].strip() for line in f"{VIOLATIONS}{WARNINGS}".splitlines() if " | " in line
    ]
    assert [words for words in messages if not words.startswith(tuple(starts))] == []


def test_every_message_says_what_to_do() -> None:
    for words in all_messages():
        assert re.search(r"[.“”:] ?[A-Z]|: ", words), words
        assert len(words) < 160, words


def test_warnings_alone_conform(sample: Any) -> None:
    report = checked(sample, "- cmq:anchorDate of report 1")
    assert report.conforms
    assert report.warnings


def test_a_finding_says_where_and_in_which_words(sample: Any) -> None:
    (found,) = checked(sample, "- cmq:debtor of commitment 1").violations
    assert (found.focus, found.graph) == (f"{BASE}commitment/1", f"{BASE}graph/more")
    assert (found.path, found.component) == (f"{PREFIXES['cmq']}debtor", "MinCountConstraintComponent")
    assert found.words == "peace"


def test_reports_may_differ_and_one_report_may_not(sample: Any) -> None:
    quads = sample.quads()
    union = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert check(quads, sample.reference()).conforms
    assert check(union, sample.reference()).conforms
    everything = ox.NamedNode(f"{BASE}graph/all")
    one_graph = [ox.Quad(quad.subject, quad.predicate, quad.object, everything) for quad in quads]
    messages = {result.message.split(".")[0] for result in check(one_graph, sample.reference()).violations}
    assert "One report gives two numbers for one group" in messages


def test_ill_typed_values_are_reported_and_not_logged(sample: Any, caplog: pytest.LogCaptureFixture) -> None:
    checked(sample, '+ commitment 1 cmq:deadline "2026-02-30"^^xsd:date')
    assert caplog.records == []
