"""The rooms of the house: the only file that knows them all."""

from __future__ import annotations

from micronet.board import ROOM as BOARD
from micronet.home import ROOM as HOME
from micronet.letters import ROOM as LETTERS
from micronet.media import ROOM as MEDIA
from micronet.members import ROOM as MEMBERS
from micronet.memories import ROOM as MEMORIES
from micronet.moments import ROOM as MOMENTS
from micronet.people.room import ROOM as PEOPLE
from micronet.shelf import ROOM as SHELF
from micronet.welcome import INVITED
from micronet.welcome import ROOM as WELCOME

ROOMS = (WELCOME, INVITED, PEOPLE, MEMBERS, BOARD, MEDIA, MOMENTS, LETTERS, SHELF, MEMORIES, HOME)
