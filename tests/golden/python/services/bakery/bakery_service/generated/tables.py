"""Tables of this service: one for each aggregate and each read model, beside those of the runtime.

Generated from the board and rewritten with it; do not edit.
"""

from bakery_service.runtime.db import document_table

BAKERY_PROCESSES = document_table("bakery_processes")
