"""How a user's typed program calls the library: read by mypy in `.ci/check`, and run by the tests."""

from decimal import Decimal
from typing import assert_type

import pipeline
from pipeline import Reader, Record, read
from pipeline.errors import UsageError
from pipeline.read.articles import Listing, listing

TEXT = "Kelvarra sold 40,000 heaters in March."


def main() -> Record:
    record = pipeline.read(TEXT, published="2022-08-26", model="small")
    assert_type(record, Record)
    assert_type(read(TEXT, model="small").figures[0].value, Decimal | None)
    assert_type(listing(()), Listing)
    try:
        assert_type(Reader(model="no-such-model").read(TEXT), Record)
    except UsageError as fault:
        assert_type(fault.code, str)
    return record


def wrong() -> None:
    pipeline.read(3)  # type: ignore[arg-type]  # must stay an error: the call's types are known
