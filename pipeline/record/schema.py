"""The JSON Schema of the record, made from its types."""

from typing import Any

import msgspec

from pipeline.record.article_record import SCHEMA, Record


def article_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every article record satisfies.

    >>> article_schema()["$defs"]["Edit"]["properties"]["status"]
    {'enum': ['applied', 'suggested']}
    """

    def number_for_decimal(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
        """Figures' values are written as JSON numbers; the generator takes decimals for strings."""
        if isinstance(schema, dict):
            if schema.get("format") == "decimal":
                return {"type": "number"}
            return {key: number_for_decimal(value) for key, value in schema.items()}
        return [number_for_decimal(item) for item in schema] if isinstance(schema, list) else schema

    body = number_for_decimal(msgspec.json.schema(Record))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **body}
