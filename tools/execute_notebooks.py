"""Execute notebooks in place, each from a fresh kernel: those named as arguments, or all.

A stored notebook depends only on its sources, the data and the locked packages: nothing that
changes from run to run (timings, the Python version) is written. A notebook that fails is left
as it was.
"""

import asyncio
import os
import sys
import time
import warnings
from pathlib import Path

import nbformat
from forked_kernels import fork_kernels
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat.reader import NotJSONError
from nbformat.warnings import MissingIDFieldWarning
from traitlets.config import Config
from whole import write_whole

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
# Without the Python version, which nbclient would add.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


async def execute(path: Path) -> None:
    """Run one notebook and replace the stored one, all or nothing."""
    with warnings.catch_warnings():
        # Cells that an editor saved without ids get them here.
        warnings.simplefilter("ignore", MissingIDFieldWarning)
        notebook = nbformat.v4.upgrade(nbformat.read(path, as_version=4))
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        timeout=600,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        # ipykernel warns on the terminal, once a kernel, when its traffic is not encrypted.
        config=Config(KernelManager={"transport_encryption": "auto"}),
    )
    await client.async_execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
    write_whole(path, f"{nbformat.writes(notebook)}\n".encode())


async def main(paths: list[Path]) -> int:
    """Execute notebooks, as many at a time as there are cores; return an exit status."""
    free_cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def report(path: Path) -> bool:
        async with free_cores:
            start = time.monotonic()
            try:
                await execute(path)
            except NotJSONError:
                cure = "git checkout --ours notebooks && make report"
                print(f"{path.name} is no notebook. If it is half merged: {cure}", file=sys.stderr)
                return False
            except (CellControlSignal, DeadKernelError) as error:
                print(f"{path.name}: failed, left as it was\n{error}", file=sys.stderr)
                return False
            print(f"{path.name}: {time.monotonic() - start:.0f} s", flush=True)
            return True

    return 0 if all(await asyncio.gather(*map(report, paths))) else 1


if __name__ == "__main__":
    fork_kernels()
    named = [Path(name) for name in sys.argv[1:]]
    sys.exit(asyncio.run(main(named or sorted(NOTEBOOKS.glob("*.ipynb")))))
