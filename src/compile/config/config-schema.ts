import * as z from "zod";
import { unaskable } from "../../plan/kinds.ts";

/** `env("NAME")` as the vocabulary makes it. */
const env = z.strictObject({
  env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable"),
});
const address = z.union([z.string().min(1), env], { error: 'a URL, or env("NAME")' });
const secret = z.union([env], { error: 'env("NAME"): a secret is never written in a file' });
const names = z.array(z.string().min(1), { error: "a list of names" });
const text = z.string({ error: "a string" }).min(1, "a string that is not empty");
const paths = z.union([text, z.array(text).min(1, "at least one path")], { error: "a path or a list of paths" });
const command = z
  .array(z.string().min(1), { error: 'a list: the command and its arguments, such as ["systemctl", "stop", "app"]' })
  .min(1, "at least the command itself");
const where = z.enum(["here", "target"], { error: '"here" or "target"' });
const boolean = z.boolean({ error: "true or false" });
const fingerprint = z
  .string({ error: "the fingerprint of a key" })
  .regex(
    /^(?:SHA256:[A-Za-z0-9+/]{43}|(?:[0-9A-Fa-f]{4} *){10}|(?:[0-9A-Fa-f]{4} *){16})$/,
    'the whole fingerprint of a key: "SHA256:…" for ssh, 40 hexadecimal digits for gpg',
  );
const approval = z.union(
  [z.enum(["flags", "person"]), z.strictObject({ signedBy: z.array(fingerprint).min(1, "at least one fingerprint") })],
  { error: '"flags", "person", or { signedBy: ["SHA256:…"] } with whole fingerprints of keys' },
);
const size = z.string().regex(/^up to \d+(?:\.\d+)? (?:kB|MB|GB|TB)$/, 'a size such as "up to 2 GB"');
const backup = z.union([z.enum(["full", "changes"]), z.strictObject({ full: size })], {
  error: '"full", "changes" or { full: "up to 2 GB" }',
});
const whole = z.int({ error: "a whole number" }).min(1, "a number from 1");

export const hookSchema = z.strictObject({ run: command, on: where.optional() });
export const shellHookSchema = z.strictObject({ shell: text, on: where.optional() });

export const targetSchema = z.strictObject({
  url: address.optional(),
  urls: z.array(address, { error: "a list of URLs" }).min(1, "at least one URL").optional(),
  glob: text.optional(),
  command: command.optional(),
  authToken: secret.optional(),
  encryptionKey: secret.optional(),
  adminUrl: address.optional(),
  adminToken: secret.optional(),
  hooks: z
    .strictObject(
      { before: z.unknown().optional(), after: z.unknown().optional(), seed: z.unknown().optional() },
      { error: "{ before, after, seed }" },
    )
    .optional(),
  protect: names.optional(),
  unasked: z
    .array(z.enum(unaskable, { error: '"drop-index" or "drop-view"' }), { error: "a list of rules" })
    .optional(),
  ignore: names.optional(),
  confirm: boolean.optional(),
  approval: approval.optional(),
  create: boolean.optional(),
  dev: boolean.optional(),
  disposable: boolean.optional(),
  backups: z.union([text, z.literal(false)], { error: "a folder, or false for no copies at all" }).optional(),
  backup: backup.optional(),
  lockTimeout: z.number({ error: "a number of seconds" }).min(0, "a number of seconds").optional(),
});

export const backupsSchema = z.strictObject({
  folder: text.optional(),
  keep: whole.optional(),
  keepDays: whole.optional(),
});

export const queriesSchema = z.strictObject({
  files: names,
  placeholders: z.record(z.string(), z.string(), { error: '{ "???": "?" }' }).optional(),
  scanRows: whole.optional(),
});

export const buildSchema = z.strictObject({
  out: text.optional(),
  bases: paths.optional(),
  oldest: text.optional(),
  release: text.optional(),
  engines: z.array(z.enum(["plain", "native", "libsql"]), { error: '"plain", "native" or "libsql"' }).optional(),
  rename: names.optional(),
  fill: z.record(z.string(), text, { error: "SQL by column" }).optional(),
  approve: names.optional(),
  refuse: names.optional(),
  repair: z.record(z.string(), text, { error: "SQL by the rule that rows break" }).optional(),
});

export const configSchema = z.strictObject(
  {
    schema: paths.optional(),
    plans: text.optional(),
    backups: z.unknown().optional(),
    backup: backup.optional(),
    history: text.optional(),
    cache: text.optional(),
    ignore: names.optional(),
    protect: names.optional(),
    lint: z
      .record(z.string(), z.enum(["off", "warn", "error"], { error: '"off", "warn" or "error"' }), {
        error: "levels by the code of the rule",
      })
      .optional(),
    queries: z.unknown().optional(),
    deployed: z
      .string({ error: '"git:REV"' })
      .regex(/^git:./, '"git:REV"')
      .optional(),
    functions: names.optional(),
    collations: names.optional(),
    build: z.unknown().optional(),
    targets: z.record(z.string(), z.unknown(), { error: "databases by name" }).optional(),
    default: text.optional(),
  },
  { error: "an object: { schema, plans, targets, … }" },
);

export type WrittenConfig = z.infer<typeof configSchema>;
export type WrittenBackups = z.infer<typeof backupsSchema>;
export type WrittenBuild = z.infer<typeof buildSchema>;
export type WrittenQueries = z.infer<typeof queriesSchema>;
export type WrittenTarget = z.infer<typeof targetSchema>;
