"""`python -m worker.cli`, where the script `rasid` is not on PATH."""

import sys

from worker.cli import main

sys.exit(main())
