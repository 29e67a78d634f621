"""Every check that can be taken out of the house, one by one: each must be missed by the walk or by a check."""

from __future__ import annotations

from torture.mutate import Mutant

M = Mutant
IN_FORCE = "Membership.left_at.is_(None) & in_time"
THERE = "moments.actions"

SCOPE = [
    M("scope", "circles.access", "rows.where(audience(to)) if audience else rows", "select(model)"),
    M("scope", "circles.access", "select(model).where(model.circle_id.in_(theirs))", "select(model)"),
    M("scope", "circles.access", "(Membership.person_id == person_id) & in_force()", "in_force()"),
    M("scope", "circles.access", "model.circle_id == circle_id, model.id == id", "model.id == id"),
    M("scope", "circles.access", "rows.where(Membership.circle_id == circle_id, belongs(person.id))",
      "rows.where(belongs(person.id)).limit(1)"),
    M("scope", "circles.access", "rows.where(Membership.circle_id == circle_id, belongs(person.id))",
      "rows.where(Membership.circle_id == circle_id).limit(1)"),
    M("scope", "circles.access", "rows.where(belongs(Asker().id))", "rows.where(in_force(), bindparam('asker') != '')"),
    M("scope", "activity.finding", 'visible(Moment, to=Asker()).where(Moment.circle_id == bindparam("circle"))',
      'visible(Moment, to=Asker()).where(bindparam("circle") != "")'),
    M("scope", "board.queries", '.where(Membership.circle_id == bindparam("circle"))',
      '.where(bindparam("circle") != "")'),
    M("scope", "circles.invites", "select(Invite).where(Invite.circle_id == circle_id, is_open())",
      "select(Invite).where(is_open(), Invite.by_id.is_not(None))"),
    M("scope", "circles.inside", "select(Membership).where(Membership.circle_id == circle_id, in_force())",
      "select(Membership).where(in_force())"),
    M("scope", "circles.inside", "rows = select(Membership).where(Membership.circle_id == circle_id)\n    return {",
      "rows = select(Membership)\n    return {"),
    M("scope", "circles.pictures", "faces = select(Membership.photo_id).where(Membership.circle_id == circle_id, "
      "in_force())", "faces = select(Picture.id)"),
    M("scope", "members.queries", "Activity.circle_id == member.circle_id,\n", "Activity.id.is_not(None),\n"),
    M("scope", "board.page", "        if member.circle_id == circle_id:\n", "        if True:\n"),
    M("scope", "moments.views.sharing", "if one.circle_id in ids)", "if True)"),
    M("scope", "board.views", "if one.circle_id in (form.circles.data or [circle_id])", "if True"),
    M("scope", "moments.views.replies", "if said.moment_id != moment.id:", "if False:"),
]  # fmt: skip
GONE = [
    M("gone", "circles.access", IN_FORCE, "in_time"),
    M("gone", "circles.access", IN_FORCE, "Membership.left_at.is_(None)"),
    M("gone", "circles.inside", "member.left_at is None and (", "(member.left_at or True) and ("),
    M("gone", "members.leaving", "    member.left_at = clock.now()\n", ""),
    M("gone", "members.leaving", "        photo = _take_along(member)", "        photo = None"),
    M("gone", "board.queries", "gone=row.left_at is not None or (row.ends_at is not None and row.ends_at <= now)",
      "gone=False"),
    M("gone", "board.queries", "Status.clears_at > bindparam(", "Status.clears_at != bindparam("),
    M("gone", "board.actions", "    _forget(member)\n    status = Status", "    status = Status"),
    M("gone", "activity.audience", "and_(moment.removed_at.is_(None), lasts, meant, heard)",
      "and_(lasts, meant, heard)"),
    M("gone", "activity.models", "there = cls.removed_at.is_(None) & on_a_visible_moment(cls, person)",
      "there = on_a_visible_moment(cls, person)"),
    M("gone", "activity.audience", 'and_(moment.seen_by == "some", named)', 'moment.seen_by == "some"'),
    M("gone", "activity.audience", "or_(moment.hidden_until <= present(person), ~named)", "moment.id.is_not(None)"),
    M("gone", THERE, "clock.now() - thing.removed_at <= GRACE and", "True and"),
    M("gone", "moments.talk", "clock.now() - said.removed_at > GRACE or", "False or"),
    M("gone", "members.place", "    if not is_inside(found):\n", "    if False:\n"),
    M("gone", "members.people", "if is_inside(one)]", "if one.id]"),
    M("gone", "circles.pictures", "db.session.execute(delete(Picture)", "db.session.execute(select(Picture)"),
]  # fmt: skip
ROLE = [
    M("role", grant=act)
    for act in ("circle.look", "circle.settings", "circle.hand_over", "member.role", "member.remove", "member.code",
                "log.look", "invite.make", "invite.revoke_any", "status.set", "wave.send", "moment.share",
                "moment.remove_any", "reply.write", "reaction.give")
] + [
    M("role", "circles.roles", "if member.id == other.id or other.role == HOST:\n        return False", "pass"),
    M("role", "circles.roles", "return member.role == HOST or other.role != CO_HOST", "return True"),
    M("role", "circles.roles", "    if not can(member, act):\n", "    if False:\n"),
    M("role", "circles.roles", "    if not outranks(member, other):\n", "    if False:\n"),
    M("role", "circles.models", '(Membership.role != "guest") | (Membership.photo_id == cls.id)',
      "Membership.id.is_not(None)"),
    M("role", "home.views", 'if can(one, "circle.look")', "if one"),
]  # fmt: skip
AUTHOR = [
    M("author", "moments.views.one", "if moment.author_id != member.id:", "if False:"),
    M("author", "moments.views.replies", "if said.author_id != member.id:", "if False:"),
    M("author", THERE, 'return author_id == by.id or can(by, "moment.remove_any")', "return True"),
    M("author", THERE, "return thing.author_id == by.id\n", "return True\n"),
    M("author", THERE, "and who_removed(thing) == by.id", "and who_removed(thing)"),
    M("author", "moments.talk", "if moment.author_id == by.id:", "if False:"),
    M("author", "moments.queries", "mine.where(Reaction.author_id == by.id)", "mine.limit(1)"),
    M("author", "activity.finding", 'or_(Reaction.author_id == bindparam("me"), own)',
      'or_(Reaction.author_id != bindparam("me"), Reaction.author_id.is_not(None), own)'),
    M("author", "board.queries", "if row.to_id == member.id)", "if True)"),
    M("author", "circles.invites", 'return can(member, "invite.revoke_any") or (', "return True or ("),
]  # fmt: skip
SESSION = [
    M("session", "people.sessions", "return now < device.ends_at and", "return"),
    M("session", "people.sessions", "and now < device.seen_at + idle", ""),
    M("session", "people.sessions", "SHARED_IDLE if device.shared else OWN_IDLE", "OWN_IDLE"),
    M("session", "people.sessions", "return abs(clock.now() - device.proved_at) < FRESH", "return True"),
    M("session", "people.sessions", "delete(Device).where(Device.id == device_id, Device.person_id == person.id)",
      "select(Device).where(Device.id == device_id, Device.person_id == person.id)"
      ".with_only_columns(Device.id).add_columns(Device.id)"),
    M("session", "people.sessions", "delete(Device).where(Device.id == device_id, Device.person_id == person.id)",
      "delete(Device).where(Device.id == device_id)"),
    M("session", "people.sessions", "delete(Device).where(Device.person_id == person.id, rest)",
      "delete(Device).where(Device.person_id == person.id, ~rest, Device.id.is_(None))"),
    M("session", "people.guards", "if g.device.only_enrols and", "if False and"),
    M("session", "people.guards", "if getattr(view, \"is_fresh\", False) and", "if False and"),
    M("session", "people.keyring", "Passkey.id == key_id, Passkey.person_id == person.id", "Passkey.id == key_id"),
    M("session", "people.door", "(DoorNote.id == note_id) & (DoorNote.person_id == person.id)",
      "DoorNote.id == note_id"),
    M("session", "people.links", "mine = (DeviceLink.id == link_id) & (DeviceLink.person_id == person.id)\n    link",
      "mine = DeviceLink.id == link_id\n    link"),
    M("session", "people.links", "DeviceLink.claimed_at.is_not(None) & DeviceLink.confirmed_at.is_(None)",
      "DeviceLink.id.is_not(None)"),
    M("session", "people.links", "where(DeviceLink.id == link_id, DeviceLink.person_id == person.id, _live())",
      "where(DeviceLink.id == link_id, _live())"),
    *(M("session", "members.place", view, mark="is_fresh") for view in ("remove", "hand_over", "code")),
    M("session", "members.leave", "leave", mark="is_fresh"),
]  # fmt: skip
DOOR = [
    M("door", "web.origin", "return site == \"same-origin\"", "return True"),
    M("door", "web.origin", "not in SAFE and not is_own(request)", "not in SAFE and False"),
    M("door", "circles.seats", "Invite.used_at.is_(None) &", ""),
    M("door", "circles.seats", "& Invite.revoked_at.is_(None)", ""),
    M("door", "circles.seats", "& (Invite.ends_at > clock.now())", ""),
    M("door", "circles.seats", "    if taken.left:\n", "    if True:\n"),
    M("door", "circles.invites", "if seats(circle).people >= circle.cap:", "if False:"),
    M("door", "circles.invites", "where(theirs, is_open())", "where(theirs, Invite.id.is_(None))"),
    M("door", "welcome.invited", "if not found or datetime.fromisoformat(found[2]) < clock.now():", "if not found:"),
    M("door", "welcome.setup", "    if is_kept():\n        raise Gone", "    if False:\n        raise Gone"),
    M("door", "welcome.setup", "    if not _holds_link():\n", "    if False:\n"),
    M("door", "base.limits", "if tries >= most:", "if False:"),
    M("door", "people.spoken", "& SpokenCode.used_at.is_(None)", ""),
    M("door", "people.spoken", "& (SpokenCode.ends_at > clock.now())", ""),
]  # fmt: skip
CACHE = [
    M("cache", "members.photos", "    return served(find(",
      "    from flask import request\n    if request.if_none_match:\n        return Response(status=304)\n"
      "    return served(find("),
    M("cache", "members.photos", "find(Picture, circle_id, picture_id, to=me())",
      "Picture(circle_id=circle_id, id=picture_id, media_type='image/webp')"),
    M("cache", "home.swift", "if kept is None or kept.true != true:", "if kept is None:"),
    M("cache", "home.swift", "key = (known.person_id, circle_id,", "key = ('', circle_id,"),
    M("cache", "home.swift", "key = (known.person_id, circle_id,", "key = (known.person_id, circle_id[:0],"),
    M("cache", "home.swift", "known is None or circle_id not in known.circles", "known is None"),
    M("cache", "circles.doorway", "if version != self._at or", "if self._at < 0 or"),
    M("cache", "circles.doorway", "and m.left_at is null and (", "and ("),
    M("cache", "circles.doorway", "if not found or found[0][3]:", "if not found:"),
    M("cache", "activity.views", "request.if_none_match.contains(str(now))", "request.if_none_match"),
]  # fmt: skip
WALL = [
    M("wall", "base.walls_sqlite", "person_id = {person} ", "{person} is not null ", constant="INSIDE"),
    M("wall", "base.walls_sqlite", "left_at is null and", "", constant="INSIDE"),
    M("wall", "base.walls_sqlite", "where {inside}", "where {inside} or 1", constant="VIEW"),
    M("wall", "base.walls_sqlite", "micronet_open()", "1", constant="INSIDE"),
]
"""Of the second wall, as SQLite has it; each with the first one down."""

FIRST_DOWN = M(
    "wall", "circles.access", "(Membership.person_id == person_id) & in_force()", "Membership.id.is_not(None)"
)
SECOND_DOWN = M("wall", "base.walls", 'found: Viewer = g.get("viewer", NOBODY) if has_app_context() else NOBODY\n',
                'found: Viewer = Viewer(reason="down")\n')  # fmt: skip
KINDS = [SCOPE, GONE, ROLE, AUTHOR, SESSION, DOOR, CACHE, WALL]


SQLITE = frozenset({"base.walls_sqlite", "home.swift", "circles.doorway"})
"""What a house in PostgreSQL has not."""


def drawn(many: int) -> list[Mutant]:
    """So many, evenly over the kinds: the first of each, then the second of each."""
    longest = max(len(kind) for kind in KINDS)
    every = [kind[turn] for turn in range(longest) for kind in KINDS if turn < len(kind)]
    return every[:many]
