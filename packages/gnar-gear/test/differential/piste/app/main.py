"""A service of the original without a database: `python -m piste.app.main <production|development> <port>`."""
import sys

from gnar_gear import GnarApp

if __name__ == '__main__':
    mode, port = sys.argv[1:]
    GnarApp('piste', production=mode == 'production', port=int(port), no_db=True).run()
