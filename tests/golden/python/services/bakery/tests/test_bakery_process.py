"""What Bakery process decides and remembers.

This file is yours: when you write a rule, say here what it is. Yours is kept when the system is generated again.
"""

from datetime import UTC, datetime
from decimal import Decimal

from pytest import MonkeyPatch

from bakery_service.domain.bakery_process import BakeryProcess
from bakery_service.generated.events import BreadBaked, BreadGivenAway, BreadSold
from bakery_service.generated.samples import (
    a_bake_bread,
    a_bread_baked,
    a_bread_given_away,
    a_bread_sold,
    a_sell_bread,
)
from bakery_service.runtime.messages import Money

NOW = datetime(2031, 1, 1, 12, tzinfo=UTC)


def test_bake_bread_decides() -> None:
    aggregate = BakeryProcess("one", NOW)
    assert aggregate.decide(a_bake_bread()) == [
        BreadBaked(
            batch=568,
        ),
    ]


def test_sell_bread_decides() -> None:
    aggregate = BakeryProcess("one", NOW)
    assert aggregate.decide(a_sell_bread()) == [
        BreadSold(
            batch=568,
            price=Money(amount=Decimal("253.75"), currency="EUR"),
        ),
    ]


def test_sell_bread_may_lead_to_bread_sold(monkeypatch: MonkeyPatch) -> None:
    choice = "choose_for_sell_bread"
    monkeypatch.setattr(BakeryProcess, choice, lambda *_: (BreadSold,))
    aggregate = BakeryProcess("one", NOW)
    assert aggregate.decide(a_sell_bread()) == [
        BreadSold(
            batch=568,
            price=Money(amount=Decimal("253.75"), currency="EUR"),
        ),
    ]


def test_sell_bread_may_lead_to_bread_given_away(monkeypatch: MonkeyPatch) -> None:
    choice = "choose_for_sell_bread"
    monkeypatch.setattr(BakeryProcess, choice, lambda *_: (BreadGivenAway,))
    aggregate = BakeryProcess("one", NOW)
    assert aggregate.decide(a_sell_bread()) == [
        BreadGivenAway(
            batch=568,
        ),
    ]


def test_bread_baked_is_remembered() -> None:
    aggregate = BakeryProcess("one", NOW)
    aggregate.apply(a_bread_baked())
    assert aggregate.state.batch == 568
    assert aggregate.version == 1


def test_bread_sold_is_remembered() -> None:
    aggregate = BakeryProcess("one", NOW)
    aggregate.apply(a_bread_sold())
    assert aggregate.state.batch == 568
    assert aggregate.state.price == Money(amount=Decimal("253.75"), currency="EUR")
    assert aggregate.version == 1


def test_bread_given_away_is_remembered() -> None:
    aggregate = BakeryProcess("one", NOW)
    aggregate.apply(a_bread_given_away())
    assert aggregate.state.batch == 568
    assert aggregate.version == 1
