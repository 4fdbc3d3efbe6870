"""What the pages show: the facts that a reader looks for, and the words behind them, marked."""

from typing import Any, NamedTuple

import httpx
import lxml.html
import pytest

PLEDGE = "the commitment of two frigates"  # stands for its path, which carries a hash
POST = "strait-talks-live/mitsotakis-tells-mps-greek-crews-cannot-wait"


def tree(response: httpx.Response) -> Any:
    return lxml.html.fromstring(response.content)


class Shown(NamedTuple):
    path: str
    marked: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


SHOWN = {
    "a state": Shown(
        "/doc/state/gr",
        ("it will not recognise any levy on passage",),
        (
            "What it committed to",
            "Where reports disagree",
            "What was said in its name",
            "Meetings",
            "refused",
        ),
    ),
    "a leader": Shown(
        "/doc/person/kyriakos-mitsotakis",
        ("I will not ask our taxpayers to guard the world’s trade alone",),
        ("prime minister", "on the word of", "Reuters", "8 July 2019"),
    ),
    "a commitment": Shown(
        PLEDGE,
        ("Greece will put two frigates at the disposal of the convoys until the end of 2026",),
        ("On whose word", "provided that the costs are shared", "31 December 2026", "announced"),
    ),
    "a report": Shown(
        f"/doc/report/{POST}",
        ("it will not recognise any levy on passage",),
        ("What is on record of its text", "Commitments in it", "Red Sea shipping talks open in Djibouti"),
    ),
    "an organisation": Shown("/doc/organization/european-union", (), ("Members", "Greece", "Kaja Kallas")),
    "a concept": Shown("/doc/scheme/force/refused", (), ("Commitments", "Greece")),
    "an office": Shown("/doc/office/gr/prime-minister", (), ("Kyriakos Mitsotakis", "26 June 2023")),
    "a state of which nothing is told": Shown("/doc/state/aq", (), ("No report on record tells",)),
    "the ontology": Shown("/ns", (), ("cmq:Commitment", "That a party, the debtor, is or would be bound")),
    "the start": Shown("/", (), ("Most on record", "Ask in SPARQL", "commitments")),
    "a search": Shown("/doc/?q=FRIGATES", (), ("Commitments", "two frigates")),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_page_shows(examples: Any, name: str) -> None:
    case = SHOWN[name]
    page = tree(examples.page(examples.pledge if case.path == PLEDGE else case.path))
    marked = {node.text_content() for node in page.findall(".//mark")}
    assert set(case.marked) <= marked
    assert all(words in page.text_content() for words in case.holds)


def test_the_words_stand_in_their_context(examples: Any) -> None:
    """More than the selectors of a passage have: passages of one post are put together."""
    page = tree(examples.page(examples.pledge))
    quotation = page.find(".//blockquote").text_content()
    assert "a copy of which was obtained by Reuters on Wednesday.\n\n“Greece will put" in quotation


def test_a_disagreement_has_both_sides(examples: Any) -> None:
    page = tree(examples.page("/doc/state/gr"))
    sides = [
        (claim.find("p").text_content(), claim.find(".//mark").text_content())
        for claim in page.xpath("//section[@class='claim']")
    ]
    assert ("14:30", "just after 2.30pm local time") in sides
    assert any(value == "15:00" and "3 p.m." in words for value, words in sides)
