"""Letters: what people write to each other, and the pages that tell of it to those who write and to nobody else."""

from __future__ import annotations

from micronet.base.ids import new_id
from torture.canary_acts import Acts, back, gone
from torture.canary_model import LOOKS, Post, Said


class Letters(Acts):
    """Writing, saying it in other words, taking back."""

    def letter(self) -> bool:
        """To one or two of those who are here; to the same ones again it is the same thread."""
        who = self.actor()
        others = (
            [one for one in who[0].circle.inside(self.model.now) if one is not who[0] and one.role in LOOKS]
            if who
            else []
        )
        if who is None or not others:
            return False
        (me, browser), circle = who, who[0].circle
        to = self.rng.sample(others, min(len(others), self.rng.choice((1, 1, 2))))
        letter = Said(new_id(), me, self.canary("Letter"), self.model.now)
        form = {"fresh": letter.id, "words": letter.text, "to": [one.id for one in to]}
        made = self.do(browser, circle, "/letters", lambda: self.model.note(letter.id), **form)
        if made is None:
            return False
        id = made.headers["location"].rsplit("/", 1)[-1].partition("#")[0]
        post = next((one for one in circle.post if one.members == {me, *to} and not one.lost()), None)
        if post is None or post.id != id:
            if post is not None and post.there():
                self.broken.append(f"a letter of {me.person.name} is not in the thread of the same members")
            post = Post(id, {me, *to})
            circle.post.append(post)
            self.model.note(id)
        post.letters.append(letter)
        self.changed()
        return True

    def mend_letter(self) -> bool:
        """Its writer says it in other words, or takes it back; perhaps they think better of it."""
        there = [
            (post, one) for circle in self.model.circles for post in circle.post for one in post.letters if one.there()
        ]
        if not there:
            return False
        post, letter = self.rng.choice(there[-12:])
        browser = self.browser_of(letter.by) if letter.by.inside(self.model.now) else None
        if browser is None or letter.by.role not in LOOKS:
            return False
        at = f"/letters/{post.id}/{letter.id}"
        if self.rng.random() < 0.5:
            text = self.canary("Mended")
            return bool(
                self.do(browser, letter.circle, f"{at}/edit", lambda: setattr(letter, "text", text), words=text)
            )
        if not self.do(browser, letter.circle, f"{at}/remove", lambda: gone(letter, letter.by, self.model.now)):
            return False
        self.look_around(15)
        if self.rng.random() < 0.5:
            self.tick(5)
            return bool(self.do(browser, letter.circle, f"{at}/restore", lambda: back(letter)))
        return True
