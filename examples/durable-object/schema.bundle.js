// Written by trueup build. Edit the declarations and build again.
/** @type {import("trueup/start").Bundle} */
export const bundle = {
  "format": 1,
  "release": "v1.2.0",
  "target": {
    "releases": [
      "v1.2.0"
    ],
    "fingerprint": "fp1:571ca93ce8dec6ef37284732aee1a9d923a84f03c70be73aa6c92af57644169c",
    "objects": [
      {
        "type": "index",
        "name": "tag_word",
        "table": "tag",
        "texts": [
          "CREATE INDEX tag_word ON tag (word)"
        ]
      },
      {
        "type": "table",
        "name": "note",
        "table": "note",
        "texts": [
          "CREATE TABLE note (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT NOT NULL,\n  starred INTEGER NOT NULL DEFAULT 0\n)",
          "CREATE TABLE \"note\" (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT NOT NULL,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
        ]
      },
      {
        "type": "table",
        "name": "notebook",
        "table": "notebook",
        "texts": [
          "CREATE TABLE notebook (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE\n)",
          "CREATE TABLE \"notebook\" (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE\n)"
        ]
      },
      {
        "type": "table",
        "name": "tag",
        "table": "tag",
        "texts": [
          "CREATE TABLE tag (\n  note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,\n  word TEXT NOT NULL,\n  PRIMARY KEY (note_id, word)\n)",
          "CREATE TABLE tag (note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE, word TEXT NOT NULL, PRIMARY KEY (note_id, word))"
        ]
      }
    ]
  },
  "length": 829,
  "bases": [
    {
      "releases": [
        "v1.0.0"
      ],
      "fingerprint": "fp1:c032831839f52b679abe8a94bb5c6ef54a4811450acd534044e965cfb3176bf8",
      "objects": [
        {
          "type": "table",
          "name": "note",
          "table": "note",
          "texts": [
            "CREATE TABLE note (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT\n)"
          ]
        },
        {
          "type": "table",
          "name": "notebook",
          "table": "notebook",
          "texts": [
            "CREATE TABLE notebook (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"
          ]
        }
      ]
    },
    {
      "releases": [
        "v1.1.0-beta.1"
      ],
      "fingerprint": "fp1:eeb18d8cfea3393cb057da00c90735d04448925f34af21a8e7acdf9d398f1f0c",
      "objects": [
        {
          "type": "table",
          "name": "note",
          "table": "note",
          "texts": [
            "CREATE TABLE note (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
          ]
        },
        {
          "type": "table",
          "name": "notebook",
          "table": "notebook",
          "texts": [
            "CREATE TABLE notebook (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"
          ]
        }
      ]
    },
    {
      "releases": [
        "v1.1.0"
      ],
      "fingerprint": "fp1:b8affdf1fa504b87fb77b05c9ed57724368627ae61a376542ea976d0fa441a98",
      "objects": [
        {
          "type": "index",
          "name": "tag_word",
          "table": "tag",
          "texts": [
            "CREATE INDEX tag_word ON tag (word)"
          ]
        },
        {
          "type": "table",
          "name": "note",
          "table": "note",
          "texts": [
            "CREATE TABLE note (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
          ]
        },
        {
          "type": "table",
          "name": "notebook",
          "table": "notebook",
          "texts": [
            "CREATE TABLE notebook (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"
          ]
        },
        {
          "type": "table",
          "name": "tag",
          "table": "tag",
          "texts": [
            "CREATE TABLE tag (note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE, word TEXT NOT NULL, PRIMARY KEY (note_id, word))"
          ]
        }
      ]
    }
  ],
  "plans": [
    {
      "from": "fp1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "engine": "plain",
      "seal": "sha256:6dcdd480aae3151f696d19dfc9041829c1b8085b0e1c5c07d669e2287e8d9603",
      "items": [
        {
          "kind": "step",
          "step": "create-table",
          "subject": "note",
          "note": null,
          "sql": "CREATE TABLE note (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT NOT NULL,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
        },
        {
          "kind": "step",
          "step": "create-table",
          "subject": "notebook",
          "note": null,
          "sql": "CREATE TABLE notebook (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE\n)"
        },
        {
          "kind": "step",
          "step": "create-table",
          "subject": "tag",
          "note": null,
          "sql": "CREATE TABLE tag (\n  note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,\n  word TEXT NOT NULL,\n  PRIMARY KEY (note_id, word)\n)"
        },
        {
          "kind": "step",
          "step": "create-index",
          "subject": "tag_word",
          "note": null,
          "sql": "CREATE INDEX tag_word ON tag (word)"
        },
        {
          "kind": "check",
          "check": "foreign-keys",
          "subject": "all",
          "note": null,
          "expect": {
            "kind": "no-worse"
          },
          "sql": "PRAGMA foreign_key_check"
        }
      ],
      "rewrites": false
    },
    {
      "from": "fp1:c032831839f52b679abe8a94bb5c6ef54a4811450acd534044e965cfb3176bf8",
      "engine": "plain",
      "seal": "sha256:73d8bdb41332c1a1b05a4d0b74bafe55b51f19930049381c27631f5fb92d3b0e",
      "items": [
        {
          "kind": "check",
          "check": "unique",
          "subject": "notebook",
          "note": "refuse unique:notebook.name",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT count(*) FROM (SELECT 1 FROM \"notebook\" WHERE (\"notebook\".\"name\" COLLATE \"BINARY\") IS NOT NULL GROUP BY \"notebook\".\"name\" COLLATE \"BINARY\" HAVING count(*) > 1)"
        },
        {
          "kind": "step",
          "step": "create-table",
          "subject": "tag",
          "note": null,
          "sql": "CREATE TABLE tag (\n  note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,\n  word TEXT NOT NULL,\n  PRIMARY KEY (note_id, word)\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-create",
          "subject": "note",
          "note": "SQLite cannot change a column's definition in place",
          "sql": "CREATE TABLE \"__trueup_note\" (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT NOT NULL,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-copy",
          "subject": "note",
          "note": null,
          "sql": "INSERT OR ABORT INTO \"__trueup_note\" (\"id\", \"notebook_id\", \"body\")\nSELECT \"note\".\"id\", \"note\".\"notebook_id\", coalesce(\"note\".\"body\", (''))\nFROM \"note\" ORDER BY \"note\".rowid"
        },
        {
          "kind": "check",
          "check": "rebuild-rows",
          "subject": "note",
          "note": "no row is lost, no kept value changes",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT abs((SELECT count(*) FROM \"note\") - (SELECT count(*) FROM \"__trueup_note\"))\n + (SELECT count(*) FROM \"note\" AS \"old\" LEFT JOIN \"__trueup_note\" AS \"new\" ON \"new\".rowid = \"old\".rowid\n  WHERE \"new\".rowid IS NULL\n  OR \"old\".\"id\" IS NOT \"new\".\"id\" COLLATE BINARY\n  OR \"old\".\"notebook_id\" IS NOT \"new\".\"notebook_id\" COLLATE BINARY\n  OR (\"old\".\"body\" IS NOT NULL AND \"old\".\"body\" IS NOT \"new\".\"body\" COLLATE BINARY))"
        },
        {
          "kind": "step",
          "step": "rebuild-drop",
          "subject": "note",
          "note": null,
          "sql": "DROP TABLE \"note\""
        },
        {
          "kind": "step",
          "step": "rebuild-rename",
          "subject": "note",
          "note": null,
          "sql": "ALTER TABLE \"__trueup_note\" RENAME TO \"note\""
        },
        {
          "kind": "step",
          "step": "rebuild-create",
          "subject": "notebook",
          "note": "UNIQUE (name) is added",
          "sql": "CREATE TABLE \"__trueup_notebook\" (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-copy",
          "subject": "notebook",
          "note": null,
          "sql": "INSERT OR ABORT INTO \"__trueup_notebook\" (\"id\", \"name\")\nSELECT \"notebook\".\"id\", \"notebook\".\"name\"\nFROM \"notebook\" ORDER BY \"notebook\".rowid"
        },
        {
          "kind": "check",
          "check": "rebuild-rows",
          "subject": "notebook",
          "note": "no row is lost, no kept value changes",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT abs((SELECT count(*) FROM \"notebook\") - (SELECT count(*) FROM \"__trueup_notebook\"))\n + (SELECT count(*) FROM \"notebook\" AS \"old\" LEFT JOIN \"__trueup_notebook\" AS \"new\" ON \"new\".rowid = \"old\".rowid\n  WHERE \"new\".rowid IS NULL\n  OR \"old\".\"id\" IS NOT \"new\".\"id\" COLLATE BINARY\n  OR \"old\".\"name\" IS NOT \"new\".\"name\" COLLATE BINARY)"
        },
        {
          "kind": "step",
          "step": "rebuild-drop",
          "subject": "notebook",
          "note": null,
          "sql": "DROP TABLE \"notebook\""
        },
        {
          "kind": "step",
          "step": "rebuild-rename",
          "subject": "notebook",
          "note": null,
          "sql": "ALTER TABLE \"__trueup_notebook\" RENAME TO \"notebook\""
        },
        {
          "kind": "step",
          "step": "create-index",
          "subject": "tag_word",
          "note": null,
          "sql": "CREATE INDEX tag_word ON tag (word)"
        },
        {
          "kind": "check",
          "check": "foreign-keys",
          "subject": "all",
          "note": null,
          "expect": {
            "kind": "no-worse"
          },
          "sql": "PRAGMA foreign_key_check"
        }
      ],
      "rewrites": true
    },
    {
      "from": "fp1:eeb18d8cfea3393cb057da00c90735d04448925f34af21a8e7acdf9d398f1f0c",
      "engine": "plain",
      "seal": "sha256:0c8e6885021f06cdf74c8b396d66aacf0ed4347a148007d19bd08d37ef96fcb9",
      "items": [
        {
          "kind": "check",
          "check": "unique",
          "subject": "notebook",
          "note": "refuse unique:notebook.name",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT count(*) FROM (SELECT 1 FROM \"notebook\" WHERE (\"notebook\".\"name\" COLLATE \"BINARY\") IS NOT NULL GROUP BY \"notebook\".\"name\" COLLATE \"BINARY\" HAVING count(*) > 1)"
        },
        {
          "kind": "step",
          "step": "create-table",
          "subject": "tag",
          "note": null,
          "sql": "CREATE TABLE tag (\n  note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,\n  word TEXT NOT NULL,\n  PRIMARY KEY (note_id, word)\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-create",
          "subject": "note",
          "note": "SQLite cannot change a column's definition in place",
          "sql": "CREATE TABLE \"__trueup_note\" (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT NOT NULL,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-copy",
          "subject": "note",
          "note": null,
          "sql": "INSERT OR ABORT INTO \"__trueup_note\" (\"id\", \"notebook_id\", \"body\", \"starred\")\nSELECT \"note\".\"id\", \"note\".\"notebook_id\", coalesce(\"note\".\"body\", ('')), \"note\".\"starred\"\nFROM \"note\" ORDER BY \"note\".rowid"
        },
        {
          "kind": "check",
          "check": "rebuild-rows",
          "subject": "note",
          "note": "no row is lost, no kept value changes",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT abs((SELECT count(*) FROM \"note\") - (SELECT count(*) FROM \"__trueup_note\"))\n + (SELECT count(*) FROM \"note\" AS \"old\" LEFT JOIN \"__trueup_note\" AS \"new\" ON \"new\".rowid = \"old\".rowid\n  WHERE \"new\".rowid IS NULL\n  OR \"old\".\"id\" IS NOT \"new\".\"id\" COLLATE BINARY\n  OR \"old\".\"notebook_id\" IS NOT \"new\".\"notebook_id\" COLLATE BINARY\n  OR (\"old\".\"body\" IS NOT NULL AND \"old\".\"body\" IS NOT \"new\".\"body\" COLLATE BINARY)\n  OR \"old\".\"starred\" IS NOT \"new\".\"starred\" COLLATE BINARY)"
        },
        {
          "kind": "step",
          "step": "rebuild-drop",
          "subject": "note",
          "note": null,
          "sql": "DROP TABLE \"note\""
        },
        {
          "kind": "step",
          "step": "rebuild-rename",
          "subject": "note",
          "note": null,
          "sql": "ALTER TABLE \"__trueup_note\" RENAME TO \"note\""
        },
        {
          "kind": "step",
          "step": "rebuild-create",
          "subject": "notebook",
          "note": "UNIQUE (name) is added",
          "sql": "CREATE TABLE \"__trueup_notebook\" (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-copy",
          "subject": "notebook",
          "note": null,
          "sql": "INSERT OR ABORT INTO \"__trueup_notebook\" (\"id\", \"name\")\nSELECT \"notebook\".\"id\", \"notebook\".\"name\"\nFROM \"notebook\" ORDER BY \"notebook\".rowid"
        },
        {
          "kind": "check",
          "check": "rebuild-rows",
          "subject": "notebook",
          "note": "no row is lost, no kept value changes",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT abs((SELECT count(*) FROM \"notebook\") - (SELECT count(*) FROM \"__trueup_notebook\"))\n + (SELECT count(*) FROM \"notebook\" AS \"old\" LEFT JOIN \"__trueup_notebook\" AS \"new\" ON \"new\".rowid = \"old\".rowid\n  WHERE \"new\".rowid IS NULL\n  OR \"old\".\"id\" IS NOT \"new\".\"id\" COLLATE BINARY\n  OR \"old\".\"name\" IS NOT \"new\".\"name\" COLLATE BINARY)"
        },
        {
          "kind": "step",
          "step": "rebuild-drop",
          "subject": "notebook",
          "note": null,
          "sql": "DROP TABLE \"notebook\""
        },
        {
          "kind": "step",
          "step": "rebuild-rename",
          "subject": "notebook",
          "note": null,
          "sql": "ALTER TABLE \"__trueup_notebook\" RENAME TO \"notebook\""
        },
        {
          "kind": "step",
          "step": "create-index",
          "subject": "tag_word",
          "note": null,
          "sql": "CREATE INDEX tag_word ON tag (word)"
        },
        {
          "kind": "check",
          "check": "foreign-keys",
          "subject": "all",
          "note": null,
          "expect": {
            "kind": "no-worse"
          },
          "sql": "PRAGMA foreign_key_check"
        }
      ],
      "rewrites": true
    },
    {
      "from": "fp1:b8affdf1fa504b87fb77b05c9ed57724368627ae61a376542ea976d0fa441a98",
      "engine": "plain",
      "seal": "sha256:968b9b12278bf377374cf98ef411ae1610948f0c3ce6fc91de1d5c259801c128",
      "items": [
        {
          "kind": "check",
          "check": "unique",
          "subject": "notebook",
          "note": "refuse unique:notebook.name",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT count(*) FROM (SELECT 1 FROM \"notebook\" WHERE (\"notebook\".\"name\" COLLATE \"BINARY\") IS NOT NULL GROUP BY \"notebook\".\"name\" COLLATE \"BINARY\" HAVING count(*) > 1)"
        },
        {
          "kind": "step",
          "step": "rebuild-create",
          "subject": "note",
          "note": "SQLite cannot change a column's definition in place",
          "sql": "CREATE TABLE \"__trueup_note\" (\n  id INTEGER PRIMARY KEY,\n  notebook_id INTEGER NOT NULL REFERENCES notebook (id) ON DELETE CASCADE,\n  body TEXT NOT NULL,\n  starred INTEGER NOT NULL DEFAULT 0\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-copy",
          "subject": "note",
          "note": null,
          "sql": "INSERT OR ABORT INTO \"__trueup_note\" (\"id\", \"notebook_id\", \"body\", \"starred\")\nSELECT \"note\".\"id\", \"note\".\"notebook_id\", coalesce(\"note\".\"body\", ('')), \"note\".\"starred\"\nFROM \"note\" ORDER BY \"note\".rowid"
        },
        {
          "kind": "check",
          "check": "rebuild-rows",
          "subject": "note",
          "note": "no row is lost, no kept value changes",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT abs((SELECT count(*) FROM \"note\") - (SELECT count(*) FROM \"__trueup_note\"))\n + (SELECT count(*) FROM \"note\" AS \"old\" LEFT JOIN \"__trueup_note\" AS \"new\" ON \"new\".rowid = \"old\".rowid\n  WHERE \"new\".rowid IS NULL\n  OR \"old\".\"id\" IS NOT \"new\".\"id\" COLLATE BINARY\n  OR \"old\".\"notebook_id\" IS NOT \"new\".\"notebook_id\" COLLATE BINARY\n  OR (\"old\".\"body\" IS NOT NULL AND \"old\".\"body\" IS NOT \"new\".\"body\" COLLATE BINARY)\n  OR \"old\".\"starred\" IS NOT \"new\".\"starred\" COLLATE BINARY)"
        },
        {
          "kind": "step",
          "step": "rebuild-drop",
          "subject": "note",
          "note": null,
          "sql": "DROP TABLE \"note\""
        },
        {
          "kind": "step",
          "step": "rebuild-rename",
          "subject": "note",
          "note": null,
          "sql": "ALTER TABLE \"__trueup_note\" RENAME TO \"note\""
        },
        {
          "kind": "step",
          "step": "rebuild-create",
          "subject": "notebook",
          "note": "UNIQUE (name) is added",
          "sql": "CREATE TABLE \"__trueup_notebook\" (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE\n)"
        },
        {
          "kind": "step",
          "step": "rebuild-copy",
          "subject": "notebook",
          "note": null,
          "sql": "INSERT OR ABORT INTO \"__trueup_notebook\" (\"id\", \"name\")\nSELECT \"notebook\".\"id\", \"notebook\".\"name\"\nFROM \"notebook\" ORDER BY \"notebook\".rowid"
        },
        {
          "kind": "check",
          "check": "rebuild-rows",
          "subject": "notebook",
          "note": "no row is lost, no kept value changes",
          "expect": {
            "kind": "equal",
            "value": 0
          },
          "sql": "SELECT abs((SELECT count(*) FROM \"notebook\") - (SELECT count(*) FROM \"__trueup_notebook\"))\n + (SELECT count(*) FROM \"notebook\" AS \"old\" LEFT JOIN \"__trueup_notebook\" AS \"new\" ON \"new\".rowid = \"old\".rowid\n  WHERE \"new\".rowid IS NULL\n  OR \"old\".\"id\" IS NOT \"new\".\"id\" COLLATE BINARY\n  OR \"old\".\"name\" IS NOT \"new\".\"name\" COLLATE BINARY)"
        },
        {
          "kind": "step",
          "step": "rebuild-drop",
          "subject": "notebook",
          "note": null,
          "sql": "DROP TABLE \"notebook\""
        },
        {
          "kind": "step",
          "step": "rebuild-rename",
          "subject": "notebook",
          "note": null,
          "sql": "ALTER TABLE \"__trueup_notebook\" RENAME TO \"notebook\""
        },
        {
          "kind": "check",
          "check": "foreign-keys",
          "subject": "all",
          "note": null,
          "expect": {
            "kind": "no-worse"
          },
          "sql": "PRAGMA foreign_key_check"
        }
      ],
      "rewrites": true
    }
  ],
  "ignore": [],
  "functions": [],
  "collations": []
};

export default bundle;
