"""What counts as past tense and as imperative, and that other languages are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeling.english import answers, is_imperative, is_past_tense, past_forms, undoes, words


@pytest.mark.parametrize(
    "label",
    """Order placed|Invoice sent|Fee paid|Book taken|Stock put back|Meter read|Items bought|Parcel lost|OrderShipped|
    order_cancelled|Payment failed|Order is ready|Order ready for shipping|Cargo was misdirected|Cargo Has Arrived|
    Book checked out|User signed up|Withdrawal Started|Offer withdrawn|Loan overdue|Month ended|Driver found""".replace(
        "\n", ""
    ).split("|"),
)
def test_an_event_that_tells_what_has_happened_is_in_the_past_tense(label: str) -> None:
    assert is_past_tense(label.strip()) is True


@pytest.mark.parametrize("label", ["Place order", "Send invoice", "Read meter", "The order"])
def test_an_event_that_asks_or_names_is_not_in_the_past_tense(label: str) -> None:
    assert is_past_tense(label) is False


@pytest.mark.parametrize(
    "label",
    ["Bestellung aufgegeben", "Rechnung verschickt", "Zahlung", "Ware geliefert", "Commande passée", "注文が確定した",
     "Заказ оформлен", "Pedido realizado", "Ordine spedito", "Order aufgegeben", "주문 완료", "Xyzzy"],
)  # fmt: skip
def test_other_languages_are_not_judged(label: str) -> None:
    assert is_past_tense(label) is not False
    assert is_imperative(label) is not False


@pytest.mark.parametrize("label", ["Place order", "PlaceOrder", "Set price", "Check out book", "Undo begin hold",
                                   "Mark meeting fee as paid", "Read meter"])  # fmt: skip
def test_a_command_that_begins_with_its_verb_is_imperative(label: str) -> None:
    assert is_imperative(label) is True


@pytest.mark.parametrize(
    "label", ["Order placed", "Placing the order", "Order is placed", "New registration", "Item reserved"]
)
def test_a_command_that_tells_or_names_is_not_imperative(label: str) -> None:
    assert is_imperative(label) is False


@pytest.mark.parametrize(
    ("command", "event"),
    [("Reserve item", "Item reserved"), ("Take payment", "Payment taken"), ("Cancel hold", "Hold Canceled"),
     ("Cancel hold", "Hold cancelled"), ("Ship order", "OrderShipped"), ("Notify customer", "Customer notified"),
     ("Reserve item", "Reservation failed"), ("Authorize", "Account Authorized")],
)  # fmt: skip
def test_an_event_answers_the_command_whose_verb_it_repeats(command: str, event: str) -> None:
    assert answers(event, command)


def test_an_event_does_not_answer_another_verb() -> None:
    assert not answers("Order cancelled", "Place order")
    assert not answers("", "Place order")
    assert not answers("Order placed", "")


def test_past_forms_cover_regular_and_irregular_verbs() -> None:
    assert past_forms("reserve") == {"reserved"}
    assert "shipped" in past_forms("ship")
    assert past_forms("notify") == {"notified"}
    assert "paid" in past_forms("pay")


def test_a_compensation_is_recognised_by_its_words() -> None:
    assert undoes("Release reservation", "Reserve item")
    assert undoes("Undo begin cancel ticket", "Begin cancel ticket")
    assert not undoes("Confirm order", "Place order")
    assert not undoes("Reserve item", "Reserve item")


@given(st.text(max_size=60))
def test_any_text_can_be_judged(label: str) -> None:
    assert is_past_tense(label) in (True, False, None)
    assert is_imperative(label) in (True, False, None)
    assert all(word == word.casefold() for word in words(label))
