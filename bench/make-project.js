// A project with so many tables, and a database that matches it: `node make-project.js FOLDER TABLES`.
import { project } from "./prepare.js";
import { regular } from "./schemas.js";

const [, , folder, tables] = process.argv;
project(folder, { live: regular({ tables: Number(tables), columns: 10, views: Math.floor(Number(tables) / 5) }) });
