"""The pages within a circle, and home."""

from __future__ import annotations

from datetime import timedelta

from micronet.base import clock
from tests.pages.crowd import Crowd
from tests.pages.table import PAGES, Ask

C = "/circles/{family}"
LONG = "x" * 5000
page = PAGES.page

page("home", "ada", "/")
page("home without a circle", "stranger", "/")
page("search", "ada", "/search")
page("search, something found", "ada", "/search?words=the")
page("search, one circle", "ada", "/search?words=the&circle={family}")
page("search, nothing found", "ada", "/search?words=zeppelin&kind=win&circle={family}")
page("search, too little", "ada", "/search?words=a")
page("search refused", "ada", "/search?words=the&kind=song", 422)
page("search without a circle", "stranger", "/search?words=the")

page("board", "ada", C)
page("board of a member", "ben", C)
page("board on the first day", "cleo", "/circles/{dawn}")
page("windows", "ada", C, target="windows")
page("moments", "ada", C, target="moments")
page("hello", "ada", C, target="hello")
page("person", "ada", C + "/members/{ben_here}")
page("my own person", "ada", C + "/members/{ada_here}")
page("status", "ada", C + "/status")
page("status too long", "ada", C + "/status", 422, text=LONG, emoji="no", clears="never")

page("composer", "ada", C + "/moments/new")
page("composer with people", "ada", C + "/moments", 422, words="", seen_by="all_but", until="2020-02-02", lasts="7")
page("composer refused", "ada", C + "/moments", 422, words="", kind="song", which="1")
page("ask everyone", "ada", C + "/polls/new")
page("ask everyone refused", "ada", C + "/polls/new", 422, words="", answers="One", many="all", names="no", ends="date")
page("poll", "ada", C + "/moments/{asked_all}")
page("poll of another, answered", "ben", C + "/moments/{asked_all}")
page("secret poll, ended", "ada", C + "/moments/{settled}")
page("answer to a poll refused", "ada", C + "/moments/{asked_all}/votes", 422, option="no")
page("which circle", "ada", "/share")
page("moment", "ada", C + "/moments/{mine}")
page("moment of another", "ada", C + "/moments/{old}")
page("moment with things", "ben", C + "/moments/{pictured}")
page("photo", "ada", C + "/moments/{pictured}/photos/2")
page("edit", "ada", C + "/moments/{mine}/edit")
page("edit refused", "ada", C + "/moments/{mine}/edit", 422, words=LONG)
page("reply refused", "ada", C + "/moments/{old}/replies", 422, words="")
page("edit a reply", "ada", C + "/moments/{talked}/replies/{my_reply}/edit")
page("edit of a reply refused", "ada", C + "/moments/{talked}/replies/{my_reply}/edit", 422, words="")

page("shelf", "ada", C + "/shelf")
page("writing on a picture", "ada", C + "/shelf/kettle?top=Mine")
page("writing on a picture refused", "ada", C + "/shelf/kettle", 422, top=LONG, bottom="Still here")
page("letters", "ada", C + "/letters")
page("letters, none yet", "ben", C + "/letters")
page("letters, nobody to write to", "cleo", "/circles/{dawn}/letters")
page("new letter", "ada", C + "/letters/new")
page("new letter to somebody", "ben", C + "/letters/new?to={ada_here}")
page("new letter, nobody to write to", "cleo", "/circles/{dawn}/letters/new")
page("new letter refused", "ada", C + "/letters", 422, words=LONG)
page("thread", "ada", C + "/letters/{post}")
page("thread of several", "ada", C + "/letters/{round}")
page("thread that nobody is left in", "wolf", C + "/letters/{closed}")
page("letters of a thread", "ada", C + "/letters/{post}", target="letters")
page("letter refused", "ada", C + "/letters/{post}", 422, words="")
page("edit a letter", "ada", C + "/letters/{post}/{my_letter}/edit")
page("edit of a letter refused", "ada", C + "/letters/{post}/{my_letter}/edit", 422, words="")

page("cupboard", "ada", C + "/storage")
page("cupboard refused", "ada", C + "/storage", 422, budget="7")
page("what fills the machine", "ada", "/house/storage")
page("files, none yet", "ben", C + "/files")

