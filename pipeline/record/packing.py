"""What components leave on a Doc, as bytes: `Doc.to_bytes`, `DocBin` and `nlp.pipe(n_process=2)` pack it with srsly's msgpack.

Found by srsly through the entry points `srsly_msgpack_encoders` and `srsly_msgpack_decoders`.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from pipeline.record.candidates import EntityCandidate, FigureCandidate, Findings, RefusedCandidate
from pipeline.record.expressions import DateCandidate
from pipeline.record.prose import ProposedEdit, Spin

Chain = Callable[[Any], Any] | None
_KINDS: Final[dict[str, type[msgspec.Struct]]] = {
    kind.__name__: kind for kind in (EntityCandidate, FigureCandidate, DateCandidate, RefusedCandidate, ProposedEdit, Spin, Findings)
}
_NAME, _CONTENT = "unspun", "json"


def encode(found: Any, chain: Chain = None) -> Any:  # noqa: ANN401 - srsly hands over whatever it cannot pack
    """Return a finding as a table that msgpack can pack, anything else as the next encoder has it.

    >>> packed = encode(Spin(score=0.5, verdict="light", why=("“12 months”",)))
    >>> decode(packed)
    Spin(score=0.5, verdict='light', why=('“12 months”',))
    >>> decode({"unspun": "else"})
    {'unspun': 'else'}
    """
    if isinstance(found, msgspec.Struct) and type(found).__name__ in _KINDS:
        return {_NAME: type(found).__name__, _CONTENT: msgspec.json.encode(found)}
    return found if chain is None else chain(found)


def decode(table: Any, chain: Chain = None) -> Any:  # noqa: ANN401 - as above
    """Return the finding that a table holds, any other table as the next decoder has it."""
    if isinstance(table, dict) and table.keys() == {_NAME, _CONTENT} and table[_NAME] in _KINDS:
        return msgspec.json.decode(table[_CONTENT], type=_KINDS[table[_NAME]])
    return table if chain is None else chain(table)
