"""What the page of an assignment says of the superior who gave its task."""

from __future__ import annotations

from app.domain import superior
from app.domain.permissions import Action, allowed
from app.domain.superior import SuperiorCourse
from app.domain.terms import AssignmentRole, SuperiorStanding
from app.models import Assignment, SuperiorDuty
from app.services import superiors
from app.services.superior_view import late_inner, waits_for_report
from app.web.forms.superior import ReportUpForm
from app.web.frame import actor, clock, session

# As the standings of assignments are drawn.
DRAWN = {
    SuperiorStanding.OPEN: "in_time",
    SuperiorStanding.OVERDUE: "overdue",
    SuperiorStanding.REPORTED_ON_TIME: "done_on_time",
    SuperiorStanding.REPORTED_LATE: "done_late",
    SuperiorStanding.WITHDRAWN: "cancelled",
}


def section(assignment: Assignment, parts: list[Assignment]) -> dict[str, object]:
    """``above`` is None where no superior gave the task; ``parts`` are all assignments of the task."""
    duty = superiors.of_task(session(), task_id=assignment.task_id)
    may_mark = duty is None and allowed(actor(), Action.GIVE_TASKS)
    return {"above": of_duty(duty, parts) if duty else None, "may_mark": may_mark}


def of_duty(duty: SuperiorDuty, parts: list[Assignment]) -> dict[str, object]:
    course, today = superiors.course_of(duty), clock().today()
    stands = superior.standing(course, today)
    leads = [part for part in parts if part.role is AssignmentRole.LEAD]
    return {
        "duty": duty,
        "course": course,
        "stands": stands,
        "drawn": DRAWN[stands],
        "waits": waits_for_report(course, [part.state for part in leads]),
        "late_inner": late_inner(course, leads),
        "report_form": report_form(duty, sent=False) if may_report(course) else None,
    }


def may_report(course: SuperiorCourse) -> bool:
    return course.is_open and allowed(actor(), Action.REPORT_UP)


def report_form(duty: SuperiorDuty, *, sent: bool) -> ReportUpForm:
    """The prefix tells the forms of a list apart."""
    form = ReportUpForm(prefix=f"{duty.public_id}-") if sent else ReportUpForm(None, prefix=f"{duty.public_id}-")
    form.issued_on.anchor = clock().today()
    return form
