"""The rooms of the house: the only file that knows them all."""

from __future__ import annotations

from micronet.board import ROOM as BOARD
from micronet.home import ROOM as HOME
from micronet.members import ROOM as MEMBERS
from micronet.moments import ROOM as MOMENTS
from micronet.people.room import ROOM as PEOPLE
from micronet.welcome import INVITED
from micronet.welcome import ROOM as WELCOME

ROOMS = (WELCOME, INVITED, PEOPLE, MEMBERS, BOARD, MOMENTS, HOME)
