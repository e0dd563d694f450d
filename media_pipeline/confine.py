"""Take rights away from this process that reading a file does not need; Linux only.

Three locks, none of which needs a privilege. ``no_new_privs``: no program it starts gains rights. Seccomp:
no socket, no tracing of other processes, no leaving the process group that is killed at the end. Landlock
(Linux 5.19 and later): files are read where programs and the one file lie, and written in one folder.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import socket
import struct
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
VERSION_FLAG, RULE_PATH_BENEATH = 1, 1

# linux/landlock.h; the comment gives the interface version that knows the right.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
REMOVE_DIR, REMOVE_FILE = 1 << 4, 1 << 5
MAKE_ANYTHING = sum(1 << bit for bit in range(6, 13))
MAKE_FILES = 1 << 7 | 1 << 8  # folders and plain files
REFER, TRUNCATE = 1 << 13, 1 << 14  # 2: rename across folders; 3
TCP = 3  # 4: bind and connect
SCOPES = 3  # 6: abstract sockets of and signals to processes outside
READ = EXECUTE | READ_FILE | READ_DIR
WRITE = READ_FILE | READ_DIR | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_FILES | REFER | TRUNCATE
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

# Numbers of system calls that answer EPERM: seccomp's audit architecture, then the calls.
#   socket, ptrace, process_vm_readv, process_vm_writev, setsid, setpgid, unshare, setns, mount, umount2,
#   pivot_root, chroot, keyctl, add_key, request_key, bpf, userfaultfd, perf_event_open, io_uring_setup,
#   open_by_handle_at, mknodat, init_module, finit_module, kexec_load, reboot
DENIED = {
    "x86_64": (
        0xC000003E,
        (41, 101, 310, 311, 112, 109, 272, 308, 165, 166, 155, 161, 250, 248, 249, 321, 323, 298, 425)
        + (304, 259, 175, 313, 246, 169),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 117, 270, 271, 157, 154, 97, 268, 40, 39, 41, 51, 219, 217, 218, 280, 282, 241, 425)
        + (265, 33, 105, 273, 104, 142),
    ),
}
X32 = 0x40000000  # the second numbering of calls on x86-64
ALLOW, KILL, EPERM = 0x7FFF0000, 0x80000000, 0x00050000 | 1
LOAD, EQUALS, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # bpf_common.h

# Of /proc and /etc only what libraries ask: the rest tells of other processes, their environment among it.
SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/sys/devices/system/cpu", "/sys/fs/cgroup"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/sys"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime"),
    *("/etc/fonts", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/mime.types"),
)
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds from here on.

    Attributes:
        landlock: Version of the kernel's Landlock; 0 where files are not confined.
        seccomp: Whether calls are filtered, sockets among them.
    """

    landlock: int
    seccomp: bool


def confine(reads: Iterable[Path], writes: Iterable[Path]) -> Confinement:
    """Lock this process, its threads to come and all it starts, for ever.

    Args:
        reads: Files and folders it may read beside the system's and Python's own.
        writes: Folders below which it may write.
    """
    if _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return Confinement(0, seccomp=False)
    return Confinement(_landlock(reads, writes), _filter_calls())


def code_folders() -> list[Path]:
    """Where the programs and data lie that are run: the interpreter, its libraries, ours, what PATH names."""
    ours = Path(__file__).resolve().parent.parent
    places = [sys.prefix, sys.base_prefix, str(ours / "media_pipeline"), str(ours / "gis")]
    for name in ("PATH", "LD_LIBRARY_PATH", "PROJ_DATA"):
        places += os.environ.get(name, "").split(":")
    return [Path(place).resolve() for place in places if place]


def _landlock(reads: Iterable[Path], writes: Iterable[Path]) -> int:
    version = _libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))
    if version < 2:  # the first one forbids every rename across folders
        return 0
    handled = READ | WRITE | MAKE_ANYTHING
    handled &= ~TRUNCATE if version < 3 else ~0
    wanted = struct.pack("QQQ", handled, TCP if version >= 4 else 0, SCOPES if version >= 6 else 0)
    ruleset = _libc.syscall(CREATE_RULESET, wanted, ctypes.c_size_t(len(wanted)), ctypes.c_uint32(0))
    if ruleset < 0:
        return 0
    try:
        for place in (*map(Path, SYSTEM), *code_folders(), *reads):
            _allow(ruleset, place, READ & handled)
        _allow(
            ruleset, Path(__file__).resolve().parent.parent, READ_DIR
        )  # Python lists where it imports from
        for place in (*writes, Path("/dev/shm")):  # noqa: S108 - semaphores of a pool of processes lie there
            _allow(ruleset, place, WRITE & handled)
        for device in ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"):
            _allow(ruleset, Path(device), READ_FILE | WRITE_FILE)
        return version if not _libc.syscall(RESTRICT_SELF, ruleset, ctypes.c_uint32(0)) else 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, place: Path, rights: int) -> None:
    """Grant rights below a folder, or on a file; a place that is not there needs none."""
    try:
        handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        beneath = struct.pack("=Qi", rights if place.is_dir() else rights & ON_FILES, handle)
        _libc.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, beneath, ctypes.c_uint32(0))
    finally:
        os.close(handle)


def _filter_calls() -> bool:
    """Let the calls in ``DENIED`` answer EPERM; False on a machine whose numbers are not known here."""
    known = DENIED.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    program = [(LOAD, 0, 0, 4), (EQUALS, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    program += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, EPERM)]
    for call in calls:
        program += [(EQUALS, 0, 1, call), (RETURN, 0, 0, EPERM)]
    program.append((RETURN, 0, 0, ALLOW))
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    steps = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(steps))
    return not _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0)


def probe() -> dict[str, object]:
    """Confine this process and try what must not work; JSON-able. Ends the usefulness of the process."""
    with tempfile.TemporaryDirectory() as name:
        inside, outside = Path(name) / "inside", Path(name) / "outside"
        inside.mkdir()
        outside.write_text("secret")
        held = confine([], [inside])
        tried: dict[str, object] = dict(asdict(held))
        tried["network"] = _works(lambda: socket.socket().close())
        tried["reads_outside"] = _works(lambda: outside.read_text())
        tried["writes_outside"] = _works(lambda: (Path(name) / "more").write_text("x"))
        tried["writes_inside"] = _works(lambda: (inside / "file").write_text("x"))
        print(json.dumps(tried), flush=True)  # noqa: T201 - what the caller reads
        os._exit(0)


def _works(attempt: object) -> bool:
    try:
        attempt()  # type: ignore[operator]
    except OSError:
        return False
    return True


if __name__ == "__main__":
    probe()
