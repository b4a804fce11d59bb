"""The application for gunicorn: `gunicorn -k workshop.serving.Worker wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from workshop import create_app

app = create_app({"ASYNC_MODE": "gevent"})
