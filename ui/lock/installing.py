"""The files of a locked session, as an administrator copies them into the system: `DIR` stands for its root."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kiosk.config import write_atomically

_SESSION = Path(__file__).with_name("session")
X11, WAYLAND = "x11", "wayland"


class _File(NamedTuple):
    source: str
    place: str
    mode: int = 0o644


_BOTH = (
    _File("logind.conf", "etc/systemd/logind.conf.d/one-stop-kiosk.conf"),
    _File("sysctl.conf", "etc/sysctl.d/90-one-stop-kiosk.conf"),
)
_FILES = {
    X11: (
        _File("openbox.xml", "etc/one-stop-kiosk/openbox.xml"),
        _File("x11-session", "usr/local/bin/one-stop-kiosk-session", 0o755),
        _File("x11-session.desktop", "usr/share/xsessions/one-stop-kiosk.desktop"),
        _File("lightdm.conf", "etc/lightdm/lightdm.conf.d/90-one-stop-kiosk.conf"),
        _File("xorg.conf", "etc/X11/xorg.conf.d/90-one-stop-kiosk.conf"),
        *_BOTH,
    ),
    WAYLAND: (
        _File("wayland.service", "etc/systemd/system/one-stop-kiosk.service"),
        _File("pam", "etc/pam.d/cage"),
        *_BOTH,
    ),
}
#: What an administrator types once the files are in their places; Debian's names.
COMMANDS = {
    X11: (
        "apt-get install --no-install-recommends xorg lightdm openbox x11-xserver-utils",
        "adduser --disabled-password --gecos '' {user}",
        "cp -a {folder}/. /",
        "systemctl mask ctrl-alt-del.target && sysctl --system",
        "systemctl set-default graphical.target && reboot",
    ),
    WAYLAND: (
        "apt-get install --no-install-recommends cage xwayland",
        "adduser --disabled-password --gecos '' {user}",
        "cp -a {folder}/. /",
        "systemctl mask ctrl-alt-del.target && sysctl --system",
        "systemctl enable one-stop-kiosk.service && systemctl set-default graphical.target && reboot",
    ),
}


def install(session: str, folder: Path, user: str, command: Path) -> list[Path]:
    """Write the files of a session (`X11` or `WAYLAND`) below a folder and return them.

    `user` is the account that the session runs under, `command` the program. Raises OSError where they cannot be
    written.
    """
    written = []
    for file in _FILES[session]:
        text = (_SESSION / file.source).read_text(encoding="utf-8")
        text = text.replace("@USER@", user).replace("@COMMAND@", str(command))
        path = folder / file.place
        write_atomically(path, text.encode(), file.mode)
        written.append(path)
    return written
