"""Small words in the languages that partners write in: yes and no, numbers, months, "don't know"."""

from __future__ import annotations

import re
import unicodedata


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written in one line."""
    return frozenset(text.split())


YES = words_in(
    "y yes yep yeah yup ja jep oui si sim tak true wahr vrai verdadero x xx check checked done 1 1.0 "
    "\u2713 \u2714 \u2705 \u2611"
)
NO = words_in(
    "n no nope nein nee non nao nie false falsch faux falso never none not 0 0.0 \u2717 \u2718 \u274c \u2610"
) | {"not yet", "not really", "noch nicht", "pas encore", "todavia no", "ainda nao", "no way"}
DONT_KNOW = frozenset(
    {
        "idk",
        "unclear",
        "not known",
        "not clear",
        "no clue",
        "don't know yet",
        "dont know yet",
        "not sure yet",
        "to be confirmed",
        "to be determined",
        "to be decided",
        "tbc",
        "tba",
        "tbd.",
        "n.a.",
        "n. a.",
        "n.a",
        "???",
        "need to ask",
        "will ask",
        "ask",
        "weiss nicht",
        "weiss ich nicht",
        "keine ahnung",
        "unklar",
        "unbekannt",
        "k.a.",
        "k. a.",
        "ka",
        "offen",
        "je ne sais pas",
        "sais pas",
        "inconnu",
        "nsp",
        "no se",
        "no lo se",
        "desconocido",
        "nao sei",
        "nie wiem",
    }
)
BLANK = frozenset(
    {
        "-",
        "--",
        "---",
        "\u2013",
        "\u2014",
        ".",
        "/",
        "_",
        "(blank)",
        "blank",
        "empty",
        "leer",
        "vide",
        "#n/a",
        "null",
        "nan",
    }
)
NUMBERS = {
    word: float(number)
    for number, words in enumerate(
        (
            "zero null",
            "one ein eine einer eins un une uno una",
            "two zwei deux dos dois duas couple pair",
            "three drei trois tres",
            "four vier quatre cuatro quatro",
            "five fuenf funf cinq cinco",
            "six sechs seis",
            "seven sieben sept siete sete",
            "eight acht huit ocho oito",
            "nine neun neuf nueve nove",
            "ten zehn dix diez dez",
            "eleven elf onze once",
            "twelve zwoelf zwolf douze doce dozen",
        )
    )
    for word in words.split()
}
_MONTHS = {
    "jan": "january januar janvier janv enero ene janeiro",
    "feb": "february februar fevrier fevr fev febrero fevereiro",
    "mar": "march marz maerz mrz mars marzo marco",
    "apr": "april avril avr abril abr",
    "may": "may mai mayo maio",
    "jun": "june juni juin junio junho",
    "jul": "july juli juillet juil julio julho",
    "aug": "august aout agosto ago",
    "sep": "september sept septembre septiembre setembro set",
    "oct": "october oktober okt octobre octubre outubro out",
    "nov": "november novembre noviembre novembro",
    "dec": "december dezember dez decembre diciembre dic dezembro",
}
COUNTRIES = {
    word: name
    for name, words in {
        "united states": "usa,us of a,america,the us,the united states,vereinigte staaten,etats unis,estados unidos",
        "united kingdom": "england,great britain,gb,britain,scotland,the uk,royaume uni,reino unido",
        "germany": "deutschland,allemagne,alemania,alemanha",
        "france": "frankreich,francia,franca",
        "poland": "polen,polska,pologne,polonia",
        "india": "indien,inde",
        "brazil": "brasil,brasilien,bresil",
        "argentina": "argentinien,argentine",
        "mexico": "mexiko,mexique",
        "austria": "osterreich,oesterreich,autriche",
        "netherlands": "the netherlands,holland,niederlande,pays bas,nederland",
        "spain": "spanien,espana,espagne,espanha",
        "canada": "kanada",
    }.items()
    for word in words.split(",")
}
_PARTS = {
    "end": "ende fin finales final",
    "mid": "mitte mi mediados meados",
    "early": "anfang debut principios inicio comienzos",
}
_UNITS = {
    "week": "woche wochen semaine semaines semana semanas wk wks wks. wk. sem",
    "month": "monat monate monaten mois mes meses mth mths mo mos",
    "day": "tag tage tagen jour jours dia dias",
    "year": "jahr jahre jahren an ans ano anos yr yrs",
    "quarter": "quartal quartale trimestre trimestres",
}
_PLAIN = {
    "today": "heute aujourd'hui hoy hoje",
    "tomorrow": "morgen demain manana",
    "ago": "zuvor",
    "next": "naechste naechster naechsten nachste nachster nachsten prochain prochaine proximo proxima",
    "of": "de du des del do",
    "to": "bis",
    "about": "circa approx approx. approximately etwa ungefahr ungefaehr environ env env. aprox aprox. unos cerca",
    "by": "spaetestens spatestens avant antes",
}
_ENGLISH = {
    word: english
    for table in (_MONTHS, _PARTS, _UNITS, _PLAIN)
    for english, words in table.items()
    for word in words.split()
}


_END_OF = {"m": "the month", "y": "the year", "q": "the quarter"}


def plain(text: str) -> str:
    """A text in lower case without accents, odd blanks and quotes: what two people would call the same words."""
    text = text.replace("\u00df", "ss").replace("\u2019", "'").replace("\u2018", "'").replace("\u00a0", " ")
    text = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def in_english(text: str) -> str:
    """A day in words with its months, parts and units in English; other words stay as they are.

    >>> in_english("Ende M\u00e4rz 2027"), in_english("mi-mars"), in_english("in 8 Wochen")
    ('end mar 2027', 'mid mar', 'in 8 week')

    """
    words = re.sub(r"\b(mi|mid|end|late|early|fin)[- ]+(?=[a-z])", r"\1 ", plain(text))
    words = re.sub(r"^(il y a|vor|hace) (.*)$", r"\2 ago", words)
    words = re.sub(r"^(dans|en) (?=\d)", "in ", words)
    words = " ".join(_ENGLISH.get(word, word) for word in re.sub(r"[,~]", " ", words).split())
    words = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.? (?=\d|[a-z]{3} \d)", "", words)
    words = re.sub(r"\bof (?=\d{4}$)", "", words)
    return re.sub(r"^eo([myq])\b", lambda found: f"end of {_END_OF[found[1]]}", words)


def no_answer(text: str) -> bool:
    """Whether a cell holds only a sign that nothing was given, such as a dash."""
    return plain(text) in BLANK


def dont_know(text: str) -> bool:
    """Whether the words say that whoever wrote them does not know."""
    words = plain(text).rstrip(" .!")
    return words in DONT_KNOW or bool(re.fullmatch(r"\?+( .*)?|(still )?(tbd|tbc|unclear|unknown)\b[^a-z]*", words))


def yes_or_no(text: str) -> bool | None:
    """Yes or no, also with a remark behind it; None where it is neither, or the remark takes it back.

    >>> yes_or_no("Ja"), yes_or_no("No (planned for Q2)"), yes_or_no("yes, but not really"), yes_or_no("partly")
    (True, False, None, None)

    """
    words = plain(text).strip(" .!")
    if words in YES or words in NO:
        return words in YES
    found = re.fullmatch(r"(\w+)\s*(?:[,;:.(/]|--?\s|\u2013|\u2014)\s*(.*)", words)
    if found is None or found[1].isdigit() or found[1] in ("x", "not", "none", "check", "done"):
        return None
    if re.search(r"\b(but|except|partly|unless|only|maybe|sort of|kind of|aber|mais|pero)\b", found[2]):
        return None
    if found[1] in NO:
        return None if re.search(r"\b(yes|ja|oui)\b", found[2]) else False
    return True if found[1] in YES and not re.search(r"\b(not|no|nein|nicht|non)\b", found[2]) else None
