export const docsStyle = `
.top{display:flex;gap:12px;align-items:center;justify-content:space-between;padding:14px 20px;background:var(--tu-card);border-bottom:1px solid var(--tu-head)}
.book{display:flex;align-items:flex-start;max-width:1400px;margin:0 auto}
nav{position:sticky;top:0;width:250px;flex:none;max-height:100vh;overflow:auto;padding:18px 8px 18px 20px}
nav ul{list-style:none;margin:0;padding:0}
nav li{padding:3px 0;overflow-wrap:anywhere}
#tu-search{font:inherit;width:100%;padding:7px 10px;border:1px solid var(--tu-line);border-radius:8px;background:var(--tu-card);color:var(--tu-text)}
#tu-found{margin:4px 2px;font-size:13px;min-height:1.5em}
main{flex:1;min-width:0;padding:0 20px 40px 12px}
section{background:var(--tu-card);border:1px solid var(--tu-head);border-radius:12px;padding:16px 20px;margin:18px 0;scroll-margin-top:12px}
section:target{border-color:var(--tu-link)}
section h2{overflow-wrap:anywhere}
.kind{font-size:13px;font-weight:400}
th[scope=row]{color:var(--tu-text);font-weight:600}
td p{margin:0 0 .4em}
tbody tr:last-child>*{border-bottom:0}
.rules{padding-left:1.2em;margin:.6em 0 0}
.picture{overflow:auto;border:1px solid var(--tu-head);border-radius:8px;background:var(--tu-ground);max-height:600px;margin-top:10px}
.picture svg{display:block;height:auto;min-width:min(100%,480px)}
summary{cursor:pointer;padding:6px 0}
pre{margin-top:8px}
@media(max-width:760px){.book{display:block}nav{position:static;width:auto;max-height:none;padding:12px 16px}nav ul{display:flex;flex-wrap:wrap;gap:2px 14px}main{padding:0 10px 30px}section{padding:12px}}
`;

export const docsScript = `
const search = document.getElementById("tu-search"), found = document.getElementById("tu-found");
const sections = [...document.querySelectorAll("section[data-name]")], items = [...document.querySelectorAll("#tu-list li")];
const texts = sections.map((section) => section.textContent.toLowerCase());
const filter = () => {
  const word = search.value.trim().toLowerCase();
  let count = 0;
  sections.forEach((section, at) => {
    const hit = texts[at].includes(word);
    section.hidden = !hit;
    items[at].hidden = !hit;
    if (hit) count += 1;
  });
  found.textContent = word === "" ? "" : count + " found";
};
search.addEventListener("input", filter);
addEventListener("keydown", (event) => {
  if (event.key === "/" && !typing(event)) { event.preventDefault(); search.focus(); }
  if (event.key === "Escape" && event.target === search) { search.value = ""; filter(); }
});
`;
