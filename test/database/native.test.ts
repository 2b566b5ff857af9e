import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { libraryOf, libsql } from "../../src/database/native.ts";

t.test("Node's own file says of the C library what its report says", (t) => {
  const { getReport } = process.report;
  const { header } = Object(getReport());
  const known = libraryOf(process.execPath);
  if (process.platform === "linux")
    t.equal("glibcVersionRuntime" in Object(known).header, "glibcVersionRuntime" in header);
  else t.equal(known, null);
  t.type(libsql(), "function");
  t.equal(process.report.getReport, getReport, "and is Node's own again afterwards");
  t.end();
});

t.test("a file that does not say it is not guessed about", (t) => {
  const folder = t.testdir({});
  const head = (text: string) => {
    const path = join(folder, "program");
    writeFileSync(path, Buffer.from(text, "latin1"));
    return libraryOf(path);
  };
  if (process.platform === "linux") {
    t.match(head("\x7fELF\0/lib/ld-musl-x86_64.so.1\0"), { header: {}, sharedObjects: ["ld-musl-"] });
    t.match(head("\x7fELF\0/nix/store/a-glibc/lib/ld-linux-aarch64.so.1\0"), {
      header: { glibcVersionRuntime: String },
    });
  }
  t.equal(head("#!/bin/sh\nexec node ld-linux\n"), null);
  t.equal(head(""), null);
  t.equal(libraryOf(join(folder, "nowhere")), null);
  t.end();
});
