"""A notice comes in, what was read from it is checked and corrected, and its tasks are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.adapters.extraction import MAX_BYTES
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import DraftState
from app.models import Draft
from app.services import drafts
from app.services.draft_content import HEAD, DraftContent, DraftedTask, from_json
from app.web.draft_page import NEW, giving_page, make_form, page, task_of, totals, units
from app.web.forms.drafts import HeaderForm, TaskForm, UploadForm, Versioned
from app.web.frame import actor, clock, files, flash_ok, flash_warn, links, requires, session
from app.wording.drafts import source_name
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
        draft = _take(form)
        session().commit()
    except DomainError as problem:
        if problem.code == "file.secret":
            session().commit()  # That a marked document came is in the log; nothing else is in this session.
        else:
            session().rollback()
        return render_template("drafts/new.html", form=form, problem=sentence(problem)), 400
    return redirect(_address(draft))


def _take(form: UploadForm) -> Draft:
    file, text = form.file.data, form.text.data or ""
    has_file = isinstance(file, FileStorage) and bool(file.filename)
    if has_file and text.strip():
        raise DomainError("upload.both")
    if has_file:
        content, name = file.stream.read(), file.filename
        return drafts.upload(session(), actor=actor(), clock=clock(), files=files(), content=content, filename=name)
    if not text.strip():
        raise DomainError("upload.nothing")
    return drafts.paste(session(), actor=actor(), clock=clock(), files=files(), text=text)


@bp.get("/du-kien")
@requires(Action.EDIT_DRAFT)
def index() -> str:
    return render_template(
        "drafts/index.html",
        listed=drafts.list_drafts(session(), actor=actor(), state=DraftState.OPEN),
        discarded=drafts.list_drafts(session(), actor=actor(), state=DraftState.DISCARDED, limit=drafts.RECENT),
    )


@bp.get("/du-kien/<public_id>")
@requires(Action.EDIT_DRAFT)
def review(public_id: str) -> Answer:
    draft = _find(public_id)
    if draft.state is not DraftState.OPEN:
        return _elsewhere(draft)
    return render_template(EDIT, **page(draft, editing=request.args.get("sua", "")))


@bp.post("/du-kien/<public_id>/dau-de")
@requires(Action.EDIT_DRAFT)
def save_document(public_id: str) -> Answer:
    def save(draft: Draft, form: Versioned) -> None:
        assert isinstance(form, HeaderForm)
        drafts.change_document(
            session(),
            actor=actor(),
            clock=clock(),
            draft=draft,
            version=form.seen_version,
            document=form.document(),
        )

    return _save(public_id, HEAD, save)


@bp.post("/du-kien/<public_id>/them")
@requires(Action.EDIT_DRAFT)
def add_task(public_id: str) -> Answer:
    return _save(public_id, NEW, _save_task(NEW))


@bp.post("/du-kien/<public_id>/nhiem-vu/<key>")
@requires(Action.EDIT_DRAFT)
def save_task(public_id: str, key: str) -> Answer:
    return _save(public_id, key, _save_task(key))


def _save_task(key: str) -> Callable[[Draft, Versioned], None]:
    def save(draft: Draft, form: Versioned) -> None:
        assert isinstance(form, TaskForm)
        task = form.task(task_of(from_json(draft.content), key), units())
        _change(draft, form.seen_version, task)

    return save


def _change(draft: Draft, version: int, task: DraftedTask) -> None:
    drafts.change_task(session(), actor=actor(), clock=clock(), draft=draft, version=version, task=task)


def _save(public_id: str, key: str, save: Callable[[Draft, Versioned], None]) -> Answer:
    """One card's form: the service, and the page again; what was typed is kept when it cannot be taken."""
    draft = _find(public_id)
    content = from_json(draft.content)
    form = make_form(key, content, units(), sent=True)
    if not form.validate_on_submit():
        return render_template(EDIT, **page(draft, editing=key, sent=form)), 400
    try:
        save(draft, form)
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code != "stale":
            raise
        return render_template(EDIT, **page(_find(public_id), editing=key, sent=form, stale=True)), 409
    return redirect(_address(draft, task_of(content, key).key if key != HEAD else HEAD))


