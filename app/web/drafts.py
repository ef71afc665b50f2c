"""A notice comes in, what was read from it is checked and corrected, and its tasks are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.adapters.database import reading_only
from app.adapters.extraction import MAX_BYTES
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import DraftState
from app.models import Draft
from app.services import draft_changing, drafts, recognition
from app.services.draft_content import HEAD, DraftedDocument, from_json
from app.web import repeats
from app.web.draft_acts import ACTS, NotRemembered, save_task
from app.web.draft_page import (
    NEW,
    TO_CHECK,
    View,
    among,
    current,
    giving_page,
    inner_forms,
    left_to_check,
    make_form,
    page,
    task_of,
    to_check_from,
    totals,
    units,
)
from app.web.forms.drafts import HeaderForm, InnerDateForm, PressForm, TaskForm, UploadForm, Versioned
from app.web.frame import actor, clock, files, flash_ok, flash_warn, links, requires, session
from app.web.mail_hours import say_when_mails_leave
from app.wording.drafts import GONE, recognition_words, source_name
from app.wording.errors import sentence
from app.wording.formats import weekday

bp = Blueprint("drafts", __name__)
Answer = str | Response | tuple[str, int]
BESIDES = 64 * 1024  # what a form carries beside the pasted text
EDIT = "drafts/review.html"


@bp.url_value_preprocessor
def _let_long_text_in(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A pasted notice may be as long as a file. This runs before the csrf check, which reads the form first."""
    if endpoint == "drafts.new":
        request.max_form_memory_size = MAX_BYTES + BESIDES


@bp.app_template_global()
def upload_name(filename: str) -> str:
    return source_name(filename)


@bp.app_template_filter("weekday")
def weekday_of(day: date) -> str:
    return weekday(day)


@bp.route("/van-ban/them", methods=["GET", "POST"])
@requires(Action.EDIT_DRAFT)
def new() -> Answer:
    form = UploadForm()
    if not form.is_submitted():
        return render_template("drafts/new.html", form=form, problem="")
    # Who is asking has been read; the lock of that transaction is not held while a long file is read.
    session().rollback()
    try:
        address = _take(form)
        session().commit()
    except DomainError as problem:
        if problem.code == "file.secret":
            session().commit()  # That a marked document came is in the log; nothing else is in this session.
        else:
            session().rollback()
        return render_template("drafts/new.html", form=form, problem=sentence(problem)), 400
    return redirect(address)


def _take(form: UploadForm) -> str:
    """The address of the draft, or of the scan that waits until its text has been recognised."""
    file, text = form.file.data, form.text.data or ""
    has_file = isinstance(file, FileStorage) and bool(file.filename)
    if has_file and text.strip():
        raise DomainError("upload.both")
    if has_file:
        return _take_file(file.stream.read(), file.filename or "")
    if not text.strip():
        raise DomainError("upload.nothing")
    return View().address(drafts.paste(session(), actor=actor(), clock=clock(), files=files(), text=text))


def _take_file(content: bytes, name: str) -> str:
    try:
        draft = drafts.upload(session(), actor=actor(), clock=clock(), files=files(), content=content, filename=name)
        return View().address(draft)
    except DomainError as problem:
        if problem.code != "file.scan":
            raise
    waiting = recognition.queue(session(), actor=actor(), clock=clock(), files=files(), content=content, filename=name)
    return url_for("recognition.show", public_id=waiting.public_id)


@bp.get("/du-kien")
@requires(Action.EDIT_DRAFT)
def index() -> str:
    listed, in_force = drafts.list_drafts(session(), actor=actor(), state=DraftState.OPEN), units()
    return render_template(
        "drafts/index.html",
        listed=listed,
        left={line.public_id: len(left_to_check(among(line.content, in_force))) for line in listed},
        scans=recognition.list_waiting(session(), actor=actor()),
        scan_words=recognition_words,
        discarded=drafts.list_drafts(session(), actor=actor(), state=DraftState.DISCARDED, limit=drafts.RECENT),
    )


@bp.get("/du-kien/<public_id>")
@requires(Action.EDIT_DRAFT)
def review(public_id: str) -> Answer:
    draft = _find(public_id)
    if draft.state is not DraftState.OPEN:
        return _elsewhere(draft)
    view = replace(_view(), editing=request.args.get("sua", ""), splitting=request.args.get("tach", ""))
    return render_template(EDIT, **page(draft, view))


