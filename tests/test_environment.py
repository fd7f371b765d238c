"""The three lists of dependencies agree, and the project names no registry and no machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]

# A locked requirement, with all that follows it up to the next: its hashes and what asked for it.
PINS = [
    (canonicalize_name(name), version, rest)
    for name, version, rest in re.findall(
        r"^([\w.-]+)==(\S+)(.*?)(?=^\w|\Z)", LOCK, flags=re.MULTILINE | re.DOTALL
    )
]


def by_name(lines):
    requirements = map(Requirement, lines)
    return {canonicalize_name(each.name): each.specifier for each in requirements}


@pytest.fixture
def declared():
    """Return what pyproject.toml asks for directly."""
    groups = PYPROJECT["dependency-groups"].values()
    return by_name(sum(groups, PYPROJECT["project"]["dependencies"]))


@pytest.fixture
def conda():
    """Return what environment.yml asks for, besides Python, pip and the project itself."""
    python, pip, *specs, project = CONDA
    assert python.startswith("python=")
    assert pip == "pip"
    *others, itself = project["pip"]
    assert itself == "-e ."
    # conda's numpy=2.4 is PEP 440's numpy==2.4.*
    as_pip = [re.sub(r"^([\w-]+)=([\d.]+)$", r"\1==\2.*", spec) for spec in specs]
    return by_name([*as_pip, *others])


def test_environment_and_project_name_the_same_packages(declared, conda):
    assert conda.keys() == declared.keys()


def test_lock_and_project_name_the_same_packages(declared):
    direct = {name for name, _, rest in PINS if "(pyproject.toml" in rest}
    assert direct == declared.keys()


def test_lock_is_what_project_and_environment_admit(declared, conda):
    for name, version, _ in PINS:
        for specifiers in (declared, conda):
            assert specifiers.get(name, SpecifierSet()).contains(version), name


def test_every_locked_package_has_hashes():
    lines = [line for line in LOCK.splitlines() if re.match(r"[^\s#]", line)]
    assert len(lines) == len(PINS)
    for name, _, rest in PINS:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", rest), name


def test_every_package_is_locked_at_one_version():
    # Otherwise another Python would bring other results.
    names = [name for name, _, _ in PINS]
    assert len(names) == len(set(names))


def test_lock_names_no_index():
    assert "://" not in LOCK
    assert set(re.findall(r"(?<!\S)--?[a-z][\w-]*", LOCK)) == {"--hash"}


def project_files():
    """Return the files that are in the repository or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    if listed.returncode:  # an unpacked archive
        ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
        built = {Path(line).name for line in ignored if line.endswith("/")}
        return [path for path in ROOT.rglob("*") if path.is_file() and not built & {*path.parts}]
    return [ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_machine_path():
    # In pieces, so that this file does not name them either.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "ana" + "conda.org", "npm" + "js.org"]
    folders = ["work", "root", "home", "tmp", "farm", "Users", "opt"]
    needles = re.compile(
        rf"{'|'.join(map(re.escape, hosts))}|(?<![\w.:/-])/({'|'.join(folders)})/\w"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in project_files()
        for match in [needles.search(path.read_text("utf-8", errors="ignore"))]
        if match
    ]
    assert not found
