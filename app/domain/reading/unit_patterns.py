"""What names of units are made of, as patterns over the canonical form of a text."""

from __future__ import annotations

import re

from app.domain.reading import lexicon, lexicon_head, lexicon_units
from app.domain.reading.text import UPPER

WINDOW = 500  # no name or list of names runs longer than this
LONGEST = 200  # a single name without an end in sight is its head noun only
MODIFIER = 60  # nor does what qualifies a collective noun
END = r"(?![^\W_])"


def _any(words: str) -> str:
    """An alternation that prefers longer words."""
    return "(?:" + "|".join(sorted(words.split("|"), key=len, reverse=True)) + ")" + END


def _sector(name: str) -> str:
    """A sector's name with any connector; only a name of three parts has a comma in it."""
    parts = [re.escape(part).replace(r"\ ", " ") for part in name.split(" - ")]
    comma = ", |" if len(parts) > 2 else ""
    return rf"(?:{comma} ?- ?| ?& ?| {lexicon.AND} )".join(parts)


HEAD = re.compile(_any(lexicon_units.HEADS))
SHORT_HEAD = re.compile(_any(lexicon_units.SHORT_HEADS))
SECTOR = re.compile(
    "(?:" + "|".join(_sector(s) for s in sorted(lexicon_units.SECTORS.split("|"), key=len, reverse=True)) + ")" + END
)
TITLE = re.compile(lexicon_units.TITLES + " ")
PLURAL = re.compile(lexicon_units.PLURAL)
GENERIC = re.compile(_any(lexicon_units.GENERIC))
LEVEL = re.compile(_any(lexicon_units.LEVELS))
VERB = re.compile(_any(lexicon.VERBS))
NOT_OPENER = re.compile(_any(lexicon.NOT_OPENERS))
NAME_VERB = re.compile(_any(lexicon.VERBS_IN_NAMES))
STOP = re.compile(
    rf"(?P<mark>, | {lexicon.AND} | & |\.(?![^\W_])|[:;()\[\]“”\"!?/])|(?<![^\W_])(?:(?P<verb>"
    + _any(lexicon.VERBS)
    + ")|(?P<stop>"
    + _any(lexicon.NAME_STOPS)
    + rf")|(?P<level>{lexicon_units.LEVELS})(?= [^\W\d_])(?! {lexicon_units.LEVEL_GOES_ON}{END}))"
)
ABBREVIATED = re.compile(rf"[{UPPER}]{{2,}}(?:[-&][{UPPER}]+)*" + END)
CAPITAL = re.compile(rf"[{UPPER}]")
SUFFIX = re.compile(f" (?:{lexicon_units.QUALIFIERS})" + END)
MORE_LEVELS = re.compile(rf", (?:{lexicon_units.LEVELS}){END}")
PLURAL_LEVEL = re.compile(rf"(?:{lexicon_units.EACH}|{lexicon_units.LEVELS})[^,]*$")
LISTED_AFTER = re.compile(r" ?: | ")
PLACE = re.compile(rf"(?: (?:- )?[{UPPER}][^\W\d_]*)+")
# "UBND huyện A và thị xã B": the second place takes the office of the first.
PLACE_AT = re.compile(
    rf"(?i:{lexicon_units.LEVELS}) (?:\d{{1,2}}(?![\d/.])|[{UPPER}][^\W\d_]*(?: (?:- )?[{UPPER}][^\W\d_]*){{0,6}})"
)
COMMITTEE_OF = re.compile(rf"(?P<office>(?i:{lexicon_units.COMMITTEES})) (?i:{lexicon_units.LEVELS}) [{UPPER}\d]")
PLACES = re.compile(
    rf"(?P<office>{lexicon_units.COMMITTEES}) {lexicon_units.EACH} (?P<level>{lexicon_units.LEVELS}){END}"
    rf"(?P<more>(?:, (?:{lexicon_units.LEVELS})){{1,4}}(?= ?:))?"
)
OF_EACH = re.compile(
    rf" {lexicon_units.EACH} (?:{lexicon_units.LEVELS})(?:(?:,| {lexicon.AND}) (?:{lexicon_units.LEVELS}))*"
    rf"(?:{lexicon_units.OF_CENTRE})?{END}"
)
PLACE_NAME = re.compile(rf"(?: ?: ?| |, | {lexicon.AND} )(?P<name>[{UPPER}][^\W\d_]*(?: (?:- )?[{UPPER}][^\W\d_]*)*)")
GENERIC_LINK = re.compile(lexicon_units.GENERIC_LINK)
LINK = re.compile(lexicon_units.LINK)
SEMICOLON = re.compile("; ")
PAIRED_OFFICE = re.compile(lexicon_units.PAIRED_OFFICE)
SECOND_BODY = re.compile(lexicon_units.SECOND_BODY)
LONG_NAMED = re.compile(lexicon_units.LONG_NAMED)
PERSON_NAMED = re.compile(
    rf"(?i:{lexicon_head.PERSON}) (?P<name>(?:[{UPPER}][^\W\d_]* ){{1,4}}[{UPPER}][^\W\d_]*)(?P<title>(?:,| -) )?"
)
JOINED_CAPITAL = re.compile(rf" (?:- )?[{UPPER}](?![{UPPER}])[^\W\d_]")
NO_HEAD = re.compile(lexicon_units.NO_HEADS + END)
BOARD_NUMBER = re.compile(rf"(?: {lexicon_units.NUMBERED})? \d{{1,2}}(?![\d/.,])|(?: [{UPPER}][^\W\d_]*)+")
NOUN_LIKE = re.compile(lexicon.NOUN_LIKE)
COLLECTIVE_VERB = re.compile(rf" (?:{lexicon.NOUN_LIKE}|{lexicon_units.TRADES}){END}")
VERBAL_NAMES = re.compile(rf"(?:{lexicon_units.VERBAL_NAMES})" + END)
NOT_ACTING = re.compile(_any(lexicon.NOT_ACTING))
CLOSED_NAME = re.compile(rf"(?:^|(?<![^\W_]))(?:{lexicon_units.LEVELS})(?: (?:- )?[{UPPER}][^\W\d_]*)*$", re.IGNORECASE)
OPEN_NAMED = re.compile(rf"(?:^|(?<![^\W_]))(?:{lexicon_units.OPEN_NAMED}) $")
NUMBERS = re.compile(rf" \d{{1,2}}(?:, \d{{1,2}}){{0,20}}(?:,? {lexicon.AND} \d{{1,2}})?(?![\d/.])")
# No name begins with another letter; looking at one is cheaper than at all of what names begin with.
FIRST_LETTER = re.compile(
    "["
    + "".join(
        sorted(
            {
                word[0]
                for word in re.split(
                    r"[|(?:]+",
                    f"{lexicon_units.HEADS}|{lexicon_units.SHORT_HEADS}|{lexicon_units.TITLES}|{lexicon_units.PLURAL}",
                )
                if word and word[0].isalpha()
            }
        )
    )
    + "]"
)
