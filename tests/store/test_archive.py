"""The archive: what was acknowledged is there, whole, or said to be damaged."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import QuarantineError, StorageFullError
from store.archive import Archive

PAGES = (
    ("http://velmora.example/a", b"<p>one</p>"),
    ("http://velmora.example/b", "寰舟".encode() * 900),
)


@pytest.fixture
def archive(data: Path) -> Archive:
    return Archive(data / "archive")


@pytest.fixture
def run_folder(data: Path) -> Path:
    return data / "runs" / "run-1"


def _snapshots(make: Any, entries: list[Any]) -> list[Any]:
    return [
        make.snapshot(
            one.url,
            digest=one.digest,
            warc_file=one.warc_file,
            warc_offset=one.warc_offset,
            warc_length=one.warc_length,
        )
        for one in entries
    ]


def test_every_body_is_found_by_its_position(archive: Archive, run_folder: Path, make: Any) -> None:
    snapshots = _snapshots(make, make.warc(run_folder, *PAGES))
    archive.adopt(run_folder)
    archive.adopt(run_folder)
    assert [archive.body(one) for one in snapshots] == [body for _url, body in PAGES]
    assert ("Content-Type", "text/html") in archive.response(snapshots[0]).headers


def test_a_crawl_that_goes_on_after_adoption_loses_nothing(
    archive: Archive, run_folder: Path, make: Any
) -> None:
    entries = make.warc(run_folder, PAGES[0])
    archive.adopt(run_folder)
    entries += make.warc(run_folder, PAGES[1])
    entries += make.warc(
        run_folder, ("http://velmora.example/c", b"three"), name="crawl-00001.warc.gz"
    )
    archive.adopt(run_folder)
    shutil.rmtree(run_folder)
    bodies = [archive.body(one) for one in _snapshots(make, entries)]
    assert bodies == [PAGES[0][1], PAGES[1][1], b"three"]


def test_where_links_are_not_to_be_had_files_are_copied(
    archive: Archive, run_folder: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    entries = make.warc(run_folder, PAGES[0])
    archive.adopt(run_folder)
    entries += make.warc(run_folder, PAGES[1])
    archive.adopt(run_folder)
    assert [archive.body(one) for one in _snapshots(make, entries)] == [
        body for _url, body in PAGES
    ]
    assert not list(archive.folder.rglob("*.partial"))


def test_a_run_that_fetched_nothing_has_nothing_to_adopt(
    archive: Archive, run_folder: Path
) -> None:
    run_folder.mkdir(parents=True)
    archive.adopt(run_folder)
    assert not archive.folder.exists()


def test_every_flipped_byte_of_a_response_is_noticed(
    archive: Archive, run_folder: Path, make: Any
) -> None:
    (snapshot,) = _snapshots(make, make.warc(run_folder, PAGES[0]))
    archive.adopt(run_folder)
    file = archive.path(snapshot)
    whole = file.read_bytes()
    served_wrong, reasons = 0, []
    for position in range(len(whole)):
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        try:
            served_wrong += archive.body(snapshot) != PAGES[0][1]
        except QuarantineError as error:
            reasons.append(error.reason)
    assert served_wrong == 0
    assert set(reasons) == {"archive-damaged"}
    # The ten bytes of a gzip head hold a time and flags that no checksum covers and no body needs.
    assert len(reasons) >= len(whole) - 10


@pytest.mark.parametrize("kept", [0, 5, 60])
def test_a_file_cut_short_is_damage(
    archive: Archive, run_folder: Path, make: Any, kept: int
) -> None:
    (snapshot,) = _snapshots(make, make.warc(run_folder, PAGES[0]))
    archive.adopt(run_folder)
    file = archive.path(snapshot)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(QuarantineError, match="archived response"):
        archive.body(snapshot)


def test_a_file_that_is_gone_is_damage_with_a_remedy(archive: Archive, make: Any) -> None:
    with pytest.raises(QuarantineError, match=r"missing.*backup"):
        archive.body(make.snapshot())


def test_another_page_at_the_position_is_damage(
    archive: Archive, run_folder: Path, make: Any
) -> None:
    first, second = _snapshots(make, make.warc(run_folder, *PAGES))
    archive.adopt(run_folder)
    wrong = first.model_copy(
        update={"warc_offset": second.warc_offset, "warc_length": second.warc_length}
    )
    with pytest.raises(QuarantineError, match="digest differs"):
        archive.body(wrong)


def test_a_bomb_is_not_unpacked(archive: Archive, make: Any) -> None:
    folder = archive.folder / "run-1"
    folder.mkdir(parents=True)
    packed = gzip.compress(b"\0" * (70 * 1024 * 1024), 9)
    (folder / "bomb.warc.gz").write_bytes(packed)
    with pytest.raises(QuarantineError, match="inflates to more than"):
        archive.body(make.snapshot(warc_file="bomb.warc.gz", warc_length=len(packed)))


def test_a_name_in_the_journal_cannot_leave_the_archive(archive: Archive, make: Any) -> None:
    assert (
        archive.path(make.snapshot(warc_file="../../secret")) == archive.folder / "run-1" / "secret"
    )


def test_an_archive_that_cannot_be_written_is_said(
    archive: Archive, run_folder: Path, make: Any
) -> None:
    make.warc(run_folder, PAGES[0])
    archive.folder.write_text("a file where the folder should be")
    with pytest.raises(StorageFullError, match="cannot be written"):
        archive.adopt(run_folder)
