"""What is over is let go of: after a warning, with an archive, and never a board that somebody opened."""

from __future__ import annotations

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
