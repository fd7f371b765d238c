"""Fork the kernel of each notebook from one process that has imported what notebooks do.

To start Python, the kernel and the imports takes longer than most of what a notebook computes. That
process has modules and nothing else: a kernel is as fresh as one that is started on its own.
"""

import atexit
import builtins
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

from jupyter_client.provisioning import local_provisioner

ROOMS = ("coverage", "topics", "officials", "threats", "voices", "findings")
MODULES = (
    "ipykernel.kernelapp",
    *(f"eucad.{room}.{module}" for room in ROOMS for module in ("figures", "sentences")),
    *(f"eucad.keep.{module}" for module in ("add", "diff", "drafts", "remove", "suggest")),
)

#: The one process that kernels of this one are forked from, once it has been asked for.
SERVERS: list[subprocess.Popen] = []


class Kernel:
    """What a client asks of a kernel's process, which is another's child."""

    stdin = stdout = stderr = None

    def __init__(self, server: subprocess.Popen, **start) -> None:
        self._server, self._ended = server, None
        self.pid = self._ask(start)

    def _ask(self, asked: dict) -> int | None:
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        return json.loads(self._server.stdout.readline())

    def poll(self, wait: bool = False) -> int | None:
        """Tell how it ended, or nothing if it has not."""
        if self._ended is None:
            self._ended = self._ask({"pid": self.pid, "wait": wait})
        return self._ended

    def wait(self) -> int:
        """Wait until it ends, and tell how."""
        return self.poll(wait=True)

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def fork_kernels() -> None:
    """Let the kernels of this process be forked from now on, where that is safe."""
    if sys.platform != "linux":
        return

    def launch(command: list[str], *, env: dict[str, str], cwd: str | None = None, **_) -> Kernel:
        if not SERVERS:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            SERVERS.append(subprocess.Popen([*command[:1], __file__], **pipes))
            atexit.register(SERVERS[0].communicate)  # nobody asks any more: it ends
        return Kernel(SERVERS[0], command=command, env=env, cwd=cwd)

    local_provisioner.launch_kernel = launch


def serve() -> None:
    """Start kernels, and tell how they ended, until nobody asks any more."""
    sys.path.pop(0)  # this folder, in which no notebook looks for modules
    # Whoever asks in an import whether this is a notebook, as pandas does, is told so.
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)
    for module in MODULES:
        importlib.import_module(module)
    del builtins.get_ipython
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        if "command" in asked:
            answer = os.fork()
            if not answer:
                return be_kernel(**asked)
            os.setpgid(answer, answer)  # signals to a kernel and its children reach nobody else
        else:
            ended, status = os.waitpid(asked["pid"], 0 if asked["wait"] else os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        print(json.dumps(answer), flush=True)


def be_kernel(command: list[str], env: dict[str, str], cwd: str | None) -> None:
    """Be a kernel, with the surroundings that it would have been started in."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd or ".")
    kernelapp = importlib.import_module("ipykernel.kernelapp")
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # without which it would not live on
    kernelapp.launch_new_instance(argv=[*command[command.index("-f") :], parent])


if __name__ == "__main__":
    serve()