def _drop(task: DraftedTask) -> DraftedTask:
    return replace(task, dropped=True)


def _restore(task: DraftedTask) -> DraftedTask:
    return replace(task, dropped=False)


def _toggle(task: DraftedTask) -> DraftedTask:
    return replace(task, included=not task.included)


def _confirm(task: DraftedTask) -> DraftedTask:
    return replace(task, unsure=())


ACTS = {"bo": _drop, "lay-lai": _restore, "chon": _toggle, "dung": _confirm}


@bp.post("/du-kien/<public_id>/nhiem-vu/<key>/<act>")
@requires(Action.EDIT_DRAFT)
def change(public_id: str, key: str, act: str) -> Answer:
    draft = _find(public_id)
    if act not in ACTS:
        raise DomainError("not_found")
    task = ACTS[act](from_json(draft.content).task(key))
    return _press(draft, lambda version: _change(draft, version, task), _address(draft, key))


@bp.post("/du-kien/<public_id>/dau-de/dung")
@requires(Action.EDIT_DRAFT)
def confirm_document(public_id: str) -> Answer:
    draft = _find(public_id)
    document = replace(from_json(draft.content).document, unsure=())

    def act(version: int) -> None:
        drafts.change_document(session(), actor=actor(), clock=clock(), draft=draft, version=version, document=document)

    return _press(draft, act, _address(draft, HEAD))


@bp.post("/du-kien/<public_id>/bo")
@requires(Action.EDIT_DRAFT)
def discard(public_id: str) -> Answer:
    draft = _find(public_id)

    def act(version: int) -> None:
        drafts.discard(session(), actor=actor(), clock=clock(), draft=draft, version=version)
        flash_ok("Đã bỏ dự kiến; có thể lấy lại ở cuối trang này.")

    return _press(draft, act, url_for("drafts.index"))


@bp.post("/du-kien/<public_id>/lay-lai")
@requires(Action.EDIT_DRAFT)
def reopen(public_id: str) -> Answer:
    draft = _find(public_id)

    def act(version: int) -> None:
        drafts.reopen(session(), actor=actor(), clock=clock(), draft=draft, version=version)

    return _press(draft, act, _address(draft))


def _press(draft: Draft, act: Callable[[int], None], then: str) -> Answer:
    """One button: where there is no typing to lose, a stale one leads back to the page as it is now."""
    try:
        act(Versioned().seen_version)
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code != "stale":
            raise
        flash_warn(sentence(problem))
        return redirect(_address(draft))
    return redirect(then)


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
    version, content = Versioned().seen_version, from_json(draft.content)
    try:
        directive = drafts.give(session(), actor=actor(), clock=clock(), links=links(), draft=draft, version=version)
        session().commit()
    except DomainError as problem:
        session().rollback()
        status = 409 if problem.code in ("stale", "directive.duplicate") else 400
        return render_template("drafts/give.html", **giving_page(_find(public_id), problem)), status
    flash_ok(_given(content))
    return redirect(url_for("directives.show", public_id=directive.public_id))


def _given(content: DraftContent) -> str:
    count = totals(content)
    mails = f"; {count['reached']} thư báo đang chờ gửi" if count["reached"] else ""
    return f"Đã giao {count['firm'] + count['general']} nhiệm vụ cho {count['reached']} đơn vị{mails}."


def _find(public_id: str) -> Draft:
    return drafts.find_draft(session(), actor=actor(), public_id=public_id)


def _address(draft: Draft, key: str = "") -> str:
    return url_for("drafts.review", public_id=draft.public_id, _anchor=f"t-{key}" if key else None)


def _elsewhere(draft: Draft) -> Response:
    """A draft that is done with leads to what became of it."""
    if draft.directive is not None:
        return redirect(url_for("directives.show", public_id=draft.directive.public_id))
    flash_warn(sentence(DomainError("draft.closed")))
    return redirect(url_for("drafts.index"))
