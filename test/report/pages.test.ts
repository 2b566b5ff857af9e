import type { Page } from "playwright-core";
import t from "tap";
import { type Diagram, diagramOf } from "../../src/report/diagram/diagram.ts";
import { diagramOfChange } from "../../src/report/diagram/diagram-change.ts";
import { docsPage } from "../../src/report/docs/docs-html.ts";
import { drawPage } from "../../src/report/diagram/draw-html.ts";
import { layOut } from "../../src/report/diagram/layout.ts";
import { planPage } from "../../src/report/plan/plan-html.ts";
import { planPicture } from "../../src/report/diagram/plan-picture.ts";
import { fleetPage } from "../../src/report/state-page.ts";
import { noBrowser, openBrowser, visit } from "./browser.ts";
import {
  emptySchema,
  column,
  largeSchema,
  shopAfter,
  shopBefore,
  shopExplanation,
  shopPlan,
  table,
} from "./fixtures.ts";

const evil = "</script><script>document.title='broken'</script>";

async function drawn(diagram: Diagram, title = "Schema"): Promise<string> {
  return drawPage(diagram, await layOut(diagram), title);
}

/** How far the page is zoomed: the drawn width of one unit of the picture. */
function scale(page: Page): Promise<number> {
  return page.evaluate(`document.getElementById("tu-svg").getScreenCTM().a`);
}

function viewBox(page: Page): Promise<string> {
  return page.evaluate(`document.getElementById("tu-svg").getAttribute("viewBox")`);
}

