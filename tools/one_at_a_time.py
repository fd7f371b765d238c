"""Run a command while no other one runs in this checkout: the second waits, and says so.

Called by make with the machine's own Python, before there is an environment: standard library only.
"""

import fcntl
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parent.parent / ".make.lock"


def main(command: list[str]) -> int:
    """Hold the lock while the command runs, and return its exit status."""
    with LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make runs in this folder. Waiting until it is done …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return subprocess.run(command, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
