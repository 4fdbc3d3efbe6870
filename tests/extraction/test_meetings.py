"""Meetings: who meets whom, when and where, in what role; one record for one event; and what is none."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communique.mapping.extraction.pipeline import extract
from communique.mapping.facts_json import facts_to_json
from communique.mapping.iris import slug
from communique.mapping.model import Facts, Meeting
from communique.mapping.reading import read_article

Record = dict[str, Any]

TABLES = [Path(__file__).parents[1] / "cases" / "meetings.toml"]
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

NOT_YET = {
    "the gathering is the summit of the sentence before": "a gathering in the country of the summit's city",
    "a summit without names, and who travels to it": "a summit that names nobody until the next sentence",
    "a caption of a working interview": "a caption without a verb",
    "the parties to a joint statement will continue discussions: still one meeting": "Kenya before a hyphen",
    "a prime minister's office notes a call": "the Prime Minister of the office that issues it",
    "a prime minister's call, in a title alone": "PM, of whom the text names below",
    "addressed the plenary session of a conference": "a session of a meeting as the object of a verb",
    "won't be attending, in one sentence with the summit": "a refusal of what is to come counts as past",
    "a delegation's head won't be attending": "the delegation stays when its head does not",
}
"""Cases that do not hold yet, each with what is missing."""


def facts_of(path: Path, published: date) -> tuple[Facts, list[Record]]:
    """The facts of an article, and its meetings as the command prints them."""
    article = read_article(path, published)
    facts = extract(article)
    meetings: Any = facts_to_json(article, facts)["meetings"]
    return facts, [record(meeting) for meeting in meetings]


def found(tmp_path: Path, text: str, published: date) -> list[Record]:
    path = tmp_path / "case.txt"
    path.write_text(text, encoding="utf-8")
    return facts_of(path, published)[1]


def folded(name: str | None) -> str:
    return slug(name or "")


def record(meeting: Record) -> Record:
    """A meeting in the words of the tables, names folded, as their spelling is the register's."""
    parts = meeting["participations"]
    return meeting | {
        "participants": {folded(name) for name in meeting["participants"]},
        "withdrawn": {folded(p["participant"]) for p in parts if p["attendance"] == "withdrawn"},
        "chairs": {folded(p["participant"]) for p in parts if p["role"] in ("host", "chair", "co-chair")},
        "headcounts": {p["headcount"] for p in parts if p["headcount"]},
    }


def wanted(expected: Record) -> Record:
    """What a case asks for, in the same form."""
    names = {
        key: {folded(name) for name in expected[key]}
        for key in ("participants", "withdrawn", "chairs")
        if key in expected
    }
    counts = {"headcounts": set(expected["headcounts"])} if "headcounts" in expected else {}
    day = {"date": expected["date"].isoformat()} if "date" in expected else {}
    return {key: value for key, value in expected.items() if key != "optional"} | names | counts | day


def fits(expected: Record, got: Record) -> bool:
    return all(got[key] == value for key, value in wanted(expected).items())


def test_case(case: Record, tmp_path: Path) -> None:
    got = found(tmp_path, case["text"], case["published"])
    missing = [e for e in case["meetings"] if not e.get("optional") and not any(fits(e, g) for g in got)]
    surplus = [
        g for g in got if not any(g["participants"] & wanted(e)["participants"] for e in case["meetings"])
    ]
    assert not missing, got
    assert not surplus
    assert len(got) <= len(case["meetings"])


# ------------------------------------------------------------------ one sentence, one meeting

TUESDAY = date(2025, 6, 10)

