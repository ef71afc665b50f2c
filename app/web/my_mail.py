"""One's own mails: from which hour, and as text or HTML."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.models import User
from app.services import my_mail
from app.web.forms.my_mail import MailForm
from app.web.frame import actor, clock, flash_ok, requires, session

bp = Blueprint("my_mail", __name__)


@bp.route("/thu-cua-toi", methods=["GET", "POST"])
@requires(*Action)
def edit() -> str | Response | tuple[str, int]:
    user = session().get_one(User, actor().user_id)
    form = MailForm()
    if form.validate_on_submit():
        my_mail.change(session(), actor=actor(), clock=clock(), choices=form.choices())
        session().commit()
        flash_ok("Đã lưu cách nhận thư.")
        return redirect(url_for("my_mail.edit"))
    if not form.is_submitted():
        form.fill(my_mail.choices_of(user))
    return render_template("auth/my_mail.html", form=form, mailbox=user.email), 400 if form.errors else 200
