import t from "tap";
import { compareReleases } from "../../src/work/build/versions.ts";

t.test("releases in the order in which they came out", async (t) => {
  for (const order of [
    ["v0.9.0", "v0.10.0", "v1.0.0-alpha", "v1.0.0-alpha.1", "v1.0.0-beta.2", "v1.0.0-beta.11", "v1.0.0-rc.1", "v1.0.0"],
    ["v1", "v1.1", "v1.1.1", "v2"],
    ["2024.11", "2025.2", "2025.10"],
    ["desktop-1.9", "desktop-1.10-beta", "desktop-1.10"],
    ["nightly", "v1.0.0"],
    ["v1.0.0", "v1.0.0+build.5", "v1.0.1"],
  ]) {
    t.strictSame([...order].reverse().sort(compareReleases), order);
    t.strictSame([...order].sort(compareReleases), order);
  }
});
