"""What a paragraph looks like by itself. All lines are made up, in the manner of many outlets."""

import pytest

from communique.mapping.reading.looks import Look, look_of

CASES: dict[Look, list[str]] = {
    "headline": [
        "Ministers settle the tariff row over oranges",
        "‘We will not wait’: Estonia on cable patrols",
        "Who pays for the patrols?",
        "Oslo hosts talks with the U.S.",
        "Why the glaciers matter. And to whom",
        "What the line means",
        "Background",
    ],
    "paragraph": [
        "He left the hall before noon.",
        "He later added:",
        "and nobody else",
        "“We did not come here to win,” she said.",
        "The river, as the minister pointed out in a long speech to the chamber, has three mouths; two"
        " of them lie in the disputed zone, and so do the villages",
        "QUESTION: Will there be a second round?",
        "The treaty was signed on March 23, 2016.",
        "Corrections to the map were agreed on by both sides, the ministry said.",
        "The earlier version of the treaty was amended by both chambers.",
    ],
    "caption": [
        "FILE - Fishermen mend nets in Lamu, Kenya.",
        "Tankers wait off Salalah. Photograph: Liis Tamm/EPA",
        "The ministers arrive. (Photo by Liis TAMM / AFP via Getty Images)",
        "Mandatory Credit: Photo by Liis Tamm/Shutterstock (123a) The ministers in Riga - 03 Mar 2026",
        "This handout picture released by the presidency shows the two leaders",
        "RIGA, LATVIA - MARCH 3: The ministers arrive at the castle",
        "A guard salutes as the ministers arrive at Riga Castle, March 3, 2026.",
        "The ministers arrive at the castle. (Reuters)",
        "Minister's speech in full | Riga TV - https://tv.example/watch/123",
        "Image caption, Tankers wait off the coast",
    ],
    "correction": [
        "This article was amended on 3 March 2026. An earlier version gave the wrong day.",
        "• This live blog was corrected on 3 March 2026 to say that the vote is on Monday, not on Sunday.",
        "Correction, March 3, 2026: We gave the wrong name of the envoy.",
        "CORRECTION (March 3): The envoy is from Oslo.",
        "An earlier version of this story misstated where the talks were held.",
        "Editor’s note: This story has been corrected, for the talks were held in Riga.",
    ],
    "byline": ["By Jane Roe", "Jane Roe12 October 2025 10:00", "Jane Roe, political correspondent"],
    "name": ["Jane Roe"],
    "dateline": [
        "WASHINGTON—",
        "NAIROBI, Kenya (AP) —",
        "Geneva, 12 May 2025",
        "date 2022-11-10 Cabinet Office",
    ],
    "time": ["10:45", "Friday, August 21, 2015", "10 November 2022", "Updated at 18.10 GMT"],
    "ago": ["1 day ago 7", "11 hours ago", "4m ago (16:20 GMT)", "From 3h ago"],
    "updates": ["Updates", "Live updates", "Here’s the latest:"],
    "share": ["Share or comment on this article:", "Share this story"],
    "boilerplate": [
        "Read Entire Article",
        "Show key events only",
        "Please turn on JavaScript to use this feature",
        "Comments are closed.",
        "Follow the latest updates here",
        "WATCH: Related video",
        "Updated",
        "Duration 1:15",
        "Jane Roe in Riga contributed to this report.",
        "With reporting by Jane Roe",
        "Read more: Why the Sahel's roads are closed",
        "Sign up to our Europe newsletter",
        "Office of the Spokesperson",
        "© 2026 The Delta Courier",
        "###",
        "* * *",
        "abc/def/gh",
    ],
}


@pytest.mark.parametrize(
    ("look", "line"),
    [pytest.param(look, line, id=f"{look}: {line[:40]}") for look, lines in CASES.items() for line in lines],
)
def test_look_of(look: Look, line: str) -> None:
    assert look_of(line) == look
