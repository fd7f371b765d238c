"""What is published is what the data package describes."""

import eucad


def test_what_other_programs_leave_in_the_folder_is_not_published(site, folder, monkeypatch):
    making = site("making")
    before = [path.name for path in making.described()]
    monkeypatch.setattr(eucad, "DATA", folder)
    for name in (".DS_Store", ".~lock.people.csv#", "people.csv.bak"):
        (folder / name).write_text("Somebody's")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "people-checkpoint.csv").touch()
    assert [path.name for path in making.described()] == before
    assert all(path.parent == folder for path in making.described())
    assert len(eucad.load(folder).people) == len(eucad.load().people)
