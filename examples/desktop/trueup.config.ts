import { defineConfig } from "trueup";

export default defineConfig({
  schema: "schema",
  build: {
    out: "schema.bundle.js",
    release: "v1.2.0",
    bases: ["v1.0.0=releases/v1.0.0.sql", "v1.1.0-beta.1=releases/v1.1.0-beta.1.sql", "v1.1.0=releases/v1.1.0.sql"],
    // Two notebooks of one name: this release does not start there, and the one before it does.
    refuse: ["unique:notebook.name"],
  },
});
