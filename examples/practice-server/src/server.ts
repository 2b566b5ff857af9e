import { createServer, type IncomingMessage, type Server } from "node:http";
import { type Db, openDatabase } from "./database.ts";
import { addToPlaylist, addUser } from "./people.ts";
import { dueToday, leeches, played } from "./practice.ts";
import { addTune, listTunes, type NewTune, searchTunes, tunesFrom } from "./tunes.ts";

type Answer = (db: Db, request: { readonly query: URLSearchParams; readonly body: Body }) => unknown;
type Body = NewTune & { name: string; email: string; user: number; tune: number; playlist: string; remembered: boolean };

const routes: Readonly<Record<string, Answer>> = {
  "GET /tunes": (db, { query }) => {
    const genre = query.get("genre");
    return listTunes(db, { ...(genre !== null && { genre }), order: query.has("back") ? "DESC" : "ASC" });
  },
  "GET /tunes/from": (db, { query }) => tunesFrom(db, query.get("letter") ?? "A"),
  "GET /tunes/search": (db, { query }) => searchTunes(db, query.get("words") ?? ""),
  "POST /tunes": (db, { body }) => ({ id: addTune(db, body) }),
  "POST /users": (db, { body }) => ({ id: addUser(db, body.name, body.email) }),
  "POST /playlists": (db, { body }) => addToPlaylist(db, body.user, body.playlist, body.tune),
  "POST /played": (db, { body }) => played(db, body.user, body.tune, body.remembered),
  "GET /practice": (db, { query }) => dueToday(db, Number(query.get("user"))),
  "GET /leeches": (db, { query }) => leeches(db, Number(query.get("user"))),
};

/** A practice log over HTTP. The schema is declared in `schema/` at the top of this repository. */
export function serve(file: string): Server {
  const db = openDatabase(file);
  return createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const answer = routes[`${request.method} ${url.pathname}`];
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    try {
      const body = request.method === "POST" ? await bodyOf(request) : {};
      const result = answer(db, { query: url.searchParams, body: body as Body });
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result ?? null));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).on("close", () => db.close());
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}
