"""The command line with a flow that is killed by an article which reads `deadly`: `python -m tests.engine.deadly_run run ...`."""

import os
import signal

from pipeline import flow
from pipeline.cli import main

if __name__ in {"__main__", "__mp_main__"}:  # workers have this module as the latter
    process = flow.Flow.process

    def dies(self, article, decided=()):
        if article.raw == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        return process(self, article, decided)

    flow.Flow.process = dies

if __name__ == "__main__":
    main()
