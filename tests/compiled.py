"""Templates compiled once for all houses of a test run: each test builds a house, and none changes a template."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from micronet.web.moulds import Moulds


class Compiled(BytecodeCache):
    """What was compiled, by language and by the template's place and words."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[str, str, str]:
    tongue = bucket.environment.tongue() if isinstance(bucket.environment, Moulds) else ""
    return tongue, bucket.key, bucket.checksum
