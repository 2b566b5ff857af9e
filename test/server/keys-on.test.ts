import t from "tap";
import { introspect } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { schemaOf } from "../kit/database.ts";
import { nowhere } from "../kit/nowhere.ts";
import { opened } from "./fixture.ts";
import { run, skipServer, startSqld } from "./sqld.ts";

t.test(
  "triggers that foreign keys keep from compiling are those of the declarations",
  { skip: skipServer },
  async (t) => {
    const server = await startSqld();
    t.teardown(server.remove);
    await run(server.url, nowhere.split(/;$/m));
    const connection = opened(server.url);
    const [[keys] = []] = await connection.snapshot((snapshot) => snapshot.read([{ sql: "PRAGMA foreign_keys" }]));
    t.equal(keys?.[0], 1, "a server has them on");
    const read = await connection.snapshot((snapshot) => introspect(snapshot, nothingBeside));
    t.equal(read.ok && fingerprint(read.value), fingerprint(schemaOf(nowhere)));
    await connection.close();
  },
);
