"""Asking the hosts for help, and their page of what was asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import gettext as _

from micronet.base import limits
from micronet.base.db import begin_write, commit
from micronet.base.errors import Invalid, NotFound, TooMany
from micronet.base.ids import read_id
from micronet.circles.access import find
from micronet.circles.faces import Face, face
from micronet.circles.inside import ever_inside, host_of, is_inside, person_of
from micronet.circles.models import Membership
from micronet.circles.roles import HOSTS
from micronet.members import reporting, wording
from micronet.members.blueprint import blueprint
from micronet.members.forms import ReportForm
from micronet.members.frame import come_in, dressed
from micronet.members.models import Report
from micronet.members.quiet import AT
from micronet.members.reporting import THINGS, Subject
from micronet.people.guards import late, me, repeatable
from micronet.people.keeper import keeper_name
from micronet.people.models import Person
from micronet.web import strip
from micronet.web.render import go, page

MOST, HOUR = 10, 3600
"""Reports of one member in an hour."""


@blueprint.route(f"{AT}/report", methods=["GET", "POST"])
@late
@repeatable
def report(circle_id: str, member_id: str) -> Response:
    """Ask the hosts to look at what someone said (`?moment=`, `?reply=` or `?letter=` names it) or did."""
    member = come_in(circle_id, "report.make")
    who, what = _about(member, member_id)
    form = ReportForm()
    form.asks_for_words = what.sort in ("person", "letter")
    hosts = reporting.readers(member, who)
    if request.method == "POST" and hosts and form.is_good() and _spend(circle_id, form):
        return _send(circle_id, member_id, form)
    status = 200 if request.method != "POST" else 429 if form.wait else 422
    more = {"who": who, "face": face(who), "what": what, "form": form, "is_host": member.role in HOSTS}
    more |= {"hosts": [face(one) for one in hosts], "keeper": "" if hosts else _keeper(circle_id)}
    told = page("members/report.html", "form" if hosts else None, status, **dressed(member, **more))
    if form.wait:
        told.headers["Retry-After"] = str(form.wait)
    return told


def _about(member: Membership, member_id: str) -> tuple[Membership, Subject]:
    """Whom and what it is about: someone else who is inside, or something that somebody left here."""
    who, what = find(Membership, member.circle_id, member_id, to=me()), Subject()
    for sort in THINGS:
        if (named := request.values.get(sort)) is not None:
            what = reporting.subject(member.circle_id, sort, read_id(named) or "", to=me(), about=who)
    if who.id == member.id or not (is_inside(who) or what.id):
        raise NotFound
    return who, what


def _keeper(circle_id: str) -> str:
    """Whom else to ask where no host would read it: whoever keeps the machine, unless that is one of the two."""
    host = host_of(circle_id)
    return "" if host is None or person_of(host).keeper or me().keeper else keeper_name() or ""


def _spend(circle_id: str, form: ReportForm) -> bool:
    """Count one more; False, with a word in the form, when it is too many."""
    try:
        limits.spend("report", f"{circle_id}/{me().id}", most=MOST, seconds=HOUR)
    except TooMany as problem:
        form.wait = problem.retry_after
        form.blame(Invalid(_("That was a lot in one hour. It’s still here: send it a little later."), "words"))
        return False
    return True


def _send(circle_id: str, member_id: str, form: ReportForm) -> Response:
    begin_write()
    member = come_in(circle_id, "report.make")
    who, what = _about(member, member_id)
    reporting.report(member, who, what, id=form.made_id, words=form.words.data)
    commit()
    strip.say(_("The hosts can read it now."))
    return go("members.quiet" if is_inside(who) else "board.show", **_place(who))


def _place(who: Membership) -> dict[str, str]:
    return {"circle_id": who.circle_id} | ({"member_id": who.id} if is_inside(who) else {})


@dataclass(frozen=True)
class Asked:
    """One report as the hosts read it. `said` is what it is about, empty where there is nothing to show."""

    made: Report
    by: Face
    about: Face
    on: str
    said: str
    at: str
    """Where that stands, if it can be looked at."""
    settled: str
    settled_by: str


@blueprint.get("/circles/<id:circle_id>/reports")
def reports(circle_id: str) -> Response:
    """What members asked the hosts to look at: open ones first, then what was settled lately."""
    member = come_in(circle_id, "report.settle")
    waiting, settled = reporting.for_host(member, me())
    said, known = reporting.words_of([*waiting, *settled], me()), ever_inside(circle_id)
    shown = [[_asked(one, known, said, me()) for one in some] for some in (waiting, settled)]
    return page("members/reports.html", **dressed(member, waiting=shown[0], settled=shown[1]))


def _asked(made: Report, known: dict[str, Membership], said: dict[str, str], reader: Person) -> Asked:
    by = known.get(made.settled_by_id or "")
    text = said.get(made.subject_id or "", "")
    there = text and made.sort == "moment"
    return Asked(
        made=made,
        by=face(known[made.by_id]),
        about=face(known[made.about_id]),
        on=wording.long_day(made.created_at, reader),
        said=text,
        at=url_for("moments.show", circle_id=made.circle_id, moment_id=made.subject_id) if there else "",
        settled=wording.long_day(made.settled_at, reader) if made.settled_at else "",
        settled_by=by.nickname if by else "",
    )


@blueprint.post("/circles/<id:circle_id>/reports/<id:report_id>/settle")
def settle(circle_id: str, report_id: str) -> Response:
    """It is dealt with."""
    member = come_in(circle_id, "report.settle")
    reporting.settle(find(Report, circle_id, report_id, to=me()), member)
    commit()
    strip.say(_("Settled."), url_for(".reopen", circle_id=circle_id, report_id=report_id), 10)
    return go("members.reports", circle_id=circle_id)


@blueprint.post("/circles/<id:circle_id>/reports/<id:report_id>/reopen")
def reopen(circle_id: str, report_id: str) -> Response:
    """It is not, after all."""
    member = come_in(circle_id, "report.settle")
    reporting.reopen(find(Report, circle_id, report_id, to=me()), member)
    commit()
    strip.say(_("It’s open again."))
    return go("members.reports", circle_id=circle_id)
