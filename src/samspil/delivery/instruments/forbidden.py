"""What no instrument asks: words on belief, ideology, ethnicity and crime, and words for a score.

Danish and English. A word is matched whole, with the endings it takes; a star stands for the rest of the
same word. The list is short on purpose: it stops what is plain, and whoever signs an instrument off
reads the rest. «Tro» alone is not in it, because «jeg tror på, at jeg kan» is about courage; nor
is the English word for Gud, which is Danish for good, nor the one for stealing that is Danish for trusting.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Theme(StrEnum):
    """What a forbidden word is about."""

    BELIEF = "belief"
    IDEOLOGY = "ideology"
    ETHNICITY = "ethnicity"
    CRIME = "crime"
    SCORE = "score"


WORDS: dict[Theme, str] = {
    Theme.BELIEF: """
        religion* religiøs* religiøsitet troende trosretning* trossamfund* din_tro min_tro deres_tro
        hans_tro hendes_tro tro_på_gud tror_på_gud gud guds gudstjeneste* allah islam islamisk* islamist*
        islamisme* muslim* kristen kristent kristne kristnes kristendom* jøde jøder jøden jøderne jødisk*
        jødedom* hindu*
        buddhis* ateis* moské* moske moskeen kirkegang* synagoge* imam* præst præsten koran* bibel bibelen
        bibelske tørklæde* hijab* ramadan* faste_i_ramadanen konverter* helligskrift* fredagsbøn*
        religio* believer believers your_belief* my_belief* their_belief* your_faith my_faith their_faith
        faiths believe_in_god islamic christian christians christianity
        jew jews jewish judaism atheis* mosque* church churches synagogue* priest priests quran* bible bibles
        headscarf headscarves convert converted worship*
    """,
    Theme.IDEOLOGY: """
        ideolog* ekstremis* *ekstremisme *ekstremist* ekstreme_holdninger radikaliser* *radikalisering*
        terror* *terrorisme jihad* sharia* kalifat* fundamentalis* nazis* nynazis* fascis* anarkis*
        politisk_holdning politiske_holdninger politisk_overbevisning politiske_overbevisning* politisk_parti
        hvilket_parti stemmer_du_på demokratiets_fjender hellig_krig
        ideology extremis* *extremism *extremist* extreme_views radicaliz* radicalis* terrorist* caliphate*
        fundamentalist* nazi fascism anarchis* political_view political_views political_opinion*
        political_belief* political_party holy_war
    """,
    Theme.ETHNICITY: """
        etnisk* etnicitet* race racer racen hudfarve* nationalitet* statsborgerskab* oprindelsesland*
        herkomst* afstamning indvandrer* efterkommer* flygtning* hjemland hjemlandet asylansøg* kurder*
        ethnic* race races skin_colour skin_color nationality nationalities citizenship country_of_origin
        country_of_birth ancestry immigrant* refugee* asylum*
    """,
    Theme.CRIME: """
        *kriminalitet* kriminel* straffet straffe straffen straffeattest* tidligere_straffet dømt dømte dom
        domme sigtet sigtelse* anholdt anholdelse* fængsel* fængslet arrest* varetægt* lovovertræd* tyveri*
        stjålet stjæle hærværk* overfald* vold volden voldelig* voldsdom* våben* bande bander banden
        bandemedlem* banderelat* hæleri* narkohandel* politianmeld* mistænkt*
        crime crimes criminal* convicted convictions sentenced offence* offense* offender* arrested
        prison* jail jails theft thefts stolen steal stealing burglar* robber* assault* violence
        violent weapon* gangs gang_member* in_a_gang a_gang felony felonies misdemean* suspected_of
    """,
    Theme.SCORE: """
        score scores scoren sumscore* totalscore* samlet_score pointsum* pointtal* samlede_point
        risikoscore* risikovurder* risikoprofil* risikogruppe* farlighed* trafiklys* grænseværdi* cutoff*
        cut_off* cut-off* tærskelværdi*
        total_score sum_score scoring risk_score* risk_assessment* risk_level* risk_group* traffic_light*
        threshold* total_points
    """,
}


def _pattern(word: str) -> str:
    inner = re.escape(word.strip("*")).replace("_", r"[\s_-]+")
    before = r"\w*" if word.startswith("*") else ""
    after = r"\w*" if word.endswith("*") else ""
    return f"{before}{inner}{after}"


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(_pattern(one) for one in words.split()) + r")(?!\w)")


PATTERNS: dict[Theme, re.Pattern[str]] = {theme: _whole(words) for theme, words in WORDS.items()}


@lru_cache(maxsize=4096)
def forbidden(text: str) -> tuple[tuple[str, Theme], ...]:
    """Every forbidden word in a text, with what it is about; themes in their order.

    Marks that nobody sees, such as a soft hyphen, do not hide one.
    """
    seen = "".join(one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")
    plain = seen.casefold()
    return tuple((found.group(), theme) for theme, one in PATTERNS.items() for found in one.finditer(plain))


def forbidden_in_name(name: str) -> tuple[tuple[str, Theme], ...]:
    """The same for a name such as `total_score`, whose parts are divided by signs."""
    return forbidden(re.sub(r"[_.\-]+|(?<=[a-z])(?=[A-Z])", " ", name))
