import t from "tap";
import type { ApplyEvent, ApplyOutcome } from "../../src/apply/events.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fine } from "../../src/problem/problem.ts";
import { openApi } from "../../src/target/d1/api.ts";
import { changeD1 } from "../../src/target/d1/change.ts";
import { putBackD1 } from "../../src/target/d1/put-back.ts";
import { Random } from "../generate/random.ts";
import { temporaryFolder } from "../kit/database.ts";
import { quiet } from "../kit/target.ts";
import { fill, planTo, targetOf } from "./fixture.ts";
import { type Database, type Fault, startFront } from "./front.ts";

/**
 * Connections that are cut at random moments: any request of a change or an undo, before it arrives, while it runs,
 * after it has run. The database is as it was or as it should be, and the outcome says which. D1_CUTS=200 makes 200
 * cuts.
 */
const cuts = Number(process.env.D1_CUTS ?? 6);
const first = Number(process.env.D1_SEED ?? 1);

const shop = `CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE CASCADE);
CREATE TABLE visit (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE SET NULL)`;
const goal = shop.replace("name TEXT", "name TEXT NOT NULL");
const rows = `INSERT INTO customer VALUES (1, 'Ann'), (2, 'Bo'), (3, 'Cy');
INSERT INTO orders VALUES (1, 1), (2, 1), (3, 3);
INSERT INTO visit VALUES (1, 2), (2, NULL), (3, 3)`;
const counts = `SELECT (SELECT count(*) FROM customer) || ' ' || (SELECT count(customer) FROM orders) || ' ' || (SELECT count(*) || '/' || count(customer) FROM visit)`;

/** How long a request may live here: longer than any takes, even on a busy machine. */
const requestLife = cuts > 20 ? 6000 : 1500;

t.setTimeout(0);
t.test(`${cuts} cut connections`, async (t) => {
  const front = await startFront({ databases: cuts });
  t.teardown(() => front.close());
  const seen = new Map<string, number>();
  for (let seed = first; seed < first + cuts; seed++) {
    const random = new Random(seed);
    const how = seed % 20 === 0 ? "undo" : seed % 7 === 0 ? "import" : "request";
    const database = front.fresh();
    await fill(database, shop, rows);
    const target = await targetOf(front, database);
    const { plan, seal } = await planTo(target, goal);
    const root = temporaryFolder(t);
    const access = { apiUrl: front.api, token: front.token, account: front.account };
    const api = () => openApi({ ...access, requestLife }, database.id, database.name);
    const open = async () => fine(api());
    // What takes longer than a request may is sent as an import; the first query asks whether it does.
    const openShort = async () => {
      const lives = [0.1];
      return fine({
        ...api(),
        get requestLife() {
          return lives.pop() ?? requestLife;
        },
      });
    };
    const place = { root, name: "d1" };
    const more = { planName: null, beside: nothingBeside, lockTimeout: 1000, keep: null, label: "d1", place } as const;
    const whose = { kind: "d1", place: database.url };
    const change = (onEvent: (event: ApplyEvent) => void) =>
      changeD1(
        { plan, seal, whose, backup: "take", allowLong: how === "import", ...more },
        how === "import" ? openShort : open,
        { ...quiet, onEvent },
      );
    const untouched = how === "undo" ? await change(() => {}) : null;

    const last = random.chance(0.6);
    const takes = random.below(300);
    const moment = random.pick(["before", "during", "after"] as const);
    const skip = last ? (how === "import" ? random.below(3) : 0) : random.below(10);
    const at = random.below(takes + 1);
    const path = !last ? "" : how === "undo" ? "/restore" : how === "import" ? "/import" : "/raw";
    const fault: Fault = moment === "during" ? { path, skip, cut: moment, at, takes } : { path, skip, cut: moment };
    const cut = `seed ${seed}: ${how}, ${moment} ${last ? "the last" : "any"} request`;
    const sent = front.seen.length;
    if (!last || how === "undo") front.faults.push(fault);
    const isSending = (event: ApplyEvent) => event.kind === "step-started";
    const undo = (backup: string) => putBackD1({ backup, discardWrites: false, whose, ...more }, open, quiet);
    const backup = untouched?.kind === "applied" ? (untouched.backup?.path ?? null) : null;
    const outcome =
      backup === null
        ? await change((event) => void (isSending(event) && last && front.faults.push(fault)))
        : await undo(backup);
    front.faults.length = 0;
    const before = await isNew(database);
    await new Promise((resolve) => setTimeout(resolve, takes));
    const isNow = await isNew(database);
    const [done, undone] = how === "undo" ? [false, true] : [true, false];
    if (outcome.kind === "applied" || outcome.kind === "restored") t.equal(before, done, `${cut}: it is done, as said`);
    else if (how === "undo")
      t.match(outcome, { kind: "failed", ...(isNow === done && { problems: [{ message: /not known/ }] }) }, cut);
    else {
      t.match(outcome, { kind: "failed", state: "unchanged" }, `${cut}: what happened is known`);
      t.strictSame([before, isNow], [undone, undone], `${cut}: nothing is done, as said, and nothing follows`);
    }
    t.equal(await database.value(counts), "3 3 3/2", `${cut}: all rows are there`);
    const word = how === "import" ? '"init"' : how === "undo" ? "/restore" : 'DROP TABLE \\"customer';
    const batches = front.seen.slice(sent).filter(({ path, body }) => `${path} ${body}`.includes(word));
    t.ok(batches.length <= 1, `${cut}: it is sent once`);
    if (backup === null) t.equal(await again(change), before ? "already" : "applied", `${cut}: and then it is`);
    else t.match(await undo(backup), { kind: isNow === done ? "same" : "restored" }, `${cut}: and then it is`);
    const what = `${how}: ${outcome.kind}, ${before === done ? "done" : "not done"}`;
    seen.set(what, (seen.get(what) ?? 0) + 1);
  }
  t.comment(JSON.stringify(Object.fromEntries(seen)));
});

async function isNew(database: Database): Promise<boolean> {
  return (await database.value("SELECT instr(sql, 'NOT NULL') FROM sqlite_schema WHERE name = 'customer'")) !== 0;
}

async function again(change: (onEvent: () => void) => Promise<ApplyOutcome>): Promise<string> {
  return (await change(() => {})).kind;
}