ONE = [
    ("Japanese Prime Minister Shigeru Ishiba flew to Seoul on Monday for talks with President Lee Jae-myung.",
     "talks ongoing Seoul 2025-06-09", "shigeru-ishiba lee-jae-myung"),
    ("Indian foreign minister S. Jaishankar and his Chinese counterpart, Wang Yi, will hold talks in "
     "New Delhi on Thursday.",
     "talks scheduled New-Delhi 2025-06-12", "subrahmanyam-jaishankar wang-yi"),
    ("On Tuesday, the presidents of Rwanda and Burundi met in Doha for the first time since January.",
     "summit held Doha 2025-06-10", "rw bi"),
    ("Keir Starmer was welcomed to the White House by Donald Trump on Monday afternoon.",
     "bilateral held Washington 2025-06-09", "keir-starmer donald-trump"),
    ("Canada’s Mark Carney had a phone call with Claudia Sheinbaum late on Monday, his office said.",
     "call held - 2025-06-09", "mark-carney claudia-sheinbaum"),
    ("Ukraine and Russia held a second round of talks in Istanbul on 2 June.",
     "talks held Istanbul 2025-06-02", "ua ru"),
    ("António Guterres will host the leaders of Cyprus and Greece for an informal dinner in New York on "
     "17 June.",
     "other scheduled New-York 2025-06-17", "antonio-guterres cy gr"),
    ("A meeting between Emmanuel Macron and Giorgia Meloni, due on Wednesday in Rome, has been cancelled.",
     "bilateral cancelled Rome 2025-06-11", "emmanuel-macron giorgia-meloni"),
    ("Dinner was off, but the Egyptian and Jordanian leaders met for an hour in Amman on Sunday.",
     "bilateral held Amman 2025-06-08", "eg jo"),
    ("Putin and Trump held a two-hour phone call on Monday.",
     "call held - 2025-06-09", "vladimir-putin donald-trump"),
    ("Talks between the United States and Russia ended in Riyadh on Sunday without an agreement on Ukraine.",
     "talks held Riyadh 2025-06-08", "us ru"),
    ("A trip by the German chancellor, Friedrich Merz, to Ankara has been postponed from Monday to 18 June.",
     "visit scheduled Ankara 2025-06-18", "friedrich-merz tr"),
    ("Readout of Secretary Rubio’s meeting with Crown Prince Mohammed bin Salman",
     "bilateral held - None", "marco-rubio mohammed-bin-salman"),
    ("Marco Rubio and Sergei Lavrov spoke by telephone on Saturday.",
     "call held - 2025-06-07", "marco-rubio sergey-lavrov"),
    ("Prabowo Subianto arrived in Ankara on Monday for a state visit.",
     "visit ongoing Ankara 2025-06-09", "prabowo-subianto tr"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "who"), ONE, ids=[row[0][:48] for row in ONE])
def test_one(text: str, what: str, who: str, tmp_path: Path) -> None:
    (got,) = found(tmp_path, text, TUESDAY)
    place = (got["place"] or "-").replace(" ", "-")
    assert f"{got['kind']} {got['status']} {place} {got['date']}" == what
    assert got["participants"] == set(who.split())


# ------------------------------------------------------------------ one event, told several times

SEVERAL = {
    "a definite noun points back, and the chair is told later": (
        "EU foreign ministers met in Brussels on Monday. Kaja Kallas chaired the meeting.",
        [("talks", "kaja-kallas")],
    ),
    "those who are greeted come to the summit": (
        "The ASEAN summit in Kuala Lumpur opened on Monday. Anwar Ibrahim welcomed Li Qiang and To Lam. "
        "At the summit, Lam called for calm.",
        [("summit", "anwar-ibrahim li-qiang to-lam")],
    ),
    "two bilaterals of one host stay apart": (
        "Emmanuel Macron met Friedrich Merz in Paris on Monday. He will receive Keir Starmer on Thursday.",
        [("bilateral", "emmanuel-macron friedrich-merz"), ("bilateral", "emmanuel-macron keir-starmer")],
    ),
    "those who led the delegations are told later": (
        "Negotiators from China and the United States met in Stockholm last month. "
        "Scott Bessent and He Lifeng led the delegations.",
        [("talks", "scott-bessent he-lifeng")],
    ),
    "agreeing to meet again is no second meeting until there is a day or place": (
        "Marco Rubio met Mohammed bin Salman in Jeddah on Monday. They agreed to meet again.",
        [("bilateral", "marco-rubio mohammed-bin-salman")],
    ),
    "the call is the one of the headline": (
        "Readout of President Macron’s call with Prime Minister Ishiba\n\n"
        "President Emmanuel Macron spoke today with Prime Minister Shigeru Ishiba of Japan.\n\n"
        "The call lasted an hour.",
        [("call", "emmanuel-macron shigeru-ishiba")],
    ),
}


