"""`python -m tools.stack`: the deployment of compose.yaml on this machine, without containers, until Ctrl-C."""

from __future__ import annotations

import signal
import sys

from tools.stack.deployment import Deployment
from tools.stack.process import DidNotStart


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with Deployment() as deployment:
            for name, process in deployment.processes().items():
                print(f"{name:10} {process.pid:>8}  {process.log}")
            print(f"\n{deployment.address}/   (a certificate of its own: the browser will ask)")
            print("Ctrl-C ends all of it.", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except (DidNotStart, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
