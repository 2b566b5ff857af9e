import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type Page, chromium } from "playwright-core";

const program = "/usr/bin/chromium";

/** A reason to skip, or false, as tap expects. */
export const noBrowser = existsSync(program) ? false : `${program} is not there: pages are not tried in a browser`;

export function openBrowser(): Promise<Browser> {
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet];
  return chromium.launch({ executablePath: program, args });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
}

/** Opens a page from disk, as a person would, and fails on any complaint of the browser and on any request. */
export async function visit<T>(
  browser: Browser,
  text: string,
  look: Look,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-page-"));
  const file = pathToFileURL(join(folder, "page.html")).href;
  writeFileSync(join(folder, "page.html"), text);
  const viewport = { width: look.width ?? 1280, height: look.height ?? 800 };
  const page = await browser.newPage({ viewport, colorScheme: look.scheme ?? "light" });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== file) complaints.push(`asked for ${request.url()}`);
  });
  try {
    await page.goto(file);
    const result = await work(page);
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    return result;
  } finally {
    await page.close();
    rmSync(folder, { recursive: true });
  }
}
