"""docs/python.md: its examples give what it says, its tables are those of the code."""

import doctest
import inspect
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import pipeline
from pipeline import errors

PATH = Path(__file__).parents[2] / "docs" / "python.md"
PAGE = PATH.read_text(encoding="utf-8")


def test_examples_give_what_the_page_says():
    failed, tried = doctest.testfile(str(PATH), module_relative=False, encoding="utf-8")
    assert tried > 15
    assert failed == 0


def test_arguments_are_those_of_the_code():
    said = {}
    for names, of in re.findall(r"^\| (`[a-z_`, ]+) \| (`(?:read|Reader).*?) \|", PAGE, re.MULTILINE):
        for name in re.findall(r"\w+", names):
            for function in re.findall(r"[\w.]+", of):
                said.setdefault(function, set()).add(name)
    functions = {"read": pipeline.read, "Reader": pipeline.Reader, "Reader.read": pipeline.Reader.read}
    assert said == {
        name: {one.name for one in inspect.signature(function).parameters.values() if one.kind is one.KEYWORD_ONLY}
        for name, function in functions.items()
    }


COMPONENTS = re.findall(r"^\| `(unspun_\w+)` \| (.*?) \|(.*)\|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("name", "sets", "config"), COMPONENTS)
def test_components_declare_what_the_page_says(name, sets, config):
    meta = Language.get_factory_meta(name) if Language.has_factory(name) else None
    if meta is None:
        spacy.blank("en").add_pipe(name)
        meta = Language.get_factory_meta(name)
    told = {re.sub(r"\[.*\]", "", one) for one in re.findall(r"`(.*?)`", sets)}
    assert told == {one for one in meta.assigns if one != "span._.unspun"}
    assert set(re.findall(r"\w+", config)) == meta.default_config.keys()


def test_every_component_is_on_the_page():
    named = {point.name for point in entry_points(group="spacy_factories") if point.name.startswith("unspun_")} - {"unspun_encoder"}
    assert {name for name, *_ in COMPONENTS} == named


def test_errors_are_those_that_are_raised():
    assert all(issubclass(getattr(errors, name), errors.UnspunError) for name in re.findall(r"^\| `(\w+Error)` \|", PAGE, re.MULTILINE))
