"""Random lives of one task: acts in any order by anybody, most of them refused. What must hold all the while is asked
in ``test_projection``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import EventKind, ReturnKind
from app.models import Assignment
from app.services import answering, closing, deciding, due_dates, extensions, parts, repeating
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.repeating import NamedDay
from tests.cast import Cast
from tests.services.giving import Notice

LINKS = Links("http://dondoc.test")
PEOPLE = ("chief", "staff", "leader", "clerk", "admin", "noi_vu_head", "noi_vu_member", "tu_phap_head", "kinh_te_head")
UNITS = ("noi_vu", "tu_phap", "kinh_te", "van_phong")


@dataclass
class Life:
    """A task with its parts. ``number`` varies what an act says; each act is done to the part it names."""

    cast: Cast
    clock: FixedClock
    parts: list[Assignment]
    done: list[str] = field(default_factory=list)

    def act(self, name: str, who: str, place: int, number: int) -> None:
        part = self.parts[place % len(self.parts)]
        common = {"actor": self.cast.actor(who), "clock": self.clock, "assignment": part, "version": part.version}
        ACTS[name](self, common, number)
        self.done.append(name)

    def day(self, number: int) -> date:
        return self.clock.today() + timedelta(days=number * 3 - 9)

    def decided(self, number: int) -> dict[str, Any]:
        people = ("chief", "leader", "staff", "noi_vu_head")
        return {"decision": Decision(decider_id=self.cast.users[people[number % 4]].id), "reason": "Theo chỉ đạo."}


def _extend(life: Life, common: dict[str, Any], number: int) -> None:
    answers = tuple(extensions.ANSWERS)
    until = life.day(number + 4)
    given = {**common, **life.decided(number), "links": LINKS, "granted_until": until}
    extensions.decide(life.cast.session, **given, answer=answers[number % 3])


def _repeat(life: Life, common: dict[str, Any], number: int) -> None:
    """A task of a later notice of today says it again; every second one names another day."""
    first = common["assignment"]
    notice = Notice(life.cast, life.clock, issued_on=life.clock.today())
    again = notice.new_task("Tiếp tục thực hiện.", "9", kind=first.task.kind)
    life.cast.session.flush()
    day = NamedDay(life.day(number + 3)) if number % 2 else None
    given = {"actor": common["actor"], "clock": common["clock"], "version": common["version"]}
    adopt = {1: True, 3: False}.get(number)
    said = {"first": first, "task": again, "day": day, "adopt_date": adopt}
    repeating.say_again(life.cast.session, **given, **said, links=LINKS)


def _move(life: Life, common: dict[str, Any], number: int, what: Callable[..., Any]) -> None:
    unit = life.cast.units[UNITS[number % len(UNITS)]]
    taken = what(life.cast.session, **common, **life.decided(number), links=LINKS, to_unit=unit)
    if isinstance(taken, Assignment):
        life.parts.append(taken)


def _acts() -> Mapping[str, Callable[[Life, dict[str, Any], int], object]]:
    signed = [NewEvidence(number="45/BC", issued_on=date(2023, 9, 14))]
    return {
        "acknowledge": lambda life, c, n: answering.acknowledge(life.cast.session, **c),
        "progress": lambda life, c, n: answering.write_progress(
            life.cast.session, **c, note="Đang làm.", percent=n * 20, lateness_reason="Thiếu người." if n % 2 else ""
        ),
        "hand_on": lambda life, c, n: answering.hand_on(
            life.cast.session, **c, person_name="Lê Thị Nhận", inner_due_on=life.day(n) if n % 2 else None
        ),
        "sign": lambda life, c, n: answering.send_for_signature(
            life.cast.session, **c, desk="Phó Chủ tịch", sent_on=life.clock.today() - timedelta(days=n % 4)
        ),
        "report": lambda life, c, n: answering.report_done(life.cast.session, **c, results=signed if n % 2 else ()),
        "accept": lambda life, c, n: deciding.accept(
            life.cast.session,
            **c,
            decision=life.decided(n)["decision"],
            completed_on=life.clock.today() - timedelta(days=n % 4),
        ),
        "return": lambda life, c, n: deciding.return_result(
            life.cast.session, **c, **life.decided(n), links=LINKS, return_kind=tuple(ReturnKind)[n % 2]
        ),
        "give_part": lambda life, c, n: parts.give_part(life.cast.session, **c, note="Gửi phần của đơn vị."),
        "return_part": lambda life, c, n: parts.return_part(life.cast.session, **c, reason="Cần thêm số liệu."),
        "date_part": lambda life, c, n: parts.date_part(life.cast.session, **c, due_on=life.day(n + 2)),
        "ask": lambda life, c, n: extensions.ask(
            life.cast.session, **c, asked_for=life.day(n + 3), reason="Chờ số liệu của xã."
        ),
        "withdraw": lambda life, c, n: extensions.withdraw(life.cast.session, **c),
        "decide": _extend,
        "adjust": lambda life, c, n: due_dates.adjust_due_date(
            life.cast.session, **c, **life.decided(n), links=LINKS, named_on=life.day(n), exclusive=bool(n % 2)
        ),
        "correct": lambda life, c, n: due_dates.correct_due_date(
            life.cast.session,
            **c,
            **life.decided(n),
            links=LINKS,
            named_on=life.day(n),
            exclusive=bool(n % 2),
            phrase="",
        ),
        "cause": lambda life, c, n: deciding.decide_cause(
            life.cast.session, **c, **life.decided(n), kind=EventKind.CAUSE_CONFIRMED
        ),
        "no_cause": lambda life, c, n: deciding.decide_cause(
            life.cast.session, **c, **life.decided(n), kind=EventKind.CAUSE_WITHDRAWN
        ),
        "check": lambda life, c, n: deciding.set_check_date(life.cast.session, **c, check_on=life.day(n)),
        "repeat": _repeat,
        "wrong_unit": lambda life, c, n: _move(life, c, n, closing.correct_unit),
        "transfer": lambda life, c, n: _move(life, c, n, closing.transfer),
        "close": lambda life, c, n: closing.close(
            life.cast.session, **c, **life.decided(n), kind=closing.CLOSING[n % len(closing.CLOSING)]
        ),
    }


ACTS = _acts()
