"""A small application run by workshop.serving, for the tests beside it: small_server.py PORT."""

# isort: off
from workshop import serving  # first: it changes the standard library

# isort: on
import resource
import sys

import gevent
from flask import Flask
from flask_socketio import SocketIO, join_room

serving.PATIENCE = 3

app = Flask(__name__)
app.config["SECRET_KEY"] = "test"
socketio = SocketIO(app, async_mode="gevent", async_handlers=False, manage_session=False)


@socketio.on("join")
def join(room: str) -> str:
    join_room(room)
    return "ok"


@socketio.on("echo")
def echo(text: str) -> str:
    return text


@app.post("/send/<room>/<int:first>/<int:last>/<int:size>")
def send(room: str, first: int, last: int, size: int) -> str:
    for number in range(first, last):
        socketio.emit("news", [number, "x" * size], to=room)
    return "sent"


@app.post("/act/<room>")
def act(room: str) -> str:
    """An act that takes a while, and tells its room at the end."""
    print("under way", flush=True)
    gevent.sleep(0.7)
    socketio.emit("news", [1, "the last"], to=room)
    return "done"


@app.get("/state")
def state() -> dict[str, int]:
    clients = socketio.server.eio.sockets.values()
    return {
        "clients": len(clients),
        "waiting": sum(client.queue.qsize() for client in clients),
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "open_files_limit": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    }


if __name__ == "__main__":
    serving.serve(app, port=int(sys.argv[1]), on_ready=lambda: print("ready", flush=True))
