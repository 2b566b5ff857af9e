import { dark, light, variables } from "./theme.ts";

/** What all pages share: colours, type, buttons, tables, code. */
export const pageStyle = `
:root{color-scheme:light;${variables(light)}}
:root[data-theme=dark]{color-scheme:dark;${variables(dark)}}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--tu-ground);color:var(--tu-text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
h1,h2,h3{line-height:1.25;margin:0}
h1{font-size:22px}h2{font-size:18px}h3{font-size:15px}
p{margin:.5em 0}
a{color:var(--tu-link)}
code,pre,.mono{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:13px}
code,.mono{overflow-wrap:anywhere}
h1 .mono,h2 .mono,h3 .mono{font-size:inherit}
pre{margin:0;padding:12px 14px;background:var(--tu-ground);border:1px solid var(--tu-head);border-radius:8px;overflow-x:auto;line-height:1.55;tab-size:2}
.soft{color:var(--tu-soft)}
.button{font:inherit;font-size:14px;color:var(--tu-text);background:var(--tu-card);border:1px solid var(--tu-line);border-radius:8px;padding:4px 11px;cursor:pointer;min-height:34px}
.button:hover{background:var(--tu-head)}
:focus-visible{outline:3px solid var(--tu-link);outline-offset:2px;border-radius:6px}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;z-index:9;background:var(--tu-card);padding:8px 12px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:7px 12px 7px 0;border-bottom:1px solid var(--tu-head)}
th{font-size:13px;color:var(--tu-soft);font-weight:600}
th[scope=row].mono{color:var(--tu-text)}
.scroll{overflow-x:auto}
.mark{display:inline-block;min-width:1.5em;text-align:center;font-weight:700;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;border-radius:5px}
.pill{display:inline-block;font-size:12px;font-weight:600;padding:1px 9px;border-radius:99px;border:1px solid currentColor;white-space:nowrap}
.added{--tu-own:var(--tu-added);--tu-ownGround:var(--tu-addedGround)}
.changed,.rebuilt{--tu-own:var(--tu-changed);--tu-ownGround:var(--tu-changedGround)}
.renamed{--tu-own:var(--tu-renamed);--tu-ownGround:var(--tu-renamedGround)}
.dropped{--tu-own:var(--tu-dropped);--tu-ownGround:var(--tu-droppedGround)}
.mark,.pill{color:var(--tu-own);background:var(--tu-ownGround)}
.sql .k{color:var(--tu-keyword)}.sql .s{color:var(--tu-literal)}.sql .c{color:var(--tu-soft);font-style:italic}.sql .n{color:var(--tu-link)}
@media(max-width:640px){.wide{display:none}}
@media print{.noprint{display:none!important}body{background:#fff}}
`;
