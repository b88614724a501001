"""Load a spaCy model from its folder; the house's own components are added by `extract`."""

from pathlib import Path

from spacy import util
from spacy.language import Language

from pipeline import errors


def load(path: Path) -> Language:
    """Return the spaCy pipeline saved in the folder `path`.

    Raises `UsageError` (`unusable-model`) where the folder is missing, is no spaCy pipeline, or holds
    one that this version of spaCy cannot read.
    """
    if not (path / "config.cfg").is_file():
        raise errors.unusable_model(str(path), "the folder has no config.cfg")
    try:
        return util.load_model_from_path(path)
    except (OSError, ValueError, KeyError) as fault:
        reason = str(fault).strip().splitlines()
        raise errors.unusable_model(str(path), reason[0] if reason else type(fault).__name__) from fault
