"""Sizes that a board may have; the same for documents, operations and the browser."""

ELEMENTS = 20_000
LINKS = 60_000
FRAMES = 2_000
FIELDS = 200  # of one element or type
LABEL = 1_000  # characters
DESCRIPTION = 20_000  # characters
NAME = 200  # characters: field, type, board and person names
IDENTIFIER = 100  # characters of an id
COORDINATE = 10_000_000  # board units either side of the origin
DOCUMENT_BYTES = 32 * 1024 * 1024
