"""The files of a circle, some with names that are hard to set."""

from __future__ import annotations

from tests.media.sending import send, share
from tests.pages.crowd import Crowd
from tests.pages.table import PAGES, Ask

NAMES = ("School trip.pdf", "جدول الحصص.pdf", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2 + ".odt")


@PAGES.way("files")
def with_some(crowd: Crowd) -> Ask:
    files, ada = crowd.path("/files"), crowd.as_(crowd.ada)
    if NAMES[0] not in ada.get(files).text:
        ben = crowd.as_(crowd.ben)
        for number, name in enumerate(NAMES):
            id = send(ben, crowd, b"Dear parents, " * 10 ** (number + 2), "file", name=name)["id"]
            with crowd.app.app_context():
                share(crowd, id)
    return Ask(ada, files)
