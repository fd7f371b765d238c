"""What is written is written whole: a full disk leaves the old file, and nothing beside it."""

import sys

import pytest
from whole import write_whole

OLD = b"old " * 10


@pytest.fixture
def readme(tmp_path):
    path = tmp_path / "README.md"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def test_a_file_is_replaced_with_its_rights(readme):
    write_whole(readme, b"new")
    assert readme.read_bytes() == b"new"
    assert readme.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits here")
def test_on_a_full_disk_the_old_file_stays(readme):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # What is beyond the limit is not written, as on a full disk; the program is only told.
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(OSError):
            write_whole(readme, b"new " * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert readme.read_bytes() == OLD
    assert [path.name for path in readme.parent.iterdir()] == ["README.md"]
