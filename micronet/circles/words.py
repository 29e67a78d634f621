"""Four words to read aloud over the telephone: drawn, read back however they were typed, and hashed.

The list is the English one of BIP-39 (https://github.com/bitcoin/bips/blob/master/bip-0039/english.txt):
2,048 plain words, no two of which share their first four letters. Four of them hold 44 bits, so they are
kept by a keyed hash, live for a week and may be tried only so often.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache

from flask_babel import gettext as _

from micronet.base.errors import Invalid
from micronet.base.secrets import keyed
from micronet.base.text import cut

MANY = 4
ENOUGH = 4
"""So many letters tell a word from every other."""
MOST_TYPED = 200
"""Characters of what is typed that are looked at."""


@cache
def _by_beginning() -> dict[str, str]:
    """Each word of the list by its first letters."""
    from mnemonic import Mnemonic

    return {word[:ENOUGH]: word for word in Mnemonic("english").wordlist}


UNKIND = frozenset(
    """abandon abuse accident afraid alarm alcohol alone anger angry anxiety argue arrest attack awful awkward betray
    blame bleak bomb bullet burden burst cancel casino chronic clinic crash crime critic cruel cry damage danger
    debris decline defy demise deny depart destroy dirt disease dismiss divorce drama enemy error evil false
    fatal fatigue fault fever fire foil fragile ghost gun harsh hazard horror hospital hurt illegal injury
    insane jealous junk kick lawsuit loan lonely mad mistake nasty odor panic penalty pill poverty prison
    problem punch quit rebel reject remove riot risk rough rude sad scare shock sick skull slam soldier struggle
    suffer surge target tornado tragic trap trash ugly unhappy vicious virus weapon worry wreck wrong""".split()  # noqa: SIM905 - a list of a hundred quotation marks reads worse
)
"""Not for a card to someone one loves. They are read all the same; leaving them out costs less than half a bit."""


def draw() -> tuple[str, ...]:
    """Four fresh words."""
    known = tuple(word for word in _by_beginning().values() if word not in UNKIND)
    return tuple(secrets.choice(known) for _word in range(MANY))


def read(typed: str) -> tuple[str, ...]:
    """The four words that were typed, whatever the capitals, accents and signs between them.

    The first four letters of a word suffice. Raises Invalid for a word not on the list, or more or fewer than four.
    """
    plain = unicodedata.normalize("NFKD", typed[:MOST_TYPED]).casefold()
    said = re.findall(r"[^\W\d_]+", "".join(char for char in plain if not unicodedata.combining(char)))
    known = _by_beginning()
    strange = next((word for word in said if word[:ENOUGH] not in known), None)
    if strange:
        wrong = _("“%(word)s” isn’t a word we put on a card. Look once more, letter by letter.", word=cut(strange, 30))
        raise Invalid(wrong, "words")
    if len(said) != MANY:
        raise Invalid(_("A card has four words. Type all four, with a space between them."), "words")
    return tuple(known[word[:ENOUGH]] for word in said)


def sealed(words: tuple[str, ...], pepper: str) -> str:
    """What is kept of the words: a hash that only this house can make."""
    return keyed("invite " + " ".join(words), pepper)
