// What bare.py is, on Node's socket.io: node bare.mjs PORT FILE FOLDER
// FOLDER is where socket.io was installed.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import http from "node:http";

const [port, file, folder] = process.argv.slice(2);
const { Server } = createRequire(`${folder}/`)("socket.io");
const message = JSON.parse(readFileSync(file, "utf8"));

const server = http.createServer((request, response) => {
  if (request.method === "POST") {
    message.version += 1;
    io.to("room").emit("parts", message);
  }
  request.resume();
  response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": 2 }).end("ok");
});
const io = new Server(server, { perMessageDeflate: false });
io.on("connection", (socket) => {
  socket.on("join", (_data, answer) => {
    socket.join("room");
    answer({ ok: true, ...message });
  });
});
server.listen({ port: Number(port), host: "127.0.0.1", backlog: 2048 });