def _view() -> View:
    """A form carries on what the list was limited to."""
    return View(only_checks=request.values.get("chi") == TO_CHECK)


def _answer(public_id: str, key: str) -> Answer:
    """After a press: the page, at a card. The script of the page takes it as it is, which spares it a second way."""
    reading_only.set(True)  # What was changed is committed; whoever else writes need not wait for the page.
    draft = _find(public_id)
    if draft.state is not DraftState.OPEN:
        return _elsewhere(draft)
    if _is_script():
        return render_template(EDIT, **page(draft, replace(_view(), at=key)))
    view = _view()
    return redirect(view.address(draft, to_check_from(current(draft, units()), key) if view.only_checks else key))


def _is_script() -> bool:
    return request.headers.get("X-Requested-With") == "review"


@bp.post("/du-kien/<public_id>/dau-de")
@requires(Action.EDIT_DRAFT)
def save_document(public_id: str) -> Answer:
    def save(draft: Draft, form: Versioned) -> None:
        assert isinstance(form, HeaderForm)
        _change_document(draft, form.seen_version, form.document())

    return _save(public_id, HEAD, save)


def _change_document(draft: Draft, version: int, document: DraftedDocument) -> None:
    drafts.change_document(session(), actor=actor(), clock=clock(), draft=draft, version=version, document=document)


@bp.post("/du-kien/<public_id>/them")
@requires(Action.EDIT_DRAFT)
def add_task(public_id: str) -> Answer:
    return _save(public_id, NEW, _saving(NEW))


@bp.post("/du-kien/<public_id>/nhiem-vu/<key>")
@requires(Action.EDIT_DRAFT)
def change_task(public_id: str, key: str) -> Answer:
    return _save(public_id, key, _saving(key))


def _saving(key: str) -> Callable[[Draft, Versioned], None]:
    def save(draft: Draft, form: Versioned) -> None:
        assert isinstance(form, TaskForm)
        in_force = units()
        save_task(draft, task_of(current(draft, in_force), key), form, in_force)

    return save


def _save(public_id: str, key: str, save: Callable[[Draft, Versioned], None]) -> Answer:
    """One card's form: the service, and the page again; what was typed is kept when it cannot be taken."""
    draft = _find(public_id)
    content = from_json(draft.content)
    form = make_form(key, content, units(), sent=True)
    if draft.state is not DraftState.OPEN:
        return render_template("drafts/late.html", draft=draft, typed=form.shown()), 409
    if key not in (HEAD, NEW) and not content.has(key):
        return _again(public_id, NEW, form, gone=GONE), 409
    if not form.validate_on_submit():
        return _again(public_id, key, form), 400
    try:
        save(draft, form)
        session().commit()
    except NotRemembered as refused:
        session().rollback()
        assert isinstance(form, TaskForm)
        form.remembering(refused.part).errors = (sentence(refused.problem),)
        return _again(public_id, key, form), 400
    except DomainError as problem:
        session().rollback()
        if problem.code != "stale":
            raise
        return _again(public_id, key, form, stale=True), 409
    return _answer(public_id, task_of(content, key).key if key != HEAD else HEAD)


def _again(public_id: str, key: str, form: Versioned, *, stale: bool = False, gone: str = "") -> str:
    view = replace(_view(), editing=key)
    return render_template(EDIT, **page(_find(public_id), view, sent=form, stale=stale), gone=gone)


@bp.post("/du-kien/<public_id>/nhiem-vu/<key>/<act>")
@requires(Action.EDIT_DRAFT)
def press(public_id: str, key: str, act: str) -> Answer:
    draft = _find(public_id)
    if act not in ACTS:
        raise DomainError("not_found")
    from_json(draft.content).task(key)
    return _press(draft, lambda: ACTS[act](draft, key, PressForm()), key)


@bp.post("/du-kien/<public_id>/hoan-tac")
@requires(Action.EDIT_DRAFT)
def undo(public_id: str) -> Answer:
    draft = _find(public_id)

    def act() -> str:
        version = Versioned().seen_version
        return draft_changing.undo(session(), actor=actor(), clock=clock(), draft=draft, version=version)

    return _press(draft, act)


