// Loaded into Prisma's own process: ends it once it has said that it is done, as it would go on waiting otherwise.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text, ...rest) => {
  const done = /in sync with your Prisma schema|in sync with the Prisma schema/.test(String(text));
  if (done) setImmediate(() => process.exit(0));
  return write(text, ...rest);
};
