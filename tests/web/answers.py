"""The table of answers: every address and method, as every kind of person, in every state of what it is about.

A new address belongs into one of the three tables below. Statuses stand in the order of the people in `scene.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.web.scene import ACTORS, INSIDE

LOOKS, SOME, HOSTS, HOST = "403 404 404 404 404", "403 403 404 404 404", "403 403 403 404 404", "403 403 403 403 404"
"""What those inside are told of a thing that is not there, by who may do it: a role that may not is told that first."""


@dataclass(frozen=True)
class Inside:
    """Answers within a circle, to guest, supported, member, co-host and host. Those outside find nothing.

    `absent` is for a thing that is not there, `gone` where one that was there is told apart from one that never was.
    `alone` is what the only one of a circle is told, if not what hosts are told.
    """

    there: str
    absent: str = ""
    gone: str = ""
    alone: int = 0

    def cell(self, state: str, actor: str, named: bool) -> int:
        if actor in ("nobody", "enrolling") or state == "unproved":
            return 303
        if actor == "other" and state == "mixed" and not named:
            return self.alone or int(self.there.split()[-1])
        if actor not in INSIDE or state in ("mixed", "closed") or (state == "garbage" and not self.absent):
            return 404
        rows = {"there": self.there, "gone": self.gone or self.absent}
        return int(rows.get(state, self.absent).split()[INSIDE.index(actor)])


@dataclass(frozen=True)
class Own:
    """Answers about oneself, to whoever is in; `enrolling` to a device that may only make a key."""

    there: int
    absent: int = 404
    enrolling: int = 303

    def cell(self, state: str, actor: str, _named: bool) -> int:
        if actor == "nobody" or state == "unproved":
            return 303
        if actor == "enrolling":
            return self.enrolling
        return self.there if state == "there" else self.absent


@dataclass(frozen=True)
class Open:
    """Answers to anyone: one for all, or one for each. `gone` is for who holds no card."""

    there: str
    gone: str = ""
    absent: int = 404

    def cell(self, state: str, actor: str, _named: bool) -> int:
        row = (self.there if state == "there" else self.gone if state == "gone" else str(self.absent)).split()
        return int(row[ACTORS.index(actor)] if len(row) > 1 else row[0])


ALL_200, ALL_303 = Inside("200 200 200 200 200"), Inside("303 303 303 303 303")
LOOK, TALK = Inside("403 200 200 200 200"), Inside("403 303 303 303 303", LOOKS)
SETTLING = Inside("403 403 403 303 303", HOSTS, "403 403 403 303 303")
BENS = Inside("403 403 303 403 403", LOOKS)
COMING = Inside("403 404 404 404 404", LOOKS)
"""What is shared already is not on its way any more, not even for its author."""
BENS_LETTER, BENS_POST = Inside("403 404 200 404 404", LOOKS), Inside("403 404 303 404 404", LOOKS)
SIGNED_IN = "303 303 303 303 303 303 303 303 303"

WITHIN: dict[str, Inside] = {
    "GET activity.pulse": ALL_200,
    "GET activity.stream": ALL_200,
    "GET board.person": Inside("403 200 200 200 200", LOOKS, "403 303 303 303 303"),
    "GET board.show": LOOK,
    "GET board.status": LOOK,
    "GET invited.reading": ALL_200,
    "GET media.cupboard": Inside("403 403 403 200 200"),
    "GET media.files": LOOK,
    "GET media.serve": Inside("403 200 200 200 200", LOOKS),
    "GET media.state": Inside("403 200 200 200 200", LOOKS),
    "GET letters.edit": BENS_LETTER,
    "GET letters.mine": LOOK,
    "GET letters.new": LOOK,
    "GET letters.thread": BENS_LETTER,
    "GET members.about": LOOK,
    "GET members.card": Inside("403 403 200 200 200", SOME, "403 403 303 303 303"),
    "GET members.circle_picture": Inside("403 403 403 200 200"),
    "GET members.hand_over": Inside("403 403 403 403 200", HOST),
    "GET members.invite": Inside("403 403 200 200 200"),
    "GET members.leave": ALL_200,
    "GET members.log": Inside("403 403 403 200 200"),
    "GET members.picture": Inside("404 200 200 200 200", "404 404 404 404 404"),
    "GET members.place": Inside("403 303 303 200 200", LOOKS),
    "GET members.profile": ALL_200,
    "GET members.quiet": Inside("403 200 200 200 200", LOOKS),
    "GET members.remove": Inside("403 403 403 200 200", HOSTS),
    "GET members.report": Inside("403 200 200 200 200", LOOKS),
    "GET members.reports": Inside("403 403 403 200 200"),
    "GET members.setting": Inside("403 403 403 200 200", HOSTS),
    "GET moments.ask": LOOK,
    "GET memories.album": Inside("403 200 200 200 200", LOOKS),
    "GET memories.albums": LOOK,
    "GET memories.edit_album": Inside("403 403 200 200 200", LOOKS),
    "GET memories.month": LOOK,
    "GET memories.new_album": LOOK,
    "GET memories.photo": Inside("403 404 404 404 404", LOOKS),  # what is there is a voice note
    "GET memories.spared_list": LOOK,
    "GET moments.edit": Inside("403 403 200 403 403", LOOKS),
    "GET moments.edit_reply": Inside("403 403 200 403 403", LOOKS),
    "GET moments.month": LOOK,
    "GET moments.new": LOOK,
    "GET moments.photo": Inside("403 200 200 200 200", LOOKS),
    "GET moments.preview": Inside("403 200 200 200 200", LOOKS),
    "GET moments.show": Inside("403 200 200 200 200", LOOKS),
    "GET shelf.preview": Inside("403 200 200 200 200", LOOKS),
    "GET shelf.show": LOOK,
    "GET shelf.write": Inside("403 200 200 200 200", LOOKS),
    "POST board.hush": ALL_303,
    "POST board.status": Inside("403 303 303 303 303"),
    "POST board.wave": Inside("403 303 303 303 303", "404 404 404 404 404"),
    "POST invited.reading": ALL_303,
    "POST media.announce": Inside("403 200 200 200 200"),
    "POST media.cancel": COMING,
    "POST media.furnish": Inside("403 403 403 303 303"),
    "POST media.poster": COMING,
    "POST media.receive": COMING,
    "POST letters.answer": BENS_POST,
    "POST letters.create": Inside("403 303 303 303 303", alone=422),
    "POST letters.edit": BENS_POST,
    "POST letters.remove": BENS_POST,
    "POST letters.restore": BENS_POST,
    "POST members.again": Inside("403 403 303 303 303", SOME, "403 403 303 303 303"),
    "POST members.block": TALK,
    "POST members.circle_picture": Inside("403 403 403 303 303"),
    "POST members.code": Inside("403 403 403 200 200", HOSTS),
    "POST members.hand_over": Inside("403 403 403 403 303", HOST),
    "POST members.invite": Inside("403 403 303 303 303"),
    "POST members.leave": Inside("303 303 303 303 303", alone=422),
    "POST members.profile": ALL_303,
    "POST members.quiet": TALK,
    "POST members.remove": Inside("403 403 403 303 303", HOSTS),
    "POST members.remove_photo": ALL_303,
    "POST members.reopen": SETTLING,
    "POST members.report": TALK,
    "POST members.revoke": Inside("403 403 303 303 303", SOME, "403 403 303 303 303"),
    "POST members.role": Inside("403 403 403 403 303", HOST),
    "POST members.setting": Inside("403 403 403 303 303", HOSTS),
    "POST members.settle": SETTLING,
    "POST members.unblock": TALK,
    "POST members.unmute": TALK,
    "POST moments.ask": Inside("403 303 303 303 303"),
    "POST memories.add": Inside("403 422 422 422 422"),
    "POST memories.change": Inside("403 403 303 303 303", LOOKS),
    "POST memories.lift": Inside("403 404 303 404 404", LOOKS),
    "POST memories.make": Inside("403 303 303 303 303"),
    "POST memories.remove": Inside("403 403 303 303 303", LOOKS),
    "POST memories.restore": Inside("403 404 303 303 303", LOOKS, "403 404 404 404 404"),
    "POST memories.spare": Inside("403 404 404 404 404"),  # it is told of which moment by the form
    "POST memories.take_out": Inside("403 303 303 303 303", LOOKS),
    "POST moments.create": Inside("403 303 303 303 303"),
    "POST moments.edit": BENS,
    "POST moments.edit_reply": BENS,
    "POST moments.end_poll": Inside("403 403 303 303 303", LOOKS),
    "POST moments.open_up": BENS,
    "POST moments.pin": Inside("403 403 303 303 303", LOOKS),
    "POST moments.react": Inside("403 303 403 303 303", LOOKS),
    "POST moments.remove": Inside("403 403 303 303 303", LOOKS),
    "POST moments.remove_reply": Inside("403 403 303 303 303", LOOKS),
    "POST moments.reply": TALK,
    "POST moments.unpin": Inside("403 403 303 303 303", LOOKS),
    "POST moments.restore": Inside("403 404 303 404 404", LOOKS),
    "POST moments.restore_reply": Inside("403 404 404 404 404", LOOKS),
    "POST shelf.keep": TALK,
    "POST shelf.remove": Inside("403 403 303 303 303", LOOKS),
    "POST shelf.restore": Inside("403 404 303 303 303", LOOKS),
    "POST shelf.send": TALK,
    "POST moments.vote": TALK,
}
"""What has the address of a circle in its own. Ben, the member, said and invited what it is about."""

MINE: dict[str, Own] = {
    **dict.fromkeys(
        ("GET home.search", "GET members.new", "GET people.codes", "GET people.devices", "GET people.keys",
         "GET people.link",
         "GET people.new_device", "GET people.part_with_key", "GET people.prove", "GET people.settings",
         "GET people.whose", "POST people.make_codes", "POST people.offer_link", "POST people.prove_options"),
        Own(200),
    ),
    **dict.fromkeys(
        ("GET moments.share", "POST members.new", "POST people.codes_done", "POST people.read_note",
         "POST people.refuse_note", "POST people.rename_key", "POST people.save_name", "POST people.save_place",
         "POST people.save_quiet", "POST people.save_reading", "POST people.save_window", "POST people.say_whose",
         "POST people.sign_out_elsewhere", "POST people.sign_out_here", "POST people.sign_out_there",
         "POST people.take_back_key"),
        Own(303),
    ),
    "GET people.new_key": Own(200, enrolling=200),
    "POST invited.come_in": Own(303, absent=410),
    "POST people.add_key": Own(422, enrolling=422),
    "POST people.confirm_link": Own(410, absent=410),
    "POST people.key_options": Own(200, enrolling=200),
    "POST people.prove_with": Own(422),
    "POST people.refuse_link": Own(303, absent=303),
}  # fmt: skip
"""What is about whoever asks."""

ANYONES: dict[str, Open] = {
    "GET home.show": Open("303 303 303 200 200 200 303 303 303 303 303"),
    "GET invited.card": Open("200 303 200 200 200 200 303 303 303 303 303", "410"),
    "GET invited.key": Open("200 303 303 303 303 303 303 303 303 303 303", "410"),
    "GET invited.known": Open("303", "410"),
    "GET invited.not_me": Open("200", "410"),
    "GET invited.picture": Open("200", "410"),
    "GET invited.show": Open("200", "200"),
    "GET media.storage": Open("303 303 404 200 404 404 404 404 404 404 404"),
    "GET pwa.health": Open("503"),  # no jobs run here
    "GET pwa.manifest": Open("200"),
    "GET pwa.offline": Open("200"),
    "GET pwa.robots": Open("200"),
    "GET pwa.worker": Open("200"),
    "GET static": Open("200"),
    "GET welcome.link": Open(f"200 200 {SIGNED_IN}"),
    "GET welcome.recover": Open(f"200 200 {SIGNED_IN}"),
    "GET welcome.setup": Open("410"),
    "GET welcome.show": Open(f"200 303 {SIGNED_IN}"),
    "GET welcome.wait": Open("410"),
    "POST invited.bring": Open("410", "410"),
    "POST invited.forget": Open("303", "303"),
    "POST invited.key_options": Open("200", "410"),
    "POST invited.make_key": Open("422", "410"),
    "POST welcome.bring_link": Open("410"),
    "POST welcome.come_in": Open("410"),
    "POST welcome.enter": Open("422"),
    "POST welcome.keep_house": Open("422"),
    "POST welcome.knock": Open("422"),
    "POST welcome.options": Open("200"),
    "POST welcome.redeem": Open("422"),
    "POST welcome.setup_options": Open("410"),
}
"""What may be asked by who is not in, and what answers by how many circles one has or whether one keeps the house."""

ANSWERS: dict[str, Inside | Own | Open] = {**WITHIN, **MINE, **ANYONES}
