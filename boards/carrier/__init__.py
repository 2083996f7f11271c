"""Word between the rooms of one board, in this process and in others (rule S9).

Nothing depends on its arriving: PostgreSQL orders and holds the truth, a carrier only makes it quick. Whatever gets
lost, doubled or late on the way is seen by revisions and numbers, and healed from the database or by asking again.
"""

from boards.carrier.messages import Beat, Gone, Listening, Look, Message, Moved, News, Roster, Who
from boards.carrier.port import Carrier, Line
from boards.carrier.process import carrier, stop

__all__ = [
    "Beat", "Carrier", "Gone", "Line", "Listening", "Look", "Message", "Moved", "News", "Roster", "Who", "carrier",
    "stop",
]  # fmt: skip
