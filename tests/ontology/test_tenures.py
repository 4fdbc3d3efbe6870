"""Who held what on which day."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from communique.ontology.register import Person, Register, Tenure, load_register

REGISTER = load_register()

CASES = """
GB  prime minister     2026-01-06  Keir Starmer
GB  prime minister     2022-11-10  Rishi Sunak
GB  prime minister     2022-09-30  Liz Truss
GB  prime minister     2016-07-12  David Cameron
GB  prime minister     2016-07-13  Theresa May
GB  prime minister     2026-08-22  Andy Burnham
GB  foreign secretary  2024-02-01  David Cameron
GB  foreign secretary  2026-01-06  Yvette Cooper
GB  king               2026-01-06  Charles III
GB  queen              2016-04-02  Elizabeth II
US  president          2016-04-02  Barack Obama
US  president          2019-06-01  Donald Trump
US  president          2024-04-02  Joe Biden
US  president          2025-05-12  Donald Trump
US  vice president     2026-01-06  JD Vance
US  secretary of state 2024-04-02  Antony Blinken
US  secretary of state 2026-01-06  Marco Rubio
US  treasury secretary 2024-04-02  Janet Yellen
US  envoy              2025-11-23  Steve Witkoff
US  trade representative 2025-05-12 Jamieson Greer
US  army secretary     2025-11-23  Dan Driscoll
US  deputy chief of staff 2026-01-06 Stephen Miller
CA  prime minister     2025-06-17  Mark Carney
CA  prime minister     2018-06-08  Justin Trudeau
MX  president          2018-06-08  Enrique Peña Nieto
MX  president          2025-01-01  Claudia Sheinbaum
BR  president          2018-06-08  Michel Temer
BR  president          2026-01-06  Luiz Inácio Lula da Silva
AR  president          2024-01-01  Javier Milei
PE  president          2018-04-01  Martín Vizcarra
VE  president          2026-01-06  Nicolás Maduro
FR  president          2017-05-14  Emmanuel Macron
FR  prime minister     2018-01-01  Édouard Philippe
FR  foreign minister   2026-01-06  Jean-Noël Barrot
DE  chancellor         2026-01-06  Friedrich Merz
DE  chancellor         2018-01-01  Angela Merkel
DE  foreign minister   2022-06-01  Annalena Baerbock
IT  prime minister     2018-12-01  Giuseppe Conte
ES  president of the government 2025-01-01 Pedro Sánchez
PL  prime minister     2026-01-06  Donald Tusk
DK  prime minister     2026-01-06  Mette Frederiksen
GL  prime minister     2026-01-06  Jens-Frederik Nielsen
AT  chancellor         2018-01-01  Sebastian Kurz
IE  prime minister     2018-01-01  Leo Varadkar
UA  president          2026-01-06  Volodymyr Zelenskyy
UA  president          2015-08-21  Petro Poroshenko
RU  president          2022-11-10  Vladimir Putin
RU  foreign minister   2015-08-21  Sergey Lavrov
KR  president          2015-08-21  Park Geun-hye
KR  president          2018-04-27  Moon Jae-in
KR  president          2025-06-17  Lee Jae Myung
KP  supreme leader     2015-08-21  Kim Jong-un
JP  prime minister     2018-06-08  Shinzō Abe
JP  prime minister     2025-06-17  Shigeru Ishiba
CN  president          2024-04-02  Xi Jinping
CN  foreign minister   2023-06-01  Qin Gang
IN  prime minister     2025-06-17  Narendra Modi
PK  prime minister     2018-01-01  Shahid Khaqan Abbasi
TH  prime minister     2025-01-01  Paetongtarn Shinawatra
MY  prime minister     2019-01-01  Mahathir Mohamad
AU  prime minister     2020-01-01  Scott Morrison
NZ  prime minister     2019-03-15  Jacinda Ardern
EG  president          2025-10-12  Abdel Fattah el-Sisi
IL  prime minister     2025-10-12  Benjamin Netanyahu
IL  prime minister     2022-03-01  Naftali Bennett
SA  king               2018-01-01  Salman of Saudi Arabia
SA  crown prince       2018-01-01  Mohammed bin Salman
IR  president          2018-01-01  Hassan Rouhani
IR  supreme leader     2018-01-01  Ali Khamenei
TR  president          2018-01-01  Recep Tayyip Erdoğan
SY  president          2025-06-01  Ahmed al-Sharaa
QA  prime minister     2025-10-12  Mohammed bin Abdulrahman Al Thani
ZA  president          2018-03-01  Cyril Ramaphosa
NG  president          2018-03-01  Muhammadu Buhari
KE  president          2023-03-01  William Ruto
ET  prime minister     2019-10-11  Abiy Ahmed
ZW  president          2017-11-30  Emmerson Mnangagwa
NE  president          2022-01-01  Mohamed Bazoum
IN  vice president     2020-01-01  Venkaiah Naidu
PR  governor           2018-01-01  Ricardo Rosselló
AD  co-prince          2026-01-06  Emmanuel Macron
MM  state counsellor   2018-01-01  Aung San Suu Kyi
KP  foreign minister   2024-01-01  Choe Son-hui
FJ  prime minister     2023-06-01  Sitiveni Rabuka
VA  pope               2025-04-01  Pope Francis
nato secretary-general 2016-04-02  Jens Stoltenberg
nato secretary general 2026-01-06  Mark Rutte
united-nations secretary-general 2016-04-02 Ban Ki-moon
united-nations secretary-general 2026-01-06 António Guterres
european-commission president 2026-01-06 Ursula von der Leyen
european-council president 2026-01-06 António Costa
european-union foreign policy chief 2023-01-06 Josep Borrell
"""

_ROWS = [line.split() for line in CASES.strip().splitlines()]


def _case(words: list[str]) -> tuple[str, str, date, str]:
    at = next(i for i, word in enumerate(words) if word[:2] == "20" and word[4:5] == "-")
    return words[0], " ".join(words[1:at]), date.fromisoformat(words[at]), " ".join(words[at + 1 :])


@pytest.mark.parametrize(
    ("of", "office", "day", "label"), [_case(row) for row in _ROWS], ids=CASES.strip().splitlines()
)
def test_holder_on_a_day(of: str, office: str, day: date, label: str) -> None:
    assert [p.label for p in REGISTER.holders_on(of, day, office)] == [label]


@pytest.mark.parametrize(
    ("key", "day", "offices"),
    [
        ("jared-kushner", date(2026, 1, 6), [("US", None)]),
        ("he-lifeng", date(2025, 5, 12), [("CN", "vice premier")]),
        ("joe-biden", date(2016, 4, 2), [("US", "vice president")]),
        ("david-cameron", date(2018, 1, 1), []),
        ("boris-johnson", date(2017, 1, 1), [("GB", "foreign secretary")]),
        ("ed-royce", date(2016, 4, 2), [("US", "congressman")]),
        (
            "marco-rubio",
            date(2026, 1, 6),
            [("US", "secretary of state"), ("US", "national security adviser")],
        ),
    ],
    ids=lambda value: str(value),
)
def test_offices_on_a_day(key: str, day: date, offices: list[tuple[str, str | None]]) -> None:
    assert [(t.of, t.office) for t in REGISTER.offices_on(key, day)] == offices


def test_no_tenure_ends_before_it_starts() -> None:
    tenures = [t for p in REGISTER.persons.values() for t in p.tenures]
    assert [t for t in tenures if t.since and t.until and t.until <= t.since] == []


# Offices that several people hold at one time.
SHARED = {
    "ambassador",
    "co-prince",
    "congressman",
    "deputy prime minister",
    "first vice president",
    "judge",
    "member of the presidency",
    "official",
    "opposition leader",
    "presidential aide",
    "senator",
    "senior adviser to the president",
    "special envoy",
    "under-secretary-general",
    "vice premier",
    "vice president",
    "vice-president",
    "second vice president",
    "foreign ministry spokesperson",
    "spokesperson",
    "deputy foreign minister",
}


def test_one_office_is_held_by_one_person_at_a_time() -> None:
    offices: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for person in REGISTER.persons.values():
        for tenure in person.tenures:
            if tenure.office and tenure.office not in SHARED:
                offices[tenure.of, tenure.office].append(tenure)
    for held in offices.values():
        held.sort(key=lambda t: t.since or date.min)
    overlaps = [
        (first, second)
        for held in offices.values()
        for first, second in pairwise(held)
        if second.since and (first.until is None or first.until > second.since)
    ]
    assert overlaps == []


def test_terms_are_half_open() -> None:
    tenure = Tenure("a", "president", "US", date(2021, 1, 20), date(2025, 1, 20))
    assert tenure.covers(date(2021, 1, 20))
    assert not tenure.covers(date(2025, 1, 20))


def test_order_of_tenures_puts_the_home_state_first() -> None:
    assert REGISTER.persons["charles-iii"].tenures[0].of == "GB"
    macron = REGISTER.offices_on("emmanuel-macron", date(2026, 1, 6))
    assert [t.of for t in macron] == ["FR", "AD"]


def test_nobody_unknown_holds_anything() -> None:
    assert REGISTER.offices_on("nobody", date(2026, 1, 6)) == ()
    assert REGISTER.holders_on("atlantis", date(2026, 1, 6)) == ()


def test_an_office_that_is_held_wins_over_an_alias() -> None:
    people = [
        Person("a", "A", ("A",), tenures=(Tenure("a", "leader", "XX"),)),
        Person("b", "B", ("B",), tenures=(Tenure("b", "president", "XX"),)),
    ]
    register = Register({}, {}, {p.key: p for p in people}, {"president": ("leader", "head of state")})
    assert [p.key for p in register.holders_on("XX", date(2026, 1, 6), "leader")] == ["a"]
    assert [p.key for p in register.holders_on("XX", date(2026, 1, 6), "head of state")] == ["b"]
