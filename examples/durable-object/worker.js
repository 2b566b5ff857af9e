// A notebook in a Durable Object: one object and one database for each user.
import { DurableObject } from "cloudflare:workers";
import { converge } from "trueup/start";
import { bundle } from "./schema.bundle.js";

export class Notebook extends DurableObject {
  /** Nothing is served before the database is as this release needs it. */
  #ready;

  constructor(ctx, env) {
    super(ctx, env);
    this.#ready = converge(ctx.storage, bundle, { newer: "run-if-compatible" });
    // The next request hears of an error.
    this.#ready.catch(() => {});
  }

  async fetch(request) {
    try {
      const { state } = await this.#ready;
      const { sql } = this.ctx.storage;
      if (request.method === "POST") {
        sql.exec("INSERT INTO notebook (id, name) VALUES (1, 'notes') ON CONFLICT DO NOTHING");
        sql.exec("INSERT INTO note (notebook_id, body) VALUES (1, ?)", await request.text());
      }
      const notes = [...sql.exec("SELECT body FROM note ORDER BY id").raw()].map(([body]) => body);
      return Response.json({ state, notes });
    } catch (error) {
      return Response.json({ code: error.code, message: error.message }, { status: 503 });
    }
  }
}

export default {
  fetch(request, env) {
    const user = new URL(request.url).pathname;
    return env.NOTEBOOK.get(env.NOTEBOOK.idFromName(user)).fetch(request);
  },
};
