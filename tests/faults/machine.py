"""A virtual machine with Debian's own kernel, which has the real FAT and exFAT drivers and USB ports to pull from.

Without acceleration (`accel=tcg`): it must work where no other is allowed. It boots from an initrd that is made here
of busybox and a few modules, and sees this computer's files read-only over 9p, so that its Python is ours.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

MODULES = (
    *("virtio_pci", "9pnet_virtio", "9p", "xhci_pci", "usb_storage", "sd_mod"),
    *("vfat", "exfat", "nls_cp437", "nls_ascii", "nls_iso8859-1", "nls_utf8"),
)
MEMORY = "768M"

_INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for name in {modules}; do modprobe $name || echo "no module $name"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 root /host || poweroff -f
mount -t proc proc /host/proc; mount -t sysfs sys /host/sys; mount -t devtmpfs dev /host/dev
mount -t tmpfs tmp /host/tmp; mount -t tmpfs tmp /host/mnt
cd /host
exec chroot /host /bin/sh -c 'cd "{folder}" && exec {command}'
"""


def kernel() -> tuple[Path, Path]:
    """Return Debian's kernel and the folder of its modules. Raises FileNotFoundError."""
    for image in sorted(Path("/boot").glob("vmlinuz-*"), reverse=True):
        modules = Path("/lib/modules") / image.name.removeprefix("vmlinuz-")
        if modules.is_dir():
            return image, modules
    raise FileNotFoundError("apt-get install linux-image-amd64")


def _files_of(modules: Path) -> list[Path]:
    """Return the modules that we need and those that they need, as the kernel's own list has it."""
    needs: dict[str, list[str]] = {}
    for line in (modules / "modules.dep").read_text(encoding="ascii").splitlines():
        name, _, others = line.partition(":")
        needs[name] = others.split()
    by_name = {Path(name).name.split(".")[0].replace("-", "_"): name for name in needs}
    wanted = [by_name[name.replace("-", "_")] for name in MODULES]
    return [modules / name for name in sorted({file for name in wanted for file in (name, *needs[name])})]


def make_initrd(folder: Path, command: str) -> Path:
    """Make an initrd whose only task is `command`, run in this folder of ours."""
    root = folder / "initrd"
    for name in ("bin", "proc", "sys", "dev", "host"):
        (root / name).mkdir(parents=True, exist_ok=True)
    shutil.copy("/bin/busybox", root / "bin" / "busybox")
    _image, modules = kernel()
    for file in (*_files_of(modules), *modules.glob("modules.*")):
        target = root / file.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    init = root / "init"
    init.write_text(
        _INIT.format(modules=" ".join(MODULES), folder=Path.cwd(), command=command), encoding="ascii"
    )
    init.chmod(0o755)
    names = b"\0".join(os.fsencode(path.relative_to(root)) for path in sorted(root.rglob("*")))
    packed = subprocess.run(
        ["cpio", "--create", "--null", "--format=newc", "--quiet"],
        cwd=root,
        input=names,
        stdout=-1,
        check=True,
    )
    initrd = folder / "initrd.gz"
    initrd.write_bytes(gzip.compress(packed.stdout, 1))
    return initrd


class Machine:
    """A running machine: lines that it says, and its USB port."""

    def __init__(self, process: subprocess.Popen[str], control: socket.socket) -> None:
        self._process = process
        self._control = control.makefile("rw", encoding="utf-8")
        self._lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()
        self._control.readline()  # QEMU greets
        self._ask("qmp_capabilities")

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\r\n"))

    def line(self, seconds: float) -> str | None:
        """Return the next line that it says, None when none comes for so long."""
        try:
            return self._lines.get(timeout=seconds)
        except Empty:
            return None

    def _ask(self, command: str, **arguments: Any) -> None:
        json.dump({"execute": command, "arguments": arguments}, self._control)
        self._control.flush()
        while "return" not in (answer := json.loads(self._control.readline())):
            if "error" in answer:
                raise OSError(answer["error"]["desc"])

    def _await(self, event: str) -> None:
        while json.loads(self._control.readline()).get("event") != event:
            pass

    def plug(self, name: str, image: Path) -> None:
        """Put a stick in."""
        self._ask(
            "blockdev-add",
            **{"driver": "raw", "node-name": name, "file": {"driver": "file", "filename": str(image)}},
        )
        self._ask(
            "device_add", driver="usb-storage", id=f"stick-{name}", drive=name, bus="usb.0", removable=True
        )

    def pull(self, name: str) -> None:
        """Pull the stick out, whatever is being written to it."""
        json.dump({"execute": "device_del", "arguments": {"id": f"stick-{name}"}}, self._control)
        self._control.flush()
        self._await("DEVICE_DELETED")

    def kill(self) -> None:
        """Cut the power."""
        self._process.kill()
        self._process.wait()


@contextmanager
def running(folder: Path, initrd: Path) -> Iterator[Machine]:
    """Boot a machine; it is off when the block ends."""
    door = folder / "qmp"
    door.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(door))
        listening.listen(1)
        listening.settimeout(60)
        process = subprocess.Popen(
            [
                *(
                    "qemu-system-x86_64",
                    "-machine",
                    "q35,accel=tcg",
                    "-m",
                    MEMORY,
                    "-nodefaults",
                    "-no-reboot",
                ),
                *("-kernel", str(kernel()[0]), "-initrd", str(initrd)),
                *("-append", "console=ttyS0 quiet loglevel=1 panic=-1"),
                *("-nographic", "-serial", "stdio", "-device", "qemu-xhci,id=usb"),
                *("-virtfs", "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap"),
                *("-qmp", f"unix:{door}"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        try:
            control, _ = listening.accept()
            with control:
                yield Machine(process, control)
        finally:
            process.kill()
            process.wait()
