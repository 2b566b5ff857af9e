import { createHash } from "node:crypto";
import t from "tap";
import { sha256, sha256Anywhere } from "../../src/model/sha256.ts";

t.test("a fingerprint is the same with Node's hash and with our own", async (t) => {
  const texts = ["", "a", "ä€😀", "\0", "tune".repeat(100_000)];
  for (let length = 0; length < 200; length++) texts.push("x".repeat(length));
  for (const text of texts) {
    const expected = createHash("sha256").update(text).digest("hex");
    if (sha256Anywhere(text) !== expected) t.fail(`our own, of ${text.length} characters`);
    if (sha256([text]) !== expected) t.fail(`Node's, of ${text.length} characters`);
  }
  const together = createHash("sha256").update(texts.join("")).digest("hex");
  if (sha256(texts) !== together) t.fail("Node's, of many lines");
});
