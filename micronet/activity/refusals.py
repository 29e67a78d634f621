"""What is said of a file that cannot be used, for each word in `Attachment.problem`."""

from __future__ import annotations

from flask_babel import gettext as _


def sentence(problem: str) -> str:
    """The whole sentence, saying what to do; empty for no problem."""
    if not problem:
        return ""
    known = {
        "empty": _("That file is empty. Choose another."),
        "too_big": _("That is too big to send. Choose something smaller."),
        "too_many_pixels": _("That picture is larger than we can open. Send a smaller copy of it."),
        "not_a_picture": _("We can’t make that out as a picture. Choose a photograph, such as one from your phone."),
        "not_a_video": _("We can’t make that out as a video. Choose one taken with your phone."),
        "not_a_voice": _("We can’t make that out as a recording. Record it here, or choose another."),
        "too_long": _("A voice note may last three minutes. Say the rest in a second one."),
    }
    return known.get(problem, _("That file is broken. Try sending it once more, or choose another."))
