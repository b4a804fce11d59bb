import assert from "node:assert/strict";
import test from "node:test";

import { FileCount } from "../../../workshop/static/js/desk/making.js";

const member = (name, content) =>
  Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(26), Buffer.from(name + content)]);
const inner = member("word/document.xml", "a document is an archive itself");
const archive = Buffer.concat([
  member("plan.json", "{}"),
  member("es/votes.csv", "PKPK"),
  member("es/votes.docx", inner.toString("latin1")),
  member("en/votes.csv", ""),
  member("SHA256SUMS", "es/votes.csv"),
]);

for (const size of [1, 7, 34, archive.length]) {
  test(`the files of the languages are counted, ${size} bytes at a time`, () => {
    const count = new FileCount();
    for (let at = 0; at < archive.length; at += size) count.take(archive.subarray(at, at + size));
    assert.equal(count.number, 3);
  });
}
