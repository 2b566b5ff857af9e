import { defineConfig } from "trueup";

export default defineConfig({
  schema: "../../schema",
  queries: ["src/**/*.ts"],
  targets: { dev: "file:practice.db" },
});
