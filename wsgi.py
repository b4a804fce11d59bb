"""The application for gunicorn, not preloaded: `gunicorn -k workshop.serving.Worker wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from workshop import create_app
from workshop.monitoring import logs
from workshop.room import heartbeat

app = create_app({"ASYNC_MODE": "gevent"})
logs.configure(app.config["LOG_LEVEL"])
heartbeat.start(app)
