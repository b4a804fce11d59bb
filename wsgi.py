"""The application for gunicorn, not preloaded: `gunicorn -k workshop.serving.Worker wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from workshop import create_app
from workshop.live import pulse

app = create_app({"ASYNC_MODE": "gevent"})
pulse.start(app)
