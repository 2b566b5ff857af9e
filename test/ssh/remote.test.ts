import { randomBytes } from "node:crypto";
import t from "tap";
import { readAddress } from "../../src/target/ssh/address.ts";
import { remote } from "../../src/target/ssh/remote.ts";

/** A machine behind a line that accepts what is sent only after a while; this needs no ssh and no other machine. */
function slowMachine() {
  const address = readAddress("ssh://somewhere.example/srv/app.db");
  if (!address.ok) throw new Error("the address cannot be read");
  const made = remote(address.value, "prod", `bash -c "sleep 0.2; wc -c"`);
  if (!made.ok) throw new Error("the command cannot be read");
  return made.value;
}

async function* chunks(count: number): AsyncIterable<Uint8Array> {
  for (let n = 0; n < count; n++) yield randomBytes(1 << 18);
}

t.test("an upload that has to wait repeatedly does not pile up listeners, and arrives completely", async (t) => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  t.teardown(() => process.off("warning", onWarning));
  const ran = await slowMachine().run("", { input: chunks(40) });
  t.match(ran, { ok: true, value: { code: 0, stdout: `${40 * (1 << 18)}\n` } });
  t.same(warnings, [], "Node warns where listeners pile up, and that would stand on the screen");
});
