"""How notices write a duty that comes again, as patterns for folded text (``app.domain.naming.fold``).

One line a kind of token, tried in this order at every place; a phrase is read as a row of tokens. A new form is a line
here and an example in ``tests/domain/test_recurrence_phrases.py``. Without accents "quy" also begins "quy dinh", "hang"
ends "ngan hang", "dinh ky" begins "dinh ky thuat", "sau" is six, behind and Friday: what follows or stands before tells
them apart.
"""

from __future__ import annotations

NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "sau": 6}
WEEKDAYS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6}
MIDDLE, LAST = "giua", "cuoi"
# Which month of a quarter or half-year; the last is counted from the length of the period.
NTH = {"dau": 1, MIDDLE: 2, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5}
WEEK, MONTH, QUARTER, YEAR = "tuan", "thang", "quy", "nam"

_UNIT = rf"(?:{WEEK}|{MONTH}|{QUARTER}|{YEAR})"
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_ONE = "(?:mot|0?1)"
_EACH = "(?:hang|moi)"
# "hang quy" is a quarter, "moi quy dinh" is every rule, "hang nam 2026" the end of another word and a year.
_NOT_QUARTER = "(?<!quy)|(?! (?:dinh|trinh|che|hoach|mo|chuan|uoc|luat|tac|khach))"
_NOT_NUMBERED = r"(?! \d{1,4}(?!\d{0,3} ?lan))(?! [ivx]{1,4}(?![a-z]))"
_NEXT = "(?:sau|tiep theo|ke tiep|lien ke)"
_OTHER = "(?! (?:nay|truoc|toi|sau|tiep|ke|lien))"
# A unit by itself ("thang, quy, nam") is followed by no noun.
_ALONE = r"(?= ?(?:$|[,:;.()/-]|va |truoc |vao |ngay |cham ))"

# Number and unit in what says how often: "hang 6 thang", "06 thang mot lan", "01 lan/tuan".
HOW_OFTEN = rf"(?:(?P<number>{_NUMBER}) )?(?P<unit>{_UNIT})"

TOKENS = {
    "noise": (
        r"(?:ngay )?\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|(?:ngay )?\d{1,2} ?/ ?\d{1,2} nam \d{4}"
        r"|ngay \d{1,2} thang \d{1,2},? nam \d{4}|(?:(?:thang|quy) )?\d{1,2} ?/ ?\d{4}|thang \d{1,2} nam \d{4}"
        r"|(?:(?:ke|tinh) )?tu thang \d{1,2}(?! den)|\d{1,2} ngay"
        r"|(?:mat|ngan|don|khach|nha|ban) hang"
    ),
    "clock": r"(?:truoc )?\d{1,2}(?::\d{2}| ?(?:gio|h|g)(?: ?\d{2}(?: ?phut)?(?![/\d]))?)",
    "start": (
        r"(?:(?:ke|tinh) )?tu(?= (?:ngay|thu|cuoi|thang|\d))|sau(?= (?:ngay|thu|\d))|(?:so lieu|tinh)(?: tinh)? den"
    ),
    "last_of": (
        rf"(?:ngay (?:lam viec )?)?cuoi(?: cung)?(?: cua)?(?: (?P<each>{_EACH}))? (?P<ending>thang|quy|nam)"
        rf"{_OTHER}{_NOT_NUMBERED}(?! (?:cuoi|dau|giua|thu) )"
    ),
    "month_of": (
        r"thang (?P<nth>dau|giua|cuoi|thu (?:nhat|hai|ba|tu|nam|[1-5]))(?: (?:tien|cung))?(?: cua)?"
        rf"(?: {_EACH})? (?P<period>quy|ky)(?: bao cao)?(?P<next> {_NEXT})?{_OTHER}{_NOT_NUMBERED}"
    ),
    "last_day": r"ngay (?:lam viec )?cuoi(?: cung)?|cuoi(?= thang \d)",
    "again": (
        rf"{_EACH}(?: {_NUMBER})? {_UNIT}(?:{_NOT_QUARTER}){_NOT_NUMBERED}|dinh ky(?: {_NUMBER})? {_UNIT}{_ALONE}"
        rf"|(?:{_NUMBER} )?{_UNIT}(?:/ ?(?:{_ONE} )?| {_ONE} )lan|{_ONE} lan(?:/| moi | trong | )(?:{_ONE} )?{_UNIT}"
    ),
    "often": rf"(?!{_ONE} ){_NUMBER} lan",
    "behind": rf"(?P<unit_behind>thang|quy|nam|ky)(?: bao cao)? {_NEXT}",
    "month": r"thang (?P<of_year>\d{1,2})",
    "unit": rf"(?:{_NUMBER} )?{_UNIT}{_ALONE}|tuan (?:dau|cuoi)(?: cua)? thang{_OTHER}{_NOT_NUMBERED}",
    "dated": r"(?:ngay )?(?P<dated_day>\d{1,2}) ?/ ?(?P<dated_month>\d{1,2})(?! ?/)",
    "day": r"(?:ngay (?:m[uo]ng )?|(?=\d{1,2} thang \d{1,2}(?!\d)))(?P<of_month>\d{1,2})(?! ?[/.-] ?\d)",
    "weekday": r"(?:ngay )?(?:thu (?P<of_week>hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)",
    "before": r"truoc(?= (?:ngay|thu|chu nhat|\d))",
    "evident": "dinh ky(?! thuat)",
    "filler": (
        f"{_ONE} lan|bao cao|gui|nop|vao|la|cham nhat|muon nhat|tre nhat|khong qua|den het|den|het|han"
        "|thoi (?:han|gian)|truoc|va|cua|cac|buoi|sang|trua|chieu|toi|trong(?= ngay)"
    ),
}
