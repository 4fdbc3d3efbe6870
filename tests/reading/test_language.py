"""Which language an article is in, and that only English is extracted."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from communique.mapping.extraction import extract
from communique.mapping.model import Facts
from communique.mapping.reading import read_article
from communique.mapping.reading.language import language_of

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"

OTHERS = {
    "pl": (
        "Prezydent spotkał się w środę z premierem Czech, aby omówić budowę nowej linii "
        "kolejowej przez góry. Obaj politycy zapowiedzieli, że prace rozpoczną się jeszcze w "
        "tym roku."
    ),
    "de": (
        "Die Ministerin sagte am Montag in Bern, die Brücke über den Rhein werde noch in "
        "diesem Jahr fertig. Von den Kosten trage der Bund die Hälfte."
    ),
    "nl": (
        "De minister zei maandag in Den Haag dat de brug over de rivier nog dit jaar klaar "
        "zal zijn. Het land betaalt de helft van de kosten, was eerder afgesproken."
    ),
    "da": (
        "Ministeren sagde mandag, at broen over fjorden for længst skulle have været færdig, "
        "og at staten vil betale halvdelen af regningen, hvis kommunerne betaler resten."
    ),
    "fr": (
        "La ministre a déclaré lundi à Dakar que le pont sur le fleuve serait achevé avant la "
        "fin de l’année et que l’État en paierait la moitié."
    ),
    "es": (
        "El ministro dijo el lunes en Lima que el puente sobre el río estará listo antes de "
        "fin de año y que el Estado pagará la mitad de las obras."
    ),
    "pt": (
        "A ministra disse na segunda-feira em Maputo que a ponte do rio será concluída ainda "
        "este ano e que o Estado vai pagar a metade da obra."
    ),
    "uk": ("Міністр заявив у понеділок у Львові, що новий міст через річку відкриють до кінця року."),
    "tr": (
        "Bakan pazartesi günü Ankara’da yaptığı açıklamada nehrin üzerindeki köprünün yıl "
        "sonuna kadar tamamlanacağını ve masrafların yarısını devletin ödeyeceğini söyledi."
    ),
    "ja": (
        "外務大臣は月曜日に東京で記者団に対し、新しい協定は年内に署名される見通しだと述べた。両国"
        "は来週も協議を続ける。"
    ),
}

ENGLISH = {
    "many foreign names": "Mateusz Wiśniewski, Łukasz Żebrowski, Grzegorz Brzęczyszczykiewicz and "
    "Małgorzata Szczęsna met Jürgen Großmann and Søren Kjærgård in Świnoujście.",
    "a quotation in another language": "“Wir schaffen das, wir werden das schaffen”, the chancellor told "
    "the crowd in Leipzig, and with that she left the stage.",
    "a headline alone": "Vučić meets Orbán",
    "names alone": "Nguyễn Phú Trọng, Prabowo Subianto, Ferdinand Marcos",
    "nothing": "",
}


@pytest.mark.parametrize(("language", "text"), OTHERS.items(), ids=OTHERS.keys())
def test_other_languages_are_told(language: str, text: str) -> None:
    assert language_of(text) == language
    assert language_of(text, "en") == language


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH.keys())
def test_english_stays_english(text: str) -> None:
    assert language_of(text) in ("en", None)
    assert language_of(text, "en") == "en"


def test_a_text_too_short_to_tell_keeps_what_its_source_declares() -> None:
    assert language_of("Macron à Berlin", "fr") == "fr"


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.txt")), ids=lambda path: path.name)
def test_examples(path: Path) -> None:
    assert language_of(path.read_text(encoding="utf-8")) == "en"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference corpora are not part of the project")
def test_reporting_in_english() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (SHARED / "corpus").glob("*.txt")}
    for line in (SHARED / "peer/attribution/polnear-dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        texts[str(record.get("id", len(texts)))] = record["text"]
    assert len(texts) > 90
    assert [name for name, text in texts.items() if language_of(text) != "en"] == []


def test_another_language_is_not_extracted(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(OTHERS["de"], encoding="utf-8")
    article = read_article(path, date(2025, 5, 20))
    facts = extract(article)
    assert article.language == "de"
    assert facts == Facts(warnings=facts.warnings)
    assert ["(de)" in warning for warning in facts.warnings] == [True]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded pages are not part of the project")
def test_a_polish_page(tmp_path: Path) -> None:
    page = next((SHARED / "pages/html").glob("Rzeczpospolita*.html.gz"))
    path = tmp_path / "page.html"
    path.write_bytes(gzip.decompress(page.read_bytes()))
    article = read_article(path)
    assert (article.language, extract(article).statements) == ("pl", ())
