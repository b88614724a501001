"""Load a spaCy model from its folder or by its installed name; the house's own components are added by `extract`."""

from pathlib import Path

from spacy import util
from spacy.language import Language

from pipeline import errors


def load(source: Path | str) -> Language:
    """Return the spaCy pipeline saved in the folder `source`, or installed under that name.

    Raises `UsageError` (`unusable-model`) where there is none of that name, the folder holds no spaCy
    pipeline, or one that this version of spaCy cannot read.
    """
    if isinstance(source, str) and not util.is_package(source):
        raise errors.unusable_model(source, "there is neither such a folder nor an installed spaCy pipeline of that name")
    if isinstance(source, Path) and not (source / "config.cfg").is_file():
        raise errors.unusable_model(str(source), "the folder has no config.cfg")
    try:
        return util.load_model(source) if isinstance(source, str) else util.load_model_from_path(source)
    except (OSError, ValueError, KeyError, ImportError) as fault:
        reason = str(fault).strip().splitlines()
        raise errors.unusable_model(str(source), reason[0] if reason else type(fault).__name__) from fault
