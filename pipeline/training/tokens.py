"""The tokenizer that goes with the model: spaCy's English one, cut where our names end.

Names are annotated to the character ("U.S.-China", "on SpaceX."), so a token must never hold more than a name.
"""

from collections.abc import Callable
from typing import cast

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_suffix_regex, registry

INFIXES = (
    r"(?<=\.[A-Z]\.)[-–—](?=\w)",  # U.S.-China
    r"(?<=[^\W\d_])[–—](?=\w)",  # Renault—36%
    r"(?<=\d)[–—-](?=[^\W\d_]{2})",  # F-35-based
)
SUFFIXES = (
    r"(?<=[^\W\d_][A-Z])\.(?![A-Z])",  # SpaceX.
    r"(?<=\d[A-Z])\.",  # T10F.
)


@registry.callbacks("unspun.tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer_callback() -> Callable[[Language], Language]:
    """Return what sets the tokenizer's rules before training; they are saved with the model."""

    def adapt(nlp: Language) -> Language:
        defaults = nlp.Defaults
        tokenizer = cast(Tokenizer, nlp.tokenizer)
        tokenizer.infix_finditer = compile_infix_regex([*(defaults.infixes or ()), *INFIXES]).finditer
        tokenizer.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), *SUFFIXES]).search
        return nlp

    return adapt