@bp.post("/du-kien/<public_id>/dau-de/dung")
@requires(Action.EDIT_DRAFT)
def confirm_document(public_id: str) -> Answer:
    draft = _find(public_id)

    def act() -> str:
        document = replace(from_json(draft.content).document, unsure=())
        _change_document(draft, Versioned().seen_version, document)
        return HEAD

    return _press(draft, act, HEAD)


PASSED_ON = ("not_found", "draft.closed", "permission.denied")  # refusals that have a page of their own


def _press(draft: Draft, act: Callable[[], str], key: str = "", then: str = "") -> Answer:
    """One button: where there is no typing to lose, a refused one leads back to the page as it is now."""
    public_id = draft.public_id
    try:
        key = act()
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code in PASSED_ON:
            raise
        flash_warn(sentence(problem))
        stale = problem.code == "stale"
        return _refused(_answer(public_id, "" if stale else key), 409 if stale else 400)
    return redirect(then) if then else _answer(public_id, key)


def _refused(answer: Answer, status: int) -> Answer:
    """A script hears that its press was refused; a browser is led back all the same."""
    return (answer, status) if isinstance(answer, str) else answer


@bp.post("/du-kien/<public_id>/bo")
@requires(Action.EDIT_DRAFT)
def discard(public_id: str) -> Answer:
    draft = _find(public_id)

    def act() -> str:
        version = Versioned().seen_version
        drafts.discard(session(), actor=actor(), clock=clock(), draft=draft, version=version)
        flash_ok("Đã bỏ dự kiến; có thể lấy lại ở cuối trang này.")
        return ""

    return _press(draft, act, then=url_for("drafts.index"))


@bp.post("/du-kien/<public_id>/lay-lai")
@requires(Action.EDIT_DRAFT)
def reopen(public_id: str) -> Answer:
    draft = _find(public_id)

    def act() -> str:
        version = Versioned().seen_version
        drafts.reopen(session(), actor=actor(), clock=clock(), draft=draft, version=version)
        return ""

    return _press(draft, act, then=View().address(draft))


@bp.get("/du-kien/<public_id>/giao")
@requires(Action.GIVE_TASKS)
def confirm(public_id: str) -> Answer:
    draft = _find(public_id)
    if draft.state is not DraftState.OPEN:
        return _elsewhere(draft)
    return render_template("drafts/give.html", **giving_page(draft))


@bp.post("/du-kien/<public_id>/giao")
@requires(Action.GIVE_TASKS)
def give(public_id: str) -> Answer:
    draft = _find(public_id)
    if draft.state is not DraftState.OPEN:
        return _elsewhere(draft)
    seen, content = PressForm(), current(draft, units())
    inner = inner_forms(content, sent=True)
    refused = [key for key, form in inner.items() if not form.validate()]
    if refused and seen.seen_version == draft.version:
        return render_template("drafts/give.html", **giving_page(draft, sent=inner)), 400
    try:
        chosen = repeats.sent(content)
        directive = drafts.give(session(), **_giving(draft, seen, inner), repeats=chosen)
        session().commit()
    except DomainError as problem:
        session().rollback()
        status = 409 if problem.code in ("stale", "directive.duplicate", "directive.alike") else 400
        step = seen.number("step") if problem.code == "stale" else None
        again = giving_page(_find(public_id), problem, since=step, sent=inner)
        return render_template("drafts/give.html", **again), status
    flash_ok(repeats.given_words(content.choosing(chosen), totals(content)["reached"]))
    say_when_mails_leave(directive)
    return redirect(url_for("directives.show", public_id=directive.public_id))


def _giving(draft: Draft, seen: PressForm, inner: Mapping[str, InnerDateForm]) -> dict[str, Any]:
    dates = {key: form.day.data for key, form in inner.items() if form.day.data}
    who = {"actor": actor(), "clock": clock(), "links": links()}
    asked = {"even_if_alike": bool(request.form.get("even_if_alike"))}
    return who | asked | {"draft": draft, "version": seen.seen_version, "inner": dates}


def _find(public_id: str) -> Draft:
    return drafts.find_draft(session(), actor=actor(), public_id=public_id)


def _elsewhere(draft: Draft) -> Response:
    """A draft that is done with leads to what became of it."""
    if draft.directive is not None:
        return redirect(url_for("directives.show", public_id=draft.directive.public_id))
    flash_warn(sentence(DomainError("draft.closed")))
    return redirect(url_for("drafts.index"))
