// A project with so many tables and a database that matches it, or with one table of so many rows and declarations that
// ask for a NOT NULL and a CHECK more: `node make-project.js FOLDER TABLES [ROWS]`.
import { fresh, largeProject, project } from "./prepare.js";
import { regular, sale } from "./schemas.js";

const [, , folder, tables, rows] = process.argv;
if (rows === undefined) {
  project(folder, { live: regular({ tables: Number(tables), columns: 10, views: Math.floor(Number(tables) / 5) }) });
} else {
  largeProject(folder, Number(rows), sale({ amount: "checked" }));
  fresh(folder);
}
