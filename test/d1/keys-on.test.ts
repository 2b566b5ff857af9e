import t from "tap";
import { introspect } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { schemaOf, temporaryFolder } from "../kit/database.ts";
import { nowhere, nowhereLater } from "../kit/nowhere.ts";
import { applyTo, planTo, short, statements, targetOf } from "./fixture.ts";
import { startFront } from "./front.ts";

t.setTimeout(300_000);
t.test("triggers that foreign keys keep from compiling are those of the declarations", async (t) => {
  const front = await startFront({ databases: 1 });
  t.teardown(() => front.close());
  const database = front.fresh();
  await database.run(...statements(nowhere));
  const target = await targetOf(front, database);
  const read = async () => {
    const looked = await target.look((connection) =>
      connection.snapshot((snapshot) => introspect(snapshot, nothingBeside)),
    );
    return looked.ok && looked.value.ok ? fingerprint(looked.value.value) : JSON.stringify(looked);
  };
  t.equal(await read(), fingerprint(schemaOf(nowhere)));
  const plan = await planTo(target, nowhereLater);
  t.match(short(await applyTo(target, plan, temporaryFolder(t))), { kind: "applied", codes: [] });
  t.equal(await read(), fingerprint(schemaOf(nowhereLater)));
});
