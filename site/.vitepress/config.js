import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sidebar } from "../pages.js";

const site = join(import.meta.dirname, "..");
const { description, homepage, repository } = JSON.parse(readFileSync(join(site, "..", "package.json"), "utf8"));

export default {
  title: "trueup",
  description,
  lang: "en",
  // Where the homepage says that it is.
  base: new URL(homepage).pathname.replace(/\/?$/, "/"),
  srcDir: ".pages",
  rewrites: { "workflows/README.md": "workflows/index.md" },
  outDir: "dist",
  cacheDir: ".cache",
  // `npm run docs` needs no network, and neither does who reads what it makes.
  markdown: {
    // Headings have the names that they have on GitHub.
    anchor: {
      slugify: (text) =>
        text
          .toLowerCase()
          .replace(/[^\p{L}\p{N}_ -]/gu, "")
          .replaceAll(" ", "-"),
    },
    theme: { light: "github-light", dark: "github-dark" },
    config: (markdown) => {
      openPictures(markdown);
      asWritten(markdown);
    },
  },
  themeConfig: {
    outline: [2, 3],
    search: { provider: "local" },
    sidebar: sidebar(join(site, ".pages")),
    nav: [
      { text: "Guide", link: "/guide/start" },
      { text: "Commands", link: "/reference/commands" },
      { text: "Source", link: repository.url.replace(/^git\+/, "").replace(/\.git$/, "") },
    ],
  },
};

/** `{{ … }}` is what it says, and nothing that Vue fills in. */
function asWritten({ renderer: { rules } }) {
  const { code_inline: code } = rules;
  rules.code_inline = (tokens, at, ...rest) => {
    tokens[at].attrSet("v-pre", "");
    return code(tokens, at, ...rest);
  };
}

/** Diagrams are larger than a column of text: each leads to itself. */
function openPictures(markdown) {
  const image = markdown.renderer.rules.image;
  markdown.renderer.rules.image = (tokens, at, options, env, self) => {
    const shown = image(tokens, at, options, env, self);
    const source = tokens[at].attrGet("src");
    return source.endsWith(".svg") ? `<a class="picture" href="${source}" target="_self">${shown}</a>` : shown;
  };
}
