"""My letters in a circle, and one thread of them."""

from __future__ import annotations

from flask import Response, make_response, request

from micronet.base import clock
from micronet.circles.faces import face
from micronet.circles.inside import ever_inside
from micronet.letters import queries
from micronet.letters.shown import come_in, dressed, find_thread, names, reachable, reader, thread_context
from micronet.letters.views import blueprint
from micronet.letters.words import came, first_words
from micronet.people.guards import me
from micronet.web.render import is_partial, page

ROOM = "/circles/<id:circle_id>/letters"
AT = f"{ROOM}/<id:thread_id>"


@blueprint.get(ROOM)
def mine(circle_id: str) -> Response:
    """My threads here, the newest first."""
    member = come_in(circle_id)
    people, looking, now = ever_inside(circle_id), reader(), clock.now()
    threads = [
        {
            "line": one,
            "others": [face(people[who]) for who in sorted(one.others, key=lambda who: people[who].nickname)],
            "names": names(sorted(people[who].nickname for who in one.others)),
            "words": first_words(one.text),
            "by_me": one.author_id == member.id,
            "when": came(one.at, now, looking),
        }
        for one in queries.lines(member, me())
    ]
    return page("letters/mine.html", **dressed(member, people, threads=threads, alone=not reachable(member, people)))


@blueprint.get(AT)
def thread(circle_id: str, thread_id: str) -> Response:
    """One thread. To an open page that shows all there is, and says so by `since`, nothing is sent (204)."""
    member, found = find_thread(circle_id, thread_id)
    context = thread_context(member, found)
    if is_partial() and request.args.get("since") == context["mark"]:
        return make_response("", 204)
    if context["unseen"] and context["newest"]:
        queries.look(member, found)
    return page("letters/thread.html", "letters", **context)
