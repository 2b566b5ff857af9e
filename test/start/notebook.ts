import type { Releases } from "../kit/bundle.ts";

/** An application and its releases: each change is one with which other tools are known to lose rows. */
export const notebook: Releases = {
  releases: {
    "v1.0.0": `
      CREATE TABLE project (id TEXT PRIMARY KEY NOT NULL, name TEXT, path TEXT NOT NULL);
      CREATE TABLE session (
        id TEXT PRIMARY KEY NOT NULL,
        project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
        title TEXT
      );
      CREATE INDEX session_project ON session (project_id);`,
    "v1.1.0": `
      CREATE TABLE project (id TEXT PRIMARY KEY NOT NULL, name TEXT, path TEXT NOT NULL, icon TEXT);
      CREATE TABLE session (
        id TEXT PRIMARY KEY NOT NULL,
        project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
        title TEXT,
        archived INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX session_project ON session (project_id);
      CREATE TABLE message (
        id TEXT PRIMARY KEY NOT NULL,
        session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        data TEXT NOT NULL CHECK (json_valid(data))
      );`,
    "v1.2.0": `
      CREATE TABLE project (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL DEFAULT '', path TEXT NOT NULL UNIQUE, icon TEXT);
      CREATE TABLE session (
        id TEXT PRIMARY KEY NOT NULL,
        project_id TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
        title TEXT,
        archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1))
      );
      CREATE INDEX session_project ON session (project_id);
      CREATE TABLE message (
        id TEXT PRIMARY KEY NOT NULL,
        session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        data TEXT NOT NULL CHECK (json_valid(data))
      );
      CREATE VIEW open_session AS
        SELECT s.id, s.title, p.name AS project FROM session s JOIN project p ON p.id = s.project_id WHERE s.archived = 0;`,
  },
  flags: `--fill "project.name=''"`,
  answers: [
    { rule: "unique", object: "project.path", repair: null },
    { rule: "check", object: "session(archived IN (0, 1))", repair: null },
  ],
};

/** Two projects, one without a name, each with a session. */
export const someRows = `
  INSERT INTO project (id, name, path) VALUES ('p1', NULL, '/a'), ('p2', 'two', '/b');
  INSERT INTO session (id, project_id, title) VALUES ('s1', 'p1', 'one'), ('s2', 'p2', 'two');`;