/** Things that stick out to the right of a narrow window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);
}

t.test("pages in a browser", { skip: noBrowser, timeout: 900_000 }, async (t) => {
  const browser = await openBrowser();
  t.teardown(() => browser.close());
  const change = diagramOfChange(shopBefore, shopAfter, shopPlan.decisions);
  const changePage = await drawn(change, "Change");

  await t.test("a diagram is searched, selected and left with the keyboard alone", async (t) => {
    await visit(browser, changePage, {}, async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("currency");
      t.equal(await page.textContent("#tu-found"), "1 found", "a column finds its table");
      t.same(await page.locator("#tu-list li:visible").count(), 1);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      t.match(
        await page.textContent("#tu-detail"),
        /orders[\s\S]*currency[\s\S]*References[\s\S]*users[\s\S]*Referenced by[\s\S]*coupon/,
      );
      t.equal(await page.getAttribute("#tu-list [aria-current=true]", "data-entity"), "1");
      await page.locator("#tu-detail .link", { hasText: "coupon" }).press("Enter");
      t.match(await page.textContent("#tu-detail h2"), "coupon");
      await page.keyboard.press("Escape");
      t.equal(await page.isVisible("#tu-detail"), false);
    });
  });

  await t.test("it is zoomed and moved, by keyboard, wheel and mouse, and fitted again", async (t) => {
    await visit(browser, changePage, {}, async (page) => {
      const start = await viewBox(page);
      const before = await scale(page);
      await page.keyboard.press("+");
      t.ok((await scale(page)) > before * 1.2);
      await page.focus("#tu-canvas");
      const zoomed = await viewBox(page);
      await page.keyboard.press("ArrowRight");
      t.not(await viewBox(page), zoomed);
      await page.keyboard.press("0");
      t.equal(await viewBox(page), start);
      await page.mouse.move(700, 400);
      await page.mouse.wheel(0, -300);
      await page.waitForFunction(`document.getElementById("tu-svg").getAttribute("viewBox") !== "${start}"`);
      t.ok((await scale(page)) > before);
      const wheeled = await viewBox(page);
      await page.mouse.down();
      await page.mouse.move(760, 430, { steps: 3 });
      await page.mouse.up();
      t.not(await viewBox(page), wheeled, "dragged");
      t.equal(await page.isVisible("#tu-detail"), false, "a drag picks nothing");
      await page.click("#tu-fit");
      t.equal(await viewBox(page), start);
      await page.locator('.entity[data-entity="0"] .head').click();
      t.match(await page.textContent("#tu-detail h2"), "users");
    });
  });

  await t.test("the theme follows the system, and a person may switch it", async (t) => {
    for (const scheme of ["light", "dark"] as const) {
      await visit(browser, changePage, { scheme }, async (page) => {
        const ground = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
        const first = await ground();
        t.equal(first, scheme === "light" ? "rgb(246, 247, 249)" : "rgb(18, 22, 28)");
        await page.keyboard.press("t");
        t.not(await ground(), first);
      });
    }
  });

  await t.test("boxes on the screen do not overlap, and no text leaves its box", async (t) => {
    const text = await drawn(diagramOf(largeSchema(50)));
    await visit(browser, text, {}, async (page) => {
      const wrong: unknown = await page.evaluate(`(() => {
        const wrong = [], boxes = [...document.querySelectorAll(".entity .frame")].map((one) => one.getBoundingClientRect());
        boxes.forEach((a, at) => boxes.slice(at + 1).forEach((b) => {
          if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) wrong.push([a.left, b.left]);
        }));
        for (const entity of document.querySelectorAll(".entity")) {
          const frame = entity.querySelector(".frame").getBoundingClientRect();
          for (const text of entity.querySelectorAll("text")) {
            const own = text.getBoundingClientRect();
            if (own.left < frame.left || own.right > frame.right) wrong.push(text.textContent);
          }
          for (const row of entity.querySelectorAll(".row")) {
            const field = row.querySelector(".field").getBoundingClientRect(), type = row.querySelector(".type");
            if (type && type.getBoundingClientRect().left < field.right) wrong.push(row.textContent);
          }
        }
        return wrong;
      })()`);
      t.same(wrong, []);
    });
  });

  await t.test("a table with the name of a script is just a table", async (t) => {
    const diagram = diagramOf({ ...emptySchema, tables: [table(evil, [column(evil, evil)])] });
    await visit(browser, await drawn(diagram, evil), {}, async (page) => {
      t.not(await page.title(), "broken");
      await page.locator("#tu-list button").click();
      t.equal(await page.textContent("#tu-detail h2"), evil);
    });
    const plan = { ...shopPlan, before: [{ type: "table" as const, name: evil, sql: evil }] };
    const report = {
      plan,
      seal: evil,
      name: evil,
      explanation: shopExplanation,
      before: null,
      after: null,
      rehearsal: null,
    };
    await visit(browser, planPage(report, null), {}, async (page) => t.not(await page.title(), "broken"));
  });

  await t.test("a script that got into the page anyway does not run", async (t) => {
    const smuggled = changePage.replace("</main>", "<script>document.title='broken'</script></main>");
    t.not(smuggled, changePage);
    await t.rejects(
      visit(browser, smuggled, {}, async (page) => t.not(await page.title(), "broken")),
      /Content Security Policy/,
    );
  });

  const report = {
    plan: shopPlan,
    seal: "sha256:e285857c17",
    name: "plans/store-cents.plan.sql",
    explanation: shopExplanation,
    before: shopBefore,
    after: shopAfter,
    rehearsal: null,
  };
  const fleet = fleetPage({
    milliseconds: 10,
    databases: [{ name: "acme", state: "failed", canary: true, milliseconds: 4, said: "no lock" }],
  });
  const pages = {
    draw: changePage,
    plan: planPage(report, await planPicture(shopBefore, shopAfter, shopPlan.decisions)),
    docs: docsPage(shopAfter, new Map(), "Docs", {
      diagram: diagramOf(shopAfter),
      layout: await layOut(diagramOf(shopAfter)),
    }),
    fleet,
  };

  await t.test("every page fits a phone, has one main heading, and names its controls", async (t) => {
    for (const [name, text] of Object.entries(pages)) {
      await visit(browser, text, { width: 360, height: 700 }, async (page) => {
        t.ok((await overflow(page)) <= 0, `${name}: nothing sticks out`);
        t.equal(await page.locator("h1").count(), 1, `${name}: one h1`);
        t.equal(await page.locator("main").count(), 1, `${name}: one main`);
        const nameless = `[...document.querySelectorAll("button, input, [role=region], svg[role=img]")].filter((one) =>
          !one.textContent.trim() && !one.getAttribute("aria-label") && !(one.labels && one.labels.length)).length`;
        t.equal(await page.evaluate(nameless), 0, `${name}: nothing without a name`);
        const twice = `(() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id); return ids.filter((id, at) => ids.indexOf(id) !== at); })()`;
        t.same(await page.evaluate(twice), [], `${name}: no id twice`);
      });
    }
  });

  await t.test("the data dictionary is filtered while typing", async (t) => {
    await visit(browser, pages.docs, {}, async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("coupon");
      t.equal(await page.textContent("#tu-found"), "2 found", "the table, and the one that names it");
      await page.keyboard.press("Escape");
      t.ok((await page.locator("section[data-name]:visible").count()) > 3);
    });
  });
});
