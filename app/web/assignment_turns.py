"""The turns an assignment takes on its page between giving and its end: more time, parts, moves, and what is said of
it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Blueprint, redirect, render_template
from sqlalchemy import select

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import EventKind
from app.models import Assignment, Unit, User
from app.services import answering, closing, comments, deciding, due_dates, extensions, parts
from app.web.assignment_acts import Answer, decision_of, find, perform, results_of, who
from app.web.assignment_forms import Own
from app.web.assignment_page import address, page
from app.web.forms.assignments import Act
from app.web.forms.fields import DayField
from app.web.forms.turns import (
    AdjustForm,
    AskForm,
    AskForUnitForm,
    CauseForm,
    CheckDateForm,
    CommentForm,
    DatePartForm,
    DecideExtensionForm,
    HandOnForm,
    MoveForm,
    PartForm,
    ProposeForm,
    ReturnPartForm,
    SignatureForm,
)
from app.web.frame import actor, clock, files, flash_ok, links, requires, session
from app.wording.formats import day_with_weekday

bp = Blueprint("turns", __name__)


def _day(field: DayField) -> date:
    if field.data is None:
        raise ValueError("the form lets no empty day through")
    return field.data


@bp.post("/nhiem-vu/<public_id>/giao-nguoi")
@requires(Action.HAND_ON)
def hand_on(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(HandOnForm, form)
        person = session().scalars(select(User).where(User.public_id == (chosen.person.data or ""))).first()
        answering.hand_on(
            session(),
            **who(assignment, form),
            person=person,
            person_name=chosen.person_name.data or "",
            inner_due_on=chosen.inner_due_on.data,
            note=chosen.note.data or "",
        )
        return f"Đã giao {assignment.person_name} thực hiện."

    return perform(Action.HAND_ON, public_id, act)


@bp.post("/nhiem-vu/<public_id>/da-trinh")
@requires(Action.SEND_FOR_SIGNATURE)
def send_for_signature(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        sent = cast(SignatureForm, form)
        answering.send_for_signature(
            session(),
            **who(assignment, form),
            desk=sent.desk.data or "",
            sent_on=sent.sent_on.data,
            note=sent.note.data or "",
        )
        return "Đã ghi nhận đã trình, chờ ký. Khi văn bản được ký, nhập số và ngày ở “Báo cáo hoàn thành”."

    return perform(Action.SEND_FOR_SIGNATURE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/phan-phoi-hop")
@requires(Action.GIVE_PART)
def give_part(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        part = cast(PartForm, form)
        results = results_of(part)
        parts.give_part(session(), **who(assignment, form), note=part.note.data or "", results=results, files=files())
        return "Đã gửi phần phối hợp cho đơn vị chủ trì."

    return perform(Action.GIVE_PART, public_id, act)


@bp.post("/nhiem-vu/<public_id>/tra-lai-phan")
@requires(Action.RETURN_PART)
def return_part(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        parts.return_part(session(), **who(assignment, form), reason=cast(ReturnPartForm, form).reason.data or "")
        return "Đã trả lại phần phối hợp."

    return perform(Action.RETURN_PART, public_id, act)


@bp.post("/nhiem-vu/<public_id>/han-phan-phoi-hop")
@requires(Action.DATE_PART)
def date_part(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(DatePartForm, form)
        due_on = _day(chosen.due_on)
        parts.date_part(session(), **who(assignment, form), due_on=due_on, note=chosen.note.data or "")
        return f"Đã đặt thời hạn phần phối hợp: {day_with_weekday(due_on)}."

    return perform(Action.DATE_PART, public_id, act)


@bp.post("/nhiem-vu/<public_id>/gia-han")
@requires(Action.ASK_EXTENSION)
def ask_extension(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        asked = cast(AskForm, form)
        extensions.ask(
            session(),
            **who(assignment, form),
            asked_for=_day(asked.asked_for),
            reason=asked.reason.data or "",
            asked_on=asked.asked_on.data if isinstance(asked, AskForUnitForm) else None,
        )
        return "Đã gửi đề nghị gia hạn; thời hạn giữ nguyên cho đến khi có quyết định."

    return perform(Action.ASK_EXTENSION, public_id, act)


@bp.post("/nhiem-vu/<public_id>/rut-gia-han")
@requires(Action.ASK_EXTENSION)
def withdraw_extension(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        extensions.withdraw(session(), **who(assignment, form))
        return "Đã rút đề nghị gia hạn; thời hạn giữ nguyên."

    return perform(Own.WITHDRAW, public_id, act)


@bp.post("/nhiem-vu/<public_id>/de-xuat-gia-han")
@requires(Action.DECIDE_EXTENSION)
def propose_extension(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        extensions.propose(session(), **who(assignment, form), proposal=cast(ProposeForm, form).proposal.data or "")
        return "Đã lưu đề xuất trình lãnh đạo."

    return perform(Own.PROPOSE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/quyet-dinh-gia-han")
@requires(Action.DECIDE_EXTENSION)
def decide_extension(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(DecideExtensionForm, form)
        decision = decision_of(chosen)
        extensions.decide(
            session(),
            **who(assignment, form),
            links=links(),
            answer=EventKind(chosen.answer.data),
            decision=decision,
            granted_until=chosen.granted_until.data,
            reason=chosen.reason.data or "",
            files=files(),
        )
        return "Đã ghi quyết định gia hạn; đơn vị được báo bằng thư."

    return perform(Action.DECIDE_EXTENSION, public_id, act)


@bp.post("/nhiem-vu/<public_id>/dieu-chinh-thoi-han")
@requires(Action.ADJUST_DUE_DATE)
def adjust_due_date(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(AdjustForm, form)
        decision = decision_of(chosen)
        due_dates.adjust_due_date(
            session(),
            **who(assignment, form),
            links=links(),
            named_on=_day(chosen.named_on),
            exclusive=bool(chosen.exclusive.data),
            reason=chosen.reason.data or "",
            decision=decision,
            files=files(),
        )
        return "Đã điều chỉnh thời hạn; thời hạn cũ còn trong quá trình, đơn vị được báo bằng thư."

    return perform(Action.ADJUST_DUE_DATE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/ly-do-khach-quan")
@requires(Action.CONFIRM_CAUSE)
def confirm_cause(public_id: str) -> Answer:
    """Confirmed, or taken back where it is confirmed: whoever saw the page before that has an older version."""

    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(CauseForm, form)
        decision = decision_of(chosen)
        deciding.decide_cause(
            session(),
            **who(assignment, form),
            kind=EventKind.CAUSE_WITHDRAWN if assignment.objective else EventKind.CAUSE_CONFIRMED,
            reason=chosen.reason.data or "",
            decision=decision,
            files=files(),
        )
        if assignment.objective:
            return "Đã xác nhận lý do khách quan; nhiệm vụ không tính vào số liệu chậm."
        return "Đã bỏ xác nhận lý do khách quan; nhiệm vụ được tính vào số liệu."

    return perform(Action.CONFIRM_CAUSE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/moc-theo-doi")
@requires(Action.SET_CHECK_DATE)
def set_check_date(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        check_on = cast(CheckDateForm, form).check_on.data
        deciding.set_check_date(session(), **who(assignment, form), check_on=check_on)
        return f"Đã đặt mốc theo dõi: {day_with_weekday(check_on)}." if check_on else "Đã bỏ mốc theo dõi."

    return perform(Action.SET_CHECK_DATE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/chuyen-don-vi")
@requires(Action.TRANSFER)
def transfer(public_id: str) -> Answer:
    return _move(Action.TRANSFER, public_id, closing.transfer, "Đã chuyển {} chủ trì; đơn vị được báo bằng thư.")


@bp.post("/nhiem-vu/<public_id>/sua-don-vi")
@requires(Action.CORRECT_UNIT)
def correct_unit(public_id: str) -> Answer:
    return _move(
        Action.CORRECT_UNIT, public_id, closing.correct_unit, "Đã sửa đơn vị thành {}; đơn vị được báo bằng thư."
    )


def _move(action: Action, public_id: str, service: Callable[..., object], done: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(MoveForm, form)
        decision, unit = decision_of(chosen), _unit(chosen)
        service(
            session(),
            **who(assignment, form),
            links=links(),
            to_unit=unit,
            reason=chosen.reason.data or "",
            decision=decision,
            files=files(),
        )
        return done.format(unit.name)

    return perform(action, public_id, act)


def _unit(form: MoveForm) -> Unit:
    """The form has refused whatever it does not offer."""
    return session().scalars(select(Unit).where(Unit.public_id == form.unit.data)).one()


@bp.post("/nhiem-vu/<public_id>/trao-doi")
@requires(Action.COMMENT)
def comment(public_id: str) -> Answer:
    assignment, form = find(public_id), CommentForm(prefix="comment-")
    if not form.validate_on_submit():
        return render_template("assignments/show.html", **page(assignment, comment=form)), 400
    try:
        comments.add(
            session(),
            actor=actor(),
            clock=clock(),
            links=links(),
            assignment=assignment,
            text=form.text.data or "",
        )
    except DomainError as problem:
        session().rollback()
        if problem.code in ("not_found", "permission.denied"):
            raise
        return render_template("assignments/show.html", **page(find(public_id), comment=form, problem=problem)), 400
    session().commit()
    flash_ok("Đã gửi trao đổi.")
    return redirect(address(assignment))
