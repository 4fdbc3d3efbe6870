import pytest

from communique.ontology.register import load_register

REGISTER = load_register()


def test_there_is_a_state_for_every_iso_code_and_kosovo() -> None:
    assert len(REGISTER.states) == 250
    assert all(len(key) == 2 and key.isupper() for key in REGISTER.states)


def test_every_state_has_a_wikidata_id_and_a_name() -> None:
    assert [s.key for s in REGISTER.states.values() if not (s.wikidata or "").startswith("Q")] == []
    assert [s.key for s in REGISTER.states.values() if s.names[0] != s.label] == []


def test_there_are_organisations_of_every_kind() -> None:
    kinds = {o.kind for o in REGISTER.organisations.values()}
    assert kinds == {
        "organisation",
        "coalition",
        "body",
        "armed-group",
        "news-agency",
        "broadcaster",
        "newspaper",
    }
    assert len(REGISTER.organisations) >= 60


def test_metonyms_stand_for_one_state() -> None:
    metonyms = [m for s in REGISTER.states.values() for m in s.metonyms]
    assert len(metonyms) == len(set(metonyms))
    assert sum(bool(s.metonyms) for s in REGISTER.states.values()) >= 60


def test_names_stand_for_one_state() -> None:
    names = [n for s in REGISTER.states.values() for n in s.names]
    assert sorted({n for n in names if names.count(n) > 1}) == []


def test_keys_of_states_and_organisations_cannot_be_taken_for_each_other() -> None:
    assert not {key.lower() for key in REGISTER.states} & set(REGISTER.organisations)


def test_tenures_belong_to_what_is_known() -> None:
    known = REGISTER.states.keys() | REGISTER.organisations.keys()
    assert [t for p in REGISTER.persons.values() for t in p.tenures if t.of not in known] == []
    assert [p.key for p in REGISTER.persons.values() if not p.tenures] == []


