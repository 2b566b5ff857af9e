// npm run docs:test: the site that `npm run docs` made, as its readers see it. Every link leads to a page, a heading or a
// file; what is typed into the search is found without a network; nothing is wider than a phone; light and dark differ.
// SCREENSHOTS=folder keeps pictures of what was seen, for people to look at.
import assert from "node:assert";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const dist = join(import.meta.dirname, "dist");
const { homepage } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8"));
const base = new URL(homepage).pathname;
const shots = process.env.SCREENSHOTS;
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
if (!existsSync(dist)) throw new Error("there is no site yet: npm run docs");

const pages = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".html") && name !== "404.html")
  .map((name) => name.replaceAll("\\", "/"))
  .sort();

/** The file of a path below the base; null if there is none. */
function fileOf(path) {
  if (!path.startsWith(base)) return null;
  const file = join(dist, decodeURIComponent(path.slice(base.length)) || "index.html");
  return (
    [file, `${file}.html`, join(file, "index.html")].find((each) => existsSync(each) && statSync(each).isFile()) ?? null
  );
}

links();
const server = createServer((request, response) => {
  const file = fileOf(new URL(request.url, "http://site").pathname);
  if (file === null) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  response.end(readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const at = `http://127.0.0.1:${server.address().port}${base}`;
const browser = await chromium.launch({ executablePath: program(), args: ["--no-sandbox"] });
try {
  await search();
  await phone();
  await colours();
} finally {
  await browser.close();
  server.close();
}
console.log(`${pages.length} pages: links, search, phone and colours are as they should be`);

/** Read from the files, so that no page has to be opened for it. */
function links() {
  const texts = new Map(pages.map((page) => [page, readFileSync(join(dist, page), "utf8")]));
  const anchors = new Map(
    [...texts].map(([page, text]) => [page, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]),
  );
  const wrong = [];
  for (const [page, text] of texts) {
    for (const [, link] of text.matchAll(/ (?:href|src)="([^"]+)"/g)) {
      const to = new URL(link.replaceAll("&amp;", "&"), `http://site${base}${page}`);
      if (to.host !== "site") continue;
      const file = fileOf(to.pathname);
      const name = file?.slice(dist.length + 1).replaceAll("\\", "/");
      const anchor = decodeURIComponent(to.hash.slice(1));
      if (file === null) wrong.push(`${page}: ${link} leads nowhere`);
      else if (anchor !== "" && !anchors.get(name)?.has(anchor)) wrong.push(`${page}: ${link} has no such heading`);
    }
  }
  assert.deepEqual(wrong, []);
}

async function open(options, path = "") {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(`${path}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(at) && !request.url().startsWith("data:")) errors.push(`asks ${request.url()}`);
  });
  await page.goto(at + path, { waitUntil: "networkidle" });
  return { page, errors, close: () => context.close() };
}

async function shot(page, name) {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** What people look for: a command, an option, the code of an error, a word of a sentence. */
async function search() {
  const { page, errors, close } = await open({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  for (const [typed, leads] of [
    ["undo", "guide/undo"],
    ["--lock-budget", "reference/commands"],
    ["drop-column", "reference/codes"],
    ["docker", "guide/docker"],
  ]) {
    await page.locator(".VPNavBarSearch button").first().click();
    await page.locator(".VPLocalSearchBox input").fill(typed);
    const found = page.locator(".VPLocalSearchBox .result");
    await found.first().waitFor();
    const hrefs = await found.evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    assert.ok(
      hrefs.some((href) => href.includes(leads)),
      `${typed} finds ${hrefs.join(", ")}`,
    );
    if (typed === "undo") await shot(page, "search");
    await page.keyboard.press("Escape");
  }
  assert.deepEqual(errors, []);
  await close();
}

async function phone() {
  const { page, errors, close } = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const wide = [];
  for (const name of pages) {
    await page.goto(at + name, { waitUntil: "load" });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) wide.push(`${name}: ${width} px`);
    if (["index.html", "guide/change.html", "reference/commands.html"].includes(name))
      await shot(page, `phone-${name.replaceAll("/", "-")}`);
  }
  assert.deepEqual(wide, []);
  await page.goto(`${at}guide/start.html`, { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Menu" }).click();
  await page.locator(".VPSidebar.open").waitFor();
  await shot(page, "phone-menu");
  assert.deepEqual(errors, []);
  await close();
}

async function colours() {
  const grounds = [];
  for (const colorScheme of ["light", "dark"]) {
    const { page, errors, close } = await open({ viewport: { width: 1280, height: 900 }, colorScheme });
    grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await shot(page, `home-${colorScheme}`);
    for (const name of ["guide/change", "reference/codes", "guide/pictures", "performance"]) {
      if (shots === undefined) break;
      await page.goto(`${at}${name}.html`, { waitUntil: "networkidle" });
      await shot(page, `${name.replaceAll("/", "-")}-${colorScheme}`);
    }
    assert.deepEqual(errors, []);
    await close();
  }
  assert.notEqual(grounds[0], grounds[1]);
}

function program() {
  const known = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = known.find((each) => each && existsSync(each));
  if (found === undefined) throw new Error("no Chromium here: say where it is with CHROMIUM=path");
  return found;
}
