"""Reading a request's JSON within bounds."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import JSONParser

from boards.errors import Malformed, TooLarge
from modeling import limits
from modeling.cleaning import clean

SMALL = 1024 * 1024  # bytes; what is not a whole document
DOCUMENT = limits.DOCUMENT_BYTES


class BoundedJson(JSONParser):
    """JSON up to the view's `largest_body` bytes. Numbers that are not finite are refused; so is, outside documents,
    which are cleaned as they are read, what no database can hold."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        largest = getattr((parser_context or {}).get("view"), "largest_body", SMALL)
        content = stream.read(largest + 1)
        if len(content) > largest:
            raise TooLarge(
                f"The request is larger than {largest // 2**20} MiB.", "body", "Split the board, or send less at once."
            )
        try:
            found = json.loads(content, parse_constant=_refuse, parse_float=_finite)
        except UnicodeDecodeError:
            raise Malformed("The request is not UTF-8 text.", "body", "Send JSON as UTF-8.") from None
        except RecursionError:
            raise Malformed("The request is nested too deeply.", "body", "Send a flatter value.") from None
        except ValueError as error:
            raise Malformed(f"The request is not JSON: {error}.", "body", "Mend it at that place.") from None
        if largest <= SMALL and (taken_out := clean(found)[1]):
            raise Malformed(taken_out[0].partition(";")[0] + ".", "body", "Leave it out.")
        return found


def _finite(digits: str) -> float:
    found = float(digits)
    return found if math.isfinite(found) else _refuse(digits[:20])


def _refuse(name: str) -> float:
    raise Malformed(f"{name} is not a number that JSON allows.", "body", "Give finite numbers.")
