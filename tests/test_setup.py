"""`.ci/setup`: everything or nothing, the second time nothing at all. On a tiny checkout, with fake tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
# What the script may use of any system; what decides for it (dpkg-query, apt-get, id, python3) is faked.
TOOLS = ["awk", "bash", "cksum", "dirname", "env", "flock", "mv", "rm", "touch", "mkdir", "ln", "cat"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows is set up by hand")


class Computer:
    """A checkout on a computer whose system tools are ours."""

    def __init__(self, root: Path) -> None:
        self.checkout = root / "checkout"
        self.bin = root / "bin"
        self.calls_file = root / "calls"
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        shutil.copytree(PROJECT / ".ci", self.checkout / ".ci")
        (self.checkout / "pyproject.toml").write_text("[project]\n")
        self.catalogue = self.checkout / "translations" / "fi" / "LC_MESSAGES" / "kiosk.po"
        self.catalogue.parent.mkdir(parents=True)
        self.catalogue.touch()
        self.use_python()

    def fake(self, name: str, script: str) -> None:
        """Put a tool of this name on the computer; it notes its call first."""
        tool = self.bin / name
        tool.write_text(f'#!{self.bin}/bash\necho "{name} $*" >>{self.calls_file}\n{script}\n')
        tool.chmod(0o755)

    def use_python(self, version: str = "3.11.2", qt: str = "true") -> None:
        """A Python that makes a .venv of itself, whose pip only takes notes and whose compiler touches."""
        old = "true" if version.startswith(("3.8", "3.9", "3.10")) else "false"
        self.fake(
            "python3",
            f"""case "$*" in
                *version_info*) ! {old} ;;
                -V) echo Python {version} ;;
                "-m venv"*) mkdir -p .venv/bin && ln -sf {self.bin}/python3 .venv/bin/python ;;
                *PySide6*) {qt} ;;
                translations/compile.py*) touch translations/fi/LC_MESSAGES/kiosk.mo ;;
            esac""",
        )

    def use_debian(self, *, root: bool = False, without: tuple[str, ...] = (), extra: str = "") -> None:
        """Make it a Debian on which these packages are missing."""
        lines = (PROJECT / ".ci" / "system-packages.txt").read_text().splitlines()
        names = [line.split()[0] for line in lines if line and line[0] not in "#["]
        there = "\n".join(f"{name} installed" for name in names if name not in without)
        self.fake("dpkg-query", f"cat <<'END'\n{there}\n{extra}\nEND")
        self.fake("dpkg", "")
        self.fake("apt-get", "")
        self.fake("id", f"echo {0 if root else 1000}")

    def setup(self, *groups: str) -> subprocess.CompletedProcess[str]:
        """Run it as make does."""
        return subprocess.run(
            [self.checkout / ".ci" / "setup", *groups],
            env={"PATH": str(self.bin)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self, *tools: str) -> list[str]:
        """What the tools were called with so far, in order."""
        lines = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        return [line for line in lines if line.startswith(tools)]

    def forget(self) -> None:
        """Forget the calls so far."""
        self.calls_file.unlink()

    def installations(self) -> int:
        """How often pip was called since."""
        return len([line for line in self.calls("python3") if "pip install" in line])


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_without_root_the_exact_command_is_printed_and_nothing_is_made(computer: Computer) -> None:
    computer.use_debian(without=("libegl1", "xdotool"))
    before = sorted(computer.checkout.rglob("*"))
    run = computer.setup()
    assert run.returncode == 1
    assert "sudo apt-get install --no-install-recommends libegl1 xdotool" in [
        line.strip() for line in run.stderr.splitlines()
    ]
    assert sorted(computer.checkout.rglob("*")) == before
    assert computer.calls("apt-get") == []


def test_root_gets_the_missing_packages_after_one_update_and_the_setup_goes_on(computer: Computer) -> None:
    computer.use_debian(root=True, without=("libegl1", "xdotool"))
    run = computer.setup()
    assert run.returncode == 0, run.stderr
    update, install = computer.calls("apt-get")
    assert update.split()[1] == "update"
    assert "--no-install-recommends libegl1 xdotool" in install
    assert (computer.checkout / ".venv" / "set-up").exists()


def test_when_apt_fails_nothing_of_ours_is_begun(computer: Computer) -> None:
    computer.use_debian(root=True, without=("libegl1",))
    computer.fake("apt-get", "exit 100")
    assert computer.setup().returncode == 100
    assert not (computer.checkout / ".venv").exists()


def test_a_package_under_its_new_name_counts(computer: Computer) -> None:
    computer.use_debian(without=("libglib2.0-0",), extra="libglib2.0-0t64 installed")
    assert computer.setup().returncode == 0


def test_a_removed_package_whose_settings_stayed_does_not_count(computer: Computer) -> None:
    computer.use_debian(without=("libegl1",), extra="libegl1 config-files")
    assert "libegl1" in computer.setup().stderr


def test_opening_the_desk_asks_for_no_test_tools(computer: Computer) -> None:
    computer.use_debian(without=("xdotool", "age", "openbox"))
    assert computer.setup("run").returncode == 0
    assert "openbox" in computer.setup("run", "display").stderr
    assert "age openbox" not in computer.setup("run", "display").stderr


def test_an_old_python_is_refused_before_anything_is_made(computer: Computer) -> None:
    computer.use_debian()
    computer.use_python("3.9.2")
    run = computer.setup()
    assert run.returncode == 1
    assert "Python 3.11" in run.stderr
    assert not (computer.checkout / ".venv").exists()


def test_a_python_without_venv_asks_for_its_package(computer: Computer) -> None:
    computer.use_debian()
    computer.fake("python3", '[[ "$*" != *ensurepip* ]]')
    assert "--no-install-recommends python3-venv" in computer.setup().stderr


def test_the_second_time_nothing_is_installed_and_nothing_compiled(computer: Computer) -> None:
    computer.use_debian()
    assert computer.setup().returncode == 0
    computer.forget()
    assert computer.setup().returncode == 0
    assert computer.calls("python3", "apt-get") == ["python3 -V"]


def test_a_changed_pyproject_installs_again_into_the_same_venv(computer: Computer) -> None:
    computer.use_debian()
    computer.setup()
    computer.forget()
    (computer.checkout / "pyproject.toml").write_text("[project]\nname = 'changed'\n")
    computer.setup()
    assert computer.installations() == 1
    assert not any("-m venv" in line for line in computer.calls("python3"))


def test_a_changed_catalogue_is_compiled_and_nothing_else(computer: Computer) -> None:
    computer.use_debian()
    computer.setup()
    compiled = computer.catalogue.with_suffix(".mo")
    os.utime(compiled, (1, 1))
    computer.forget()
    computer.setup()
    assert compiled.stat().st_mtime > 1
    assert computer.installations() == 0


def test_a_half_made_venv_is_built_again(computer: Computer) -> None:
    computer.use_debian()
    working = (computer.bin / "python3").read_text()
    computer.fake("python3", working.replace("esac", '*"pip install"*) kill -9 $PPID ;;\nesac'))
    assert computer.setup().returncode != 0
    assert (computer.checkout / ".venv").exists()
    computer.use_python()
    computer.forget()
    assert computer.setup().returncode == 0
    assert any("-m venv --clear" in line for line in computer.calls("python3"))
    assert computer.installations() == 1


@pytest.mark.parametrize("change", ["moved", "upgraded"])
def test_a_moved_checkout_or_an_upgraded_python_gets_a_new_venv(computer: Computer, change: str) -> None:
    computer.use_debian()
    computer.setup()
    computer.forget()
    if change == "moved":
        computer.checkout = computer.checkout.rename(computer.checkout.with_name("elsewhere"))
    else:
        computer.use_python("3.13.1")
    assert computer.setup().returncode == 0
    assert any("-m venv --clear" in line for line in computer.calls("python3"))


def test_elsewhere_than_debian_it_goes_on_if_qt_loads(computer: Computer) -> None:
    assert computer.setup().returncode == 0


def test_elsewhere_than_debian_the_libraries_are_named_if_qt_does_not_load(computer: Computer) -> None:
    computer.use_python(qt="false")
    run = computer.setup("run")
    assert run.returncode == 1
    assert "libegl1" in run.stderr
    assert "xdotool" not in run.stderr
    assert not (computer.checkout / ".venv" / "set-up").exists()
