"""Two pieces of business to storm in the whole-path test: what is written where, and what follows what.

A story is a wall: notes with kind and place (column, row of a grid), and links by the notes' texts. Texts are
unique here, so that a link can name them.
"""

from __future__ import annotations

from dataclasses import dataclass

Note = tuple[str, str, float, float]  # kind's key, text, column, row


@dataclass(frozen=True)
class Story:
    """`first` and `second` are what the two people write; `saga` is a word of the saga's name."""

    first: tuple[Note, ...]
    second: tuple[Note, ...]
    links: tuple[tuple[str, str], ...]
    compensations: tuple[tuple[str, str], ...]
    saga: str

    def belong_together(self, one: str, other: str) -> bool:
        """What the people of this business would say: what one aggregate does is one context."""
        return bool(self._aggregates(one) & self._aggregates(other))

    def _aggregates(self, text: str) -> set[str]:
        """The note itself where it is an aggregate, and those that it is linked with."""
        aggregates = {label for kind, label, *_ in (*self.first, *self.second) if kind == "g"}
        near = {text, *(b for a, b in self.links if a == text), *(a for a, b in self.links if b == text)}
        return near & aggregates


INVENTORY_AND_ORDERING = Story(
    first=(
        ("a", "Customer", 0, 0),
        ("c", "Place order", 1, 0),
        ("g", "Order", 2, 0),
        ("e", "Order placed", 3, 0),
        ("p", "Whenever an order is placed, reserve the item, take the payment and confirm", 4, 0),
        ("c", "Confirm order", 6, 0),
        ("e", "Order confirmed", 7, 0),
        ("c", "Cancel order", 8, 0),
        ("e", "Order cancelled", 9, 0),
        ("r", "Order history", 10, 0),
        ("c", "Take payment", 5, 4),
        ("g", "Payment", 6, 4),
        ("e", "Payment taken", 7, 4),
        ("e", "Payment declined", 7, 5),
        ("c", "Refund payment", 5, 5),
        ("e", "Payment refunded", 6, 5),
    ),
    second=(
        ("c", "Reserve item", 3, 2),
        ("g", "Inventory item", 4, 2),
        ("e", "Item reserved", 5, 2),
        ("e", "Reservation refused", 5, 3),
        ("c", "Release reservation", 3, 3),
        ("e", "Reservation released", 4, 3),
        ("a", "Clerk", 0, 2),
        ("c", "Adjust stock", 1, 2),
        ("e", "Stock adjusted", 2, 2),
        ("r", "Stock overview", 8, 2),
        ("h", "Who gets the last item?", 9, 2.2),
    ),
    links=(
        ("Customer", "Place order"),
        ("Place order", "Order"),
        ("Order", "Order placed"),
        ("Order placed", "Whenever an order is placed, reserve the item, take the payment and confirm"),
        ("Whenever an order is placed, reserve the item, take the payment and confirm", "Reserve item"),
        ("Whenever an order is placed, reserve the item, take the payment and confirm", "Take payment"),
        ("Whenever an order is placed, reserve the item, take the payment and confirm", "Confirm order"),
        ("Reserve item", "Inventory item"),
        ("Inventory item", "Item reserved"),
        ("Inventory item", "Reservation refused"),
        ("Release reservation", "Inventory item"),
        ("Inventory item", "Reservation released"),
        ("Adjust stock", "Inventory item"),
        ("Inventory item", "Stock adjusted"),
        ("Stock adjusted", "Stock overview"),
        ("Take payment", "Payment"),
        ("Payment", "Payment taken"),
        ("Payment", "Payment declined"),
        ("Refund payment", "Payment"),
        ("Payment", "Payment refunded"),
        ("Confirm order", "Order"),
        ("Order", "Order confirmed"),
        ("Cancel order", "Order"),
        ("Order", "Order cancelled"),
        ("Order confirmed", "Order history"),
    ),
    compensations=(("Release reservation", "Reserve item"), ("Refund payment", "Take payment")),
    saga="reserve",
)

LIBRARY_LOANS = Story(
    first=(
        ("a", "Reader", 0, 0),
        ("c", "Request loan", 1, 0),
        ("g", "Loan", 2, 0),
        ("e", "Loan requested", 3, 0),
        ("p", "Whenever a loan is requested, set the book aside, charge the deposit and grant the loan", 4, 0),
        ("c", "Grant loan", 6, 0),
        ("e", "Loan granted", 7, 0),
        ("c", "End loan", 8, 0),
        ("e", "Loan ended", 9, 0),
        ("r", "Loans of a reader", 10, 0),
        ("c", "Charge deposit", 5, 4),
        ("g", "Reader card", 6, 4),
        ("e", "Deposit charged", 7, 4),
        ("c", "Return deposit", 5, 5),
        ("e", "Deposit returned", 6, 5),
    ),
    second=(
        ("c", "Set book aside", 3, 2),
        ("g", "Book copy", 4, 2),
        ("e", "Book set aside", 5, 2),
        ("e", "Book missing", 5, 3),
        ("c", "Put book back", 3, 3),
        ("e", "Book put back", 4, 3),
        ("a", "Librarian", 0, 2),
        ("c", "Catalogue book", 1, 2),
        ("e", "Book catalogued", 2, 2),
        ("r", "Shelf list", 8, 2),
        ("x", "National catalogue", 9, 2),
        ("h", "What if the reader never comes?", 11, 2.2),
    ),
    links=(
        ("Reader", "Request loan"),
        ("Request loan", "Loan"),
        ("Loan", "Loan requested"),
        ("Loan requested", "Whenever a loan is requested, set the book aside, charge the deposit and grant the loan"),
        ("Whenever a loan is requested, set the book aside, charge the deposit and grant the loan", "Set book aside"),
        ("Whenever a loan is requested, set the book aside, charge the deposit and grant the loan", "Charge deposit"),
        ("Whenever a loan is requested, set the book aside, charge the deposit and grant the loan", "Grant loan"),
        ("Set book aside", "Book copy"),
        ("Book copy", "Book set aside"),
        ("Book copy", "Book missing"),
        ("Put book back", "Book copy"),
        ("Book copy", "Book put back"),
        ("Catalogue book", "Book copy"),
        ("Book copy", "Book catalogued"),
        ("Book catalogued", "Shelf list"),
        ("Charge deposit", "Reader card"),
        ("Reader card", "Deposit charged"),
        ("Return deposit", "Reader card"),
        ("Reader card", "Deposit returned"),
        ("Grant loan", "Loan"),
        ("Loan", "Loan granted"),
        ("End loan", "Loan"),
        ("Loan", "Loan ended"),
        ("Loan granted", "Loans of a reader"),
    ),
    compensations=(("Put book back", "Set book aside"), ("Return deposit", "Charge deposit")),
    saga="set the book aside",
)
