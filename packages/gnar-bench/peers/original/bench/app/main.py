"""The job of the benchmark on the original, in its two lines."""

import os

from gnar_gear import GnarApp

if __name__ == "__main__":
    # The original's endpoint has no port; libpq reads it from PGPORT.
    os.environ["GNAR_PG_ENDPOINT"], _, os.environ["PGPORT"] = os.environ["GNAR_PG_ENDPOINT"].partition(":")
    GnarApp("bench", production=True, port=int(os.environ["PORT"])).run()
