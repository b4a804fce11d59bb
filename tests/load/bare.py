"""The least that Flask-SocketIO can do on our server: push given bytes to everyone who joined.

    bare.py PORT FILE

FILE holds the data of a "parts" message; every POST /push sends it with the next version.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from workshop import serving  # noqa: E402, I001  patches the standard library first

import json  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(
    app, async_mode="gevent", async_handlers=False, manage_session=False, ping_interval=25
)
message = json.loads(Path(sys.argv[2]).read_text())


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.post("/push")
def push() -> str:
    message["version"] += 1
    socketio.emit("parts", message, to="room")
    return "ok"


@socketio.on("join")
def join(_data: object) -> dict[str, object]:
    join_room("room")
    return {"ok": True, **message}


serving.serve(app, port=int(sys.argv[1]))
