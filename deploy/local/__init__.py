"""The local stack behind `make start`, `make test` and a lone `manage.py`: one folder of data, no system services.

Nothing here is used in production. What runs before the virtual environment exists imports the standard library only.
"""