def test_members_and_parents_are_known_states() -> None:
    assert {m for o in REGISTER.organisations.values() for m in o.members} <= REGISTER.states.keys()
    assert {s.parent for s in REGISTER.states.values() if s.parent} <= REGISTER.states.keys()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("US", "US"),
        ("U.S.", "US"),
        ("USA", "US"),
        ("America", "US"),
        ("the States", "US"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Britain", "GB"),
        ("Great Britain", "GB"),
        ("DPRK", "KP"),
        ("PRC", "CN"),
        ("Republic of Korea", "KR"),
        ("People's Republic of China", "CN"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("Turkey", "TR"),
        ("Czechia", "CZ"),
        ("Czech Republic", "CZ"),
        ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Myanmar", "MM"),
        ("Burma", "MM"),
        ("Holy See", "VA"),
        ("Vatican", "VA"),
        ("Palestinian Authority", "PS"),
        ("Gaza", "PS"),
        ("Kosovo", "XK"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("Macao", "MO"),
        ("Greenland", "GL"),
        ("Taiwan", "TW"),
        ("DR Congo", "CD"),
        ("Republic of Congo", "CG"),
        ("UAE", "AE"),
        ("Netherlands", "NL"),
        ("Eswatini", "SZ"),
        ("Swaziland", "SZ"),
        ("Georgia", "GE"),
        ("Cape Verde", "CV"),
        ("Cabo Verde", "CV"),
        ("St. Lucia", "LC"),
    ],
)
def test_state_by_name(name: str, key: str) -> None:
    assert [s.key for s in REGISTER.states.values() if name in s.names] == [key]


@pytest.mark.parametrize("name", ["IN", "IT", "AM", "PM", "Male", "Island", "Dutch", "ISO"])
def test_what_is_no_name_of_a_state(name: str) -> None:
    assert [s.key for s in REGISTER.states.values() if name in s.names] == []


def test_names_are_of_latin_letters_and_not_codes() -> None:
    allowed = {"US", "UK", "U.S.", "U.K.", "USA"}
    names = [n for s in REGISTER.states.values() for n in (*s.names, *s.demonyms)]
    assert [n for n in names if len(n) < 3 and n not in allowed] == []
    assert [n for n in names if any(ord(c) > 0x24F and c not in "’ʻəț" for c in n)] == []


@pytest.mark.parametrize(
    ("key", "demonyms"),
    [
        ("DK", ("Danish", "Dane", "Danes")),
        ("US", ("American", "Americans")),
        ("GB", ("British", "Briton", "Brits")),
        ("KR", ("South Korean", "South Koreans")),
        ("PL", ("Polish", "Pole", "Poles")),
        ("GL", ("Greenlandic",)),
        ("FR", ("French",)),
        ("NL", ("Dutch",)),
        ("PH", ("Philippine", "Filipino")),
        ("BD", ("Bangladeshi",)),
        ("UA", ("Ukrainian", "Ukrainians")),
        ("PS", ("Palestinian", "Palestinians")),
        ("AR", ("Argentine",)),
        ("ZA", ("South African",)),
        ("NE", ("Nigerien",)),
        ("NG", ("Nigerian",)),
        ("KZ", ("Kazakh",)),
    ],
)
def test_demonyms(key: str, demonyms: tuple[str, ...]) -> None:
    assert set(demonyms) <= set(REGISTER.states[key].demonyms)


@pytest.mark.parametrize(
    ("key", "capital", "capitals"),
    [
        ("UA", "Kyiv", {"Kyiv", "Kiev"}),
        ("CN", "Beijing", {"Beijing", "Peking"}),
        ("NL", "Amsterdam", {"The Hague"}),
        ("KZ", "Astana", {"Nur-Sultan"}),
        ("GL", "Nuuk", {"Nuuk"}),
        ("US", "Washington", {"Washington DC"}),
    ],
)
def test_capitals(key: str, capital: str, capitals: set[str]) -> None:
    state = REGISTER.states[key]
    assert state.capital == capital == state.capitals[0]
    assert capitals <= set(state.capitals)


@pytest.mark.parametrize(
    ("metonym", "key"),
    [
        ("Downing Street", "GB"),
        ("No 10", "GB"),
        ("Whitehall", "GB"),
        ("White House", "US"),
        ("Pentagon", "US"),
        ("State Department", "US"),
        ("Foggy Bottom", "US"),
        ("Kremlin", "RU"),
        ("Élysée", "FR"),
        ("Elysee", "FR"),
        ("Quai d'Orsay", "FR"),
        ("Blue House", "KR"),
        ("Zhongnanhai", "CN"),
        ("Bankova", "UA"),
        ("Itamaraty", "BR"),
        ("Casa Rosada", "AR"),
        ("Planalto", "BR"),
        ("Rashtrapati Bhavan", "IN"),
        ("Los Pinos", "MX"),
    ],
)
def test_metonyms(metonym: str, key: str) -> None:
    assert [s.key for s in REGISTER.states.values() if metonym in s.metonyms] == [key]


@pytest.mark.parametrize(
    ("territory", "parent"),
    [
        ("GL", "DK"),
        ("FO", "DK"),
        ("HK", "CN"),
        ("MO", "CN"),
        ("PR", "US"),
        ("GI", "GB"),
        ("NC", "FR"),
        ("AX", "FI"),
    ],
)
def test_parents(territory: str, parent: str) -> None:
    assert REGISTER.states[territory].parent == parent


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("NATO", "nato"),
        ("Nato", "nato"),
        ("UN", "united-nations"),
        ("U.N.", "united-nations"),
        ("European Union", "european-union"),
        ("EU", "european-union"),
        ("G7", "g7"),
        ("Group of Seven", "g7"),
        ("coalition of the willing", "coalition-of-the-willing"),
        ("Hamas", "hamas"),
        ("AFP", "agence-france-presse"),
        ("coalition of willing", "coalition-of-the-willing"),
        ("KCNA", "korean-central-news-agency"),
        ("TV2", "tv-2"),
        ("Isis", "islamic-state"),
        ("Houthis", "houthi-movement"),
        ("Quad", "quadrilateral-security-dialogue"),
    ],
)
def test_organisation_by_name(name: str, key: str) -> None:
    assert [o.key for o in REGISTER.organisations.values() if name in o.names] == [key]


@pytest.mark.parametrize(
    ("label", "spelling"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy"),
        ("Abdel Fattah el-Sisi", "Abdel Fattah El-Sisi"),
        ("Abdel Fattah el-Sisi", "Abdel Fattah al-Sisi"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Mohammed bin Salman", "Mohammad bin Salman"),
        ("Viktor Orbán", "Viktor Orban"),
        ("Nicolás Maduro", "Nicolas Maduro"),
        ("Benjamin Netanyahu", "Binyamin Netanyahu"),
        ("Alexander Lukashenko", "Alyaksandr Lukashenka"),
        ("Keir Starmer", "Sir Keir Starmer"),
        ("Luiz Inácio Lula da Silva", "Luiz Inacio Lula da Silva"),
        ("Sergey Lavrov", "Sergei Lavrov"),
    ],
)
def test_person_by_spelling(label: str, spelling: str) -> None:
    assert [p.label for p in REGISTER.persons.values() if spelling in p.names] == [label]


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("xi-jinping", "Xi"),
        ("kim-jong-un", "Kim"),
        ("ban-ki-moon", "Ban"),
        ("shinzo-abe", "Abe"),
        ("mohammed-bin-salman", "MBS"),
        ("luiz-inacio-lula-da-silva", "Lula"),
        ("keir-starmer", "Sir Keir"),
        ("ursula-von-der-leyen", "von der Leyen"),
        ("recep-tayyip-erdogan", "Erdogan"),
        ("robert-fico", "Fico"),
        ("volodymyr-zelenskyy", "Zelensky"),
        ("abdel-fattah-el-sisi", "Sisi"),
        ("donald-trump", "Trump"),
    ],
)
def test_what_news_says_alone(key: str, short: str) -> None:
    assert short in REGISTER.persons[key].short


def test_the_register_is_read_once() -> None:
    assert load_register() is load_register()
