"""What the environment may ask for."""

from __future__ import annotations

import stat

import pytest

from eventstorm.environment import UnsafeStart, read_environment


def test_nothing_set_is_this_machine_only_with_a_key_that_stays(tmp_path):
    first = read_environment({}, tmp_path)
    assert (first.host, first.port, first.embedded, first.debug) == ("127.0.0.1", 8000, True, False)
    assert read_environment({}, tmp_path).secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_a_host_that_others_reach_needs_a_key_and_names_of_its_own(tmp_path, host):
    with pytest.raises(UnsafeStart, match="SECRET_KEY and ALLOWED_HOSTS are not set"):
        read_environment({"HOST": host}, tmp_path)
    with pytest.raises(UnsafeStart, match="ALLOWED_HOSTS is not set"):
        read_environment({"HOST": host, "SECRET_KEY": "k" * 40}, tmp_path)
    with pytest.raises(UnsafeStart, match="shorter than 32"):
        read_environment({"HOST": host, "SECRET_KEY": "short", "ALLOWED_HOSTS": "a.example"}, tmp_path)
    found = read_environment({"HOST": host, "SECRET_KEY": "k" * 40, "ALLOWED_HOSTS": "a.example"}, tmp_path)
    assert not found.embedded
    assert not (tmp_path / "secret_key").exists()


def test_debug_is_never_on_where_others_reach(tmp_path):
    asked = {"HOST": "0.0.0.0", "SECRET_KEY": "k" * 40, "ALLOWED_HOSTS": "a.example", "DEBUG": "1"}
    assert not read_environment(asked, tmp_path).debug


def test_behind_a_proxy_with_names_of_its_own_nothing_opens_by_itself(tmp_path):
    assert not read_environment({"ALLOWED_HOSTS": "storm.example"}, tmp_path).embedded


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1"])
def test_a_port_that_is_none_is_named(tmp_path, port):
    with pytest.raises(UnsafeStart, match="is not a port"):
        read_environment({"PORT": port}, tmp_path)
