"""unspun: from raw, often machine-reworded articles to facts that a person can check.

`pipeline.read(text)` reads one text, a `pipeline.Reader` many; both give a typed `Record`. See docs/python.md.

>>> import pipeline
>>> record = pipeline.read("Kelvarra will spend €4 billion on a plant, it said on Friday.", published="2023-12-23", model="small")
>>> [(figure.value, figure.currency) for figure in record.figures], [date.value for date in record.dates]
([(Decimal('4000000000'), 'EUR')], ['2023-12-22'])
"""

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspect import Signature

    from pipeline import errors as errors
    from pipeline.api import Reader as Reader
    from pipeline.api import read as read
    from pipeline.record.article_record import Record as Record

__all__ = ["Reader", "Record", "errors", "read"]

_HOMES = {"Reader": "pipeline.api", "Record": "pipeline.record.article_record", "errors": "pipeline.errors"}

# NumPy's matrices are small here: more threads than one burn two to three times the processor time for no gain in wall time, and
# workers would fight for the cores. It is read when NumPy is first imported; whoever sets it otherwise is heeded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class _ReadRoom(ModuleType):
    """The room `pipeline.read` as a module that can be called.

    The room and the function have one name, and whenever a module of the room is imported, Python binds `pipeline.read` to the room: a
    function of that name would be gone in programs that import one, and a function in its place would break `import pipeline.read.articles as
    articles`. So it is always the room, and calling it hands over to `pipeline.api`. Type checkers see the function alone (above), whose
    name wins over a subpackage's; `from pipeline.read.articles import ...` is resolved by its full name.
    """

    def __call__(self, *arguments: object, **options: object) -> object:
        return import_module("pipeline.api").read(*arguments, **options)

    @property
    def __signature__(self) -> "Signature":
        """What `help` of editors shows for the call."""
        from inspect import signature  # noqa: PLC0415 - `import pipeline` stays cheap

        return signature(import_module("pipeline.api").read)


# This file runs before any module of the package: whatever is imported in whatever order, the room can be called. The room's own file
# may not do it: rooms know nothing of what is above them.
import_module("pipeline.read").__class__ = _ReadRoom


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    home = import_module(_HOMES[name])
    found = home if name == "errors" else getattr(home, name)
    setattr(sys.modules[__name__], name, found)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
