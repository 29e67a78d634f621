"""R24: where a picture was taken leaves the house by no way: no size, no film, no page, no row, no log, no file name.

Everything is planted in every slot of every format. The same reader is first shown what was sent: what it cannot see
there it could not see afterwards either, and then the trial has not held.
"""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from micronet.base.ids import new_id
from tests import database
from tests.base import planted
from tests.media.sending import announce, piece, row, share, work
from tests.world import World
from torture import stage
from torture.hostile import box
from torture.trial import Outcome, Trial

NAME = f"{planted.CANARY.decode()}.jpg"
KINDS = *planted.FORMS, "film"
ASKED = 4
"""Pictures in one moment."""


def run(size: int, folder: Path) -> Outcome:
    """`size` pictures and films, form after form, by fours in a moment."""
    outcome = Outcome({"sent": 0, "files": 0, "pages": 0})
    with stage.world(folder, MICRONET_PREVIEWS="0") as cast, stage.overhearing() as ear:
        ada, ben = cast.as_(cast.ada), cast.as_(cast.ben)
        kinds = list(islice(cycle(KINDS), size))
        for some in (kinds[at : at + ASKED] for at in range(0, size, ASKED)):
            ids = [_send(ben, cast, kind, folder, outcome) for kind in some]
            work()
            moment = share(cast, *ids)
            _look(ada, cast, moment.id, ids, folder, outcome)
        outcome.broken += _left(cast, folder)
        outcome.broken += ["the log knows it"] * any(_knows(line.encode()) for line in ear.lines)
    return outcome


def _send(ben: FlaskClient, cast: World, kind: str, folder: Path, outcome: Outcome) -> str:
    """One file full of places, as a page sends it; the reader sees them in it."""
    data = film() if kind == "film" else planted.photo(kind, (600, 400))
    sent = folder / "sent"
    sent.write_bytes(data)
    if not _traces(sent, kind):
        outcome.broken.append(f"the control was not noticed: nothing is seen in the {kind} that was sent")
    what = "video" if kind == "film" else "photo"
    told = announce(ben, cast, id=new_id(), what=what, size=len(data), name=NAME).json
    piece(ben, cast, told["id"], data, 0)
    outcome.counted["sent"] += 1
    return str(told["id"])


def film() -> bytes:
    """A film whose phone wrote where it was, as Apple's and Android's do."""
    apple = box(b"meta", bytes(4) + planted.CANARY)
    place = box(b"\xa9xyz", b"\0\x17\x15\xc7+51.5085-000.1257/") + box(b"note", planted.CANARY)
    moov = box(b"mvhd", bytes(100)) + box(b"udta", place) + apple
    return box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"moov", moov) + box(b"mdat", bytes(range(256)) * 20)


def _traces(path: Path, kind: str) -> list[str]:
    if kind == "film":
        return ["bytes"] * _knows(path.read_bytes())
    return planted.found_in(path)


def _knows(data: bytes) -> bool:
    return any(one in data for one in (planted.CANARY, b"kitchen", b"51.50", b"Kettle Cam"))


def _look(ada: FlaskClient, cast: World, moment_id: str, ids: list[str], folder: Path, outcome: Outcome) -> None:
    """Everything that another member can be served of a moment."""
    for id in ids:
        known: Any = row(id)
        variants = ["whole"] if known.what == "video" else [480, 600]
        for variant in variants:
            answer = ada.get(cast.path(f"/attachments/{id}/{variant}"))
            if answer.status_code != 200:
                outcome.broken.append(f"{known.what} {variant} answered {answer.status_code}")
                continue
            got = folder / "got"
            got.write_bytes(answer.data)
            outcome.counted["files"] += 1
            outcome.broken += [f"{known.what}: {one}" for one in _traces(got, "film" if variant == "whole" else "")]
            outcome.broken += ["a header knows it"] * _knows(str(answer.headers).encode())
        if ada.get(cast.path(f"/attachments/{id}/original")).status_code != 404:
            outcome.broken.append("the original was served")
    for rest in ("", f"/moments/{moment_id}", f"/moments/{moment_id}/photos/1", "/albums", "/files"):
        answer = ada.get(cast.path(rest))
        outcome.counted["pages"] += answer.status_code == 200
        outcome.broken += [f"{rest} knows it"] * _knows(answer.data)


def _left(cast: World, folder: Path) -> list[str]:
    """What of it lies on the disk or in the database."""
    settings = cast.app.config["SETTINGS"]
    lying = [path for path in (folder / "instance").rglob("*") if path.is_file() and _knows(path.read_bytes())]
    rows = ["a row knows it"] * (database.POSTGRES and _knows(database.dump(settings).encode()))
    return [f"{path.relative_to(folder)} knows it" for path in lying] + rows


TRIAL = Trial("R24", "Where a picture was taken leaves by no way", run, small=28, full=700, unit="pictures")
