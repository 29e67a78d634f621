"""The form that writes on a picture."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from micronet.base.ids import new_id, read_id
from micronet.shelf.captions import CAPTION_LENGTH, Words
from micronet.web.forms import Cleaned, Form


class CaptionForm(Form):
    """Words above and below. It brings the id that the moment will have, so that sending twice makes it once."""

    wait = 0
    """Seconds after which to try again, when it was sent too often."""
    fresh = HiddenField()
    top = StringField(_l("Words above"), [Cleaned(CAPTION_LENGTH)])
    bottom = StringField(_l("Words below"), [Cleaned(CAPTION_LENGTH)])

    @property
    def made_id(self) -> str:
        """The id the page brought, or another for a page that brought none."""
        return read_id(self.fresh.data) or new_id()

    @property
    def words(self) -> Words:
        """What was typed, once it is good."""
        return Words(self.top.data or "", self.bottom.data or "")
