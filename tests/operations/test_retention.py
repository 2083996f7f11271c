"""What is over is let go of: after a warning, with an archive, and never a board that somebody opened."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from boards.archive import restore_board
from boards.errors import Missing
from boards.models import AuditEntry, Board, ExpiryWarning, JoinLink, Member, Operation
from boards.people import touch
from boards.pushing import push_now
from boards.retention import Terms, _archived, retain
from boards.services import create_board
from modeling.model import Model

pytestmark = pytest.mark.django_db
TERMS = Terms(board_days=100, warning_days=30, audit_days=365)


def after(days: int, terms: Terms = TERMS, really: bool = True) -> list[str]:
    return list(retain(terms, timezone.now() + timedelta(days=days), really))


def test_a_board_is_warned_of_kept_for_the_warning_and_deleted(alice):
    assert after(99) == []
    assert after(101) == [f"Board {alice.board} will be deleted in 30 days unless somebody opens it."]
    assert after(130) == []
    assert after(132) == [f"Board {alice.board} has not been opened for 100 days and is deleted."]
    assert not Board.objects.exists()
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["board expired", "board will expire"]


def test_a_board_that_somebody_opens_is_rescued(alice):
    after(101)
    touch(alice.member)
    Member.objects.update(seen=timezone.now() + timedelta(days=110))
    assert after(132) == [f"Board {alice.board} was opened again and stays."]
    assert Board.objects.exists()
    assert not ExpiryWarning.objects.exists()


def test_a_board_is_never_deleted_without_a_warning_however_old(alice):
    assert "will be deleted" in after(10_000)[0]
    assert Board.objects.exists()


def test_a_dry_run_says_the_same_and_does_nothing(alice):
    assert after(101, really=False) == after(101)
    assert after(132, really=False) == [f"Board {alice.board} has not been opened for 100 days and is deleted."]
    assert Board.objects.exists()


def test_what_expires_can_be_brought_back_from_its_archive(alice, note, tmp_path: Path):
    push_now(alice.member, [note("n1")])
    terms = Terms(100, 30, 365, tmp_path / "expired")
    after(101, terms)
    assert "its archive is" in after(132, terms)[0]
    assert not Operation.objects.exists()
    with open(tmp_path / "expired" / f"{alice.board}.evs", "rb") as file:
        assert restore_board(file).revision == 1
    assert alice.client.get(f"/api/v1/boards/{alice.board}/").status_code == 200


def test_nothing_is_deleted_where_its_archive_cannot_be_written(alice, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    terms = Terms(100, 30, 365, tmp_path / "file")
    after(101, terms)
    with pytest.raises(OSError, match="file"):
        after(132, terms)
    assert Board.objects.exists()


def test_an_archive_that_breaks_off_leaves_no_half_file(board, tmp_path: Path):
    with pytest.raises(Missing):
        _archived("no-such-board", tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_days_boards_and_audit_entries_stay_for_ever(alice, bob):
    assert not [line for line in after(10_000, Terms(0, 30, 0)) if "Board" in line or "audit" in line]
    assert AuditEntry.objects.exists()


def test_old_rows_go_and_living_ones_stay(alice, bob):
    bobs = bob.member.id
    told = after(366, Terms(0, 30, 365))
    assert any("expired sessions" in line for line in told)
    assert any("audit entries older than 365 days" in line for line in told)
    assert not Session.objects.exists()
    assert not AuditEntry.objects.exists()
    assert JoinLink.objects.count() == 1, "a link without an end lives until it is revoked"
    JoinLink.objects.update(revoked=True)
    assert any("links long dead" in line for line in after(91, Terms(0, 30, 0)))
    assert Member.objects.filter(pk=bobs).exists(), "who came by it stays"


def test_the_command_reads_the_environments_terms(alice, capsys):
    call_command("retain", "--dry-run")
    assert capsys.readouterr().out == ""


@pytest.fixture
def agreed(settings) -> None:
    """The environment says 100 days, and 30 of warning."""
    settings.OPERATING = replace(settings.OPERATING, retention_days=100, warning_days=30)


def long_ago(days: int) -> None:
    """Nobody has opened or changed any board for so long."""
    then = timezone.now() - timedelta(days=days)
    Board.objects.update(changed=then)
    Member.objects.update(seen=then)


def start_page(person) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", person.client.get("/").content.decode()).split())


def test_the_start_page_tells_whose_board_it_is_until_when_it_is_kept_and_what_to_do(alice, bob, charlie, agreed):
    long_ago(101)
    assert "will be deleted" not in start_page(alice), "it was not warned of yet"
    call_command("retain")
    until = f"{timezone.now() + timedelta(days=30):%-d %B %Y}"
    for member in (alice, bob):
        told = start_page(member)
        assert "A board of yours will be deleted Nobody has opened it for 100 days. Open it and it stays." in told
        assert f"Library kept until {until}" in told
    assert "will be deleted" not in start_page(charlie)


def test_who_opens_the_board_sees_no_warning_any_more(alice, bob, agreed):
    long_ago(101)
    call_command("retain")
    assert bob.client.get(f"/boards/{bob.board}/").status_code == 200
    assert "will be deleted" not in start_page(alice)


def test_a_board_whose_time_is_over_is_said_to_go_any_day(alice, agreed):
    long_ago(140)
    call_command("retain")
    ExpiryWarning.objects.update(since=timezone.now() - timedelta(days=31))
    assert "deleted any day now" in start_page(alice)


def test_where_boards_are_kept_for_ever_nobody_is_warned(alice, agreed, settings):
    long_ago(101)
    call_command("retain")
    settings.OPERATING = replace(settings.OPERATING, retention_days=0)
    assert "will be deleted" not in start_page(alice)


def test_of_many_boards_those_that_end_are_told_of_the_next_one_first(alice, agreed):
    for number in range(60):
        create_board(Model(name=f"Board {number}"), alice.person)
    long_ago(101)
    call_command("retain")
    ExpiryWarning.objects.filter(board=alice.board).update(since=timezone.now() - timedelta(days=20))
    told = start_page(alice)
    assert "61 boards of yours will be deleted" in told
    assert told.index("Library kept until") < told.index("Board 7 kept until")
