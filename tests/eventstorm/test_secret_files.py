"""A secret may come from a file, so that it stands in no environment and no process list."""

from __future__ import annotations

import pytest

from eventstorm.environment import UnsafeStart
from eventstorm.secret_files import NAMES, with_secret_files


@pytest.mark.parametrize("name", NAMES)
def test_a_secret_is_read_from_the_file_that_is_named(tmp_path, name):
    (tmp_path / "kept").write_text("a secret\n")
    assert with_secret_files({f"{name}_FILE": str(tmp_path / "kept")})[name] == "a secret"
    assert with_secret_files({name: "said"})[name] == "said"


def test_a_file_that_cannot_be_read_and_a_secret_said_twice_end_the_start(tmp_path):
    with pytest.raises(UnsafeStart, match="no such file"):
        with_secret_files({"SECRET_KEY_FILE": str(tmp_path / "none")})
    with pytest.raises(UnsafeStart, match="both set"):
        with_secret_files({"SECRET_KEY": "x", "SECRET_KEY_FILE": str(tmp_path / "none")})
