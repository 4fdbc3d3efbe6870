"""What two live blogs of 6 January 2026 say, asked of the endpoint: one test for each fact."""

from collections.abc import Callable

import pytest

from communique.queries.catalogue import catalogue

Ask = Callable[..., list[dict[str, str]]]

SUMMIT = """
  ?meeting cmq:kind/skos:notation "summit" ; cmq:earliest ?from ; schema:location "Paris" .
  FILTER(STRSTARTS(STR(?from), "2026-01-06"))
"""


def column(rows: list[dict[str, str]], name: str) -> set[str]:
    return {row[name] for row in rows if name in row}


def test_a_joint_statement_has_other_signatories_in_another_report(live_blogs: Ask) -> None:
    rows = live_blogs("SELECT * { GRAPH ?graph { ?statement cmq:signatory ?signatory } }")
    signed = [
        column([row for row in rows if row["graph"] == graph], "signatory") for graph in column(rows, "graph")
    ]
    six, seven = sorted(signed, key=len)
    assert len(column(rows, "statement")) == 1
    assert (len(six), len(seven), seven - six) == (6, 7, {"id/state/dk"})


def test_a_disagreement_on_the_signatories_is_recorded(live_blogs: Ask) -> None:
    rows = live_blogs(
        """SELECT * { ?disagreement a cmq:Disagreement ; cmq:onProperty cmq:signatory ;
             schema:about ?statement }"""
    )
    signed = live_blogs("joint-statements")
    assert [row["statement"] for row in rows] == list(column(signed, "statement"))
    assert column(signed, "signatories") == {"6", "7"}
    assert column(rows, "disagreement") <= column(live_blogs("disagreements"), "disagreement")


def test_b_a_conditional_warning_is_told_to_a_broadcaster(live_blogs: Ask) -> None:
    rows = live_blogs(
        """SELECT * { ?statement schema:text ?words ; cmq:speaker/skos:prefLabel ?speaker ;
             cmq:modality ?modality ; cmq:channelName ?channel .
           FILTER(CONTAINS(?words, "then everything would stop")) }"""
    )
    assert [(row["speaker"], row["modality"], row["channel"]) for row in rows] == [
        ("Mette Frederiksen", "scheme/modality/conditional", "TV2")
    ]


def test_b_the_act_is_a_warning(live_blogs: Ask) -> None:
    rows = [row for row in live_blogs("conditional-warnings") if "everything would stop" in row["words"]]
    assert [(row["speakers"], row["act_name"]) for row in rows] == [("Mette Frederiksen", "warning")]


def test_b_a_conditional_warning_commits_nobody(live_blogs: Ask) -> None:
    assert not live_blogs(
        """SELECT * { ?statement schema:text ?words ; cmq:conveys ?commitment .
           FILTER(CONTAINS(?words, "everything would stop")) }"""
    )


def test_c_a_commitment_is_reported_by_somebody_else(live_blogs: Ask) -> None:
    rows = [row for row in live_blogs("commitments-by-debtor", debtor="US") if row.get("duration") == "P15Y"]
    told = [(row["debtor_name"], row["firmness"], row["towards"], row["on_the_word_of"]) for row in rows]
    assert told == [("United States", "agreed", "Ukraine", "Volodymyr Zelenskyy")]


def test_c_the_debtor_itself_has_not_said_so(live_blogs: Ask) -> None:
    rows = live_blogs(
        """SELECT ?party { ?statement cmq:conveys ?commitment ; cmq:speaker|cmq:actsFor ?party .
           ?commitment cmq:duration ?for ; cmq:debtor ?debtor . FILTER(STR(?for) = "P15Y") }"""
    )
    assert column(rows, "party") == {"id/person/volodymyr-zelenskyy", "id/state/ua"}


def test_d_a_draft_would_bind_to_two_things(live_blogs: Ask) -> None:
    rows = [row for row in live_blogs("drafts") if "monitoring" in row.get("commitment_words", "")]
    led, joined = sorted(rows, key=lambda row: "led by the US" not in row["commitment_words"])
    assert {led["firmness"], joined["firmness"]} == {"drafted"}
    assert set(led["would_bind"].split(", ")) == {"United States", "Coalition of the Willing"}
    assert joined["would_bind"] == "Coalition of the Willing"


def test_e_head_counts_of_a_summit(live_blogs: Ask) -> None:
    rows = live_blogs(
        f"SELECT DISTINCT ?count ?meeting {{ {SUMMIT} ?meeting cmq:participation/cmq:headcount ?count }}"
    )
    assert column(rows, "count") == {"35", "27"}
    assert len(column(rows, "meeting")) == 1


def test_e_a_press_conference_is_part_of_the_summit(live_blogs: Ask) -> None:
    rows = live_blogs(
        f"""SELECT DISTINCT ?time ?later {{ {SUMMIT} ?meeting cmq:localTime ?time .
            ?part schema:superEvent ?meeting ; cmq:localTime ?later ;
              cmq:kind/skos:notation "press-conference" }}"""
    )
    assert rows == [{"time": "14:00", "later": "17:45"}]


def test_e_two_leaders_chair_together(live_blogs: Ask) -> None:
    rows = live_blogs(
        f"""SELECT DISTINCT ?name {{ {SUMMIT} ?meeting cmq:participation ?part .
            ?part cmq:role/skos:notation "co-chair" ; cmq:participant/skos:prefLabel ?name }}"""
    )
    assert column(rows, "name") == {"Emmanuel Macron", "Keir Starmer"}


def test_e_one_participant_has_withdrawn(live_blogs: Ask) -> None:
    withdrawn = live_blogs("withdrawn-participations")
    assert column(withdrawn, "who") == {"Marco Rubio"}
    assert column(withdrawn, "meeting") == column(live_blogs(f"SELECT ?meeting {{ {SUMMIT} }}"), "meeting")


def test_f_a_government_declined_to_say(live_blogs: Ask) -> None:
    rows = [row for row in live_blogs("refusals", who="UK") if "Greenland" in row["words"]]
    assert [(row["by"], row["what"]) for row in rows] == [("United Kingdom", "declined to say")]


def test_g_a_letter_was_obtained_by_an_agency(live_blogs: Ask) -> None:
    rows = [row for row in live_blogs("by-channel", channel="letter") if row.get("obtained_by")]
    told = {(row["speakers"], row["obtained_by"]) for row in rows}
    assert told == {("Friedrich Merz", "Agence France-Presse")}


def test_h_a_post_of_the_year_before(live_blogs: Ask) -> None:
    rows = [row for row in live_blogs("by-channel", channel="X") if row["speakers"] == "Steve Witkoff"]
    assert column(rows, "when") == {"2025-12-31"}


def test_i_one_person_in_three_spellings(live_blogs: Ask) -> None:
    rows = live_blogs("spellings", name="Zelenskyy")
    assert column(rows, "preferred") == {"Volodymyr Zelenskyy"}
    assert {row["spelling"].split()[-1] for row in rows} == {"Zelensky", "Zelenskyy", "Zelenskiy"}
    assert all(int(row["passages"]) > 0 and row["attested_by"].startswith("id/passage/") for row in rows)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_named_query_is_answered_in_time(live_blogs: Ask, name: str) -> None:
    live_blogs(name, **catalogue()[name].examples)