page("about", "ada", C + "/about")
page("about for a member", "ben", C + "/about")
page("about a purpose circle", "cleo", "/circles/{elsewhere}/about")
page("about, the people", "ada", C + "/about", target="people")
page("about, the door", "ada", C + "/about", target="door")
page("profile", "ada", C + "/me")
page("profile refused", "ada", C + "/me", 422, nickname="", town=LONG, paint="plaid")
page("circle picture", "ada", C + "/picture")
page("circle picture refused", "ada", C + "/picture", 422, nothing="")
page("log", "ada", C + "/log")
page("place", "ada", C + "/members/{ben_here}/place")
page("place refused", "ada", C + "/members/{ben_here}/role", 422, role="king")
page("hand over", "ada", C + "/members/{ben_here}/host")
page("remove", "ada", C + "/members/{ben_here}/removal")
page("a little quiet", "ada", C + "/members/{ben_here}/quiet")
page("a little quiet refused", "ada", C + "/members/{ben_here}/quiet", 422, days="2")
page("a little quiet that stands", "ada", C + "/members/{hushed_here}/quiet")
page("person who is muted and kept apart", "ada", C + "/members/{hushed_here}")
page("ask the hosts", "ben", C + "/members/{hushed_here}/report")
page("ask the hosts about a moment", "ada", C + "/members/{ben_here}/report?moment={talked}")
page("ask the hosts refused", "ben", C + "/members/{hushed_here}/report", 422, words="")
page("nobody to ask", "ada", "/circles/{elsewhere}/members/{cleo_there}/report")
page("asked of the hosts", "ada", C + "/reports")
page("asked of the hosts, nothing", "cleo", "/circles/{dawn}/reports")
page("spoken code", "ada", C + "/members/{ben_here}/code", nothing="")
page("leave", "ben", C + "/leave")
page("leave as the host", "ada", C + "/leave")
page("leave refused", "ada", C + "/leave", 422, words="burn")
page("close", "cleo", "/circles/{dawn}/leave")
page("close refused", "cleo", "/circles/{dawn}/leave", 422, nothing="")
page("new circle", "ada", "/circles/new")
page("new circle refused", "ada", "/circles/new", 422, name="", kind="mob", cap="many", paint="plaid")
for part in ("name", "paint", "rules", "seats"):
    page(f"circle {part}", "ada", f"{C}/settings/{part}")
page("circle question", "cleo", "/circles/{elsewhere}/settings/question")
page("circle name refused", "ada", C + "/settings/name", 422, name="")
page("circle seats refused", "ada", C + "/settings/seats", 422, cap="2")
page("invite", "ada", C + "/invites")
page("invite refused", "ada", C + "/invites", 422, for_name="", role="king")
page("card of yesterday", "ada", C + "/invites/{waiting}")

page("auf Deutsch, search", "wolf", "/search?words=the")
for where in (
    "",
    "/moments/new",
    "/polls/new",
    "/status",
    "/about",
    "/me",
    "/invites",
    "/leave",
    "/letters",
    "/letters/new",
):
    page(f"auf Deutsch, circle{where}".replace("/", " "), "wolf", C + where)


@PAGES.way("month")
def month(crowd: Crowd) -> Ask:
    """The month before the one of the oldest moment but one."""
    then = crowd.old.created_at
    return Ask(crowd.as_(crowd.ada), crowd.path(f"/{then.year}/{then.month}"))


@PAGES.way("empty month")
def empty_month(crowd: Crowd) -> Ask:
    """A month in which nobody said anything."""
    then = clock.now() - timedelta(days=35)
    return Ask(crowd.as_(crowd.ada), crowd.path(f"/{then.year}/{then.month}"))


@PAGES.way("invitation card")
def card(crowd: Crowd) -> Ask:
    """The card right after it was made, with its code and words."""
    client = crowd.as_(crowd.cleo)
    made = client.post(crowd.path("/invites", crowd.elsewhere), data={"for_name": "دادي", "role": "member"})
    return Ask(client, made.location)