@pytest.mark.parametrize(("text", "events"), SEVERAL.values(), ids=SEVERAL)
def test_one_record_for_one_event(text: str, events: list[tuple[str, str]], tmp_path: Path) -> None:
    got = found(tmp_path, text, TUESDAY)
    assert [(meeting["kind"], meeting["participants"]) for meeting in got] == [
        (kind, set(who.split())) for kind, who in events
    ]


# ------------------------------------------------------------------ no meeting

NONE = [
    "Germany has met its climate targets for the first time, the minister said.",
    "The UN Security Council adopted a resolution on Sudan on Monday.",
    "Ministers from both countries have met regularly since 2019.",
    "Volodymyr Zelenskyy said: “I will meet Putin if he comes to Istanbul.”",
    "Arsenal met Chelsea in the final in London on Sunday.",
    "The European Council called for talks between Serbia and Kosovo.",
    "Analysts say a summit between Xi Jinping and Donald Trump could calm the markets.",
    "Recep Tayyip Erdoğan has proposed a meeting of the Turkish and Syrian presidents.",
    "Turkey hosted 3 million refugees last year, and Germany received 1 million.",
    "France welcomed the decision by Poland to send troops.",
    "Narendra Modi spoke to reporters in Delhi on Monday.",
    "Emmanuel Macron told parliament that talks with unions had failed.",
    "Malaysia warned its citizens visiting Britain to stay indoors.",
    "I had discussions with parish councillors and church leaders in Banks today.",
]


@pytest.mark.parametrize("text", NONE, ids=[text[:48] for text in NONE])
def test_none(text: str, tmp_path: Path) -> None:
    assert not found(tmp_path, text, TUESDAY)


# ------------------------------------------------------------------ the Paris summit in two live blogs


def paris(name: str) -> tuple[list[Meeting], Meeting]:
    path = CORPUS / f"{name}-2026-01-06.txt"
    if not path.exists():
        pytest.skip("the corpus is not beside the checkout")
    facts, _ = facts_of(path, date(2026, 1, 6))
    meetings = list(facts.meetings)
    return meetings, next(meeting for meeting in meetings if meeting.kind == "summit")


def test_chairs_hour_and_who_stays_away() -> None:
    meetings, summit = paris("guardian-europe-live")
    roles = {part.actor.key: (part.role, part.attendance) for part in summit.participations if part.actor}
    assert roles["emmanuel-macron"] == roles["keir-starmer"] == ("co-chair", "attending")
    assert roles["marco-rubio"] == ("delegation-head", "withdrawn")
    assert (summit.place, summit.time, summit.time_text) == ("Paris", "14:00", "just after 2pm")
    press = next(meeting for meeting in meetings if meeting.kind == "press-conference")
    assert meetings[press.part_of or 0] is summit
    assert (press.time, press.time_text) == ("17:45", "around 5.45pm")


def test_head_counts() -> None:
    _, summit = paris("mail-live")
    counted = {part.headcount: part.described for part in summit.participations if part.headcount}
    assert counted == {35: "Representatives of 35 countries", 27: "heads of state"}
    assert summit.place == "Paris"


def test_evidence_of_each_post_lies_within_it() -> None:
    path = CORPUS / "mail-live-2026-01-06.txt"
    if not path.exists():
        pytest.skip("the corpus is not beside the checkout")
    article = read_article(path, date(2026, 1, 6))
    spans = [span for meeting in extract(article).meetings for span in meeting.spans]
    assert all(any(span in post.span for post in article.posts) for span in spans)
