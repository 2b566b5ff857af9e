export const planStyle = `
.inner{max-width:1120px;margin:0 auto;padding:0 20px}
.top{background:var(--tu-card);border-bottom:1px solid var(--tu-head);padding:20px 0 0}
.title{display:flex;gap:12px;align-items:flex-start;justify-content:space-between}
.title h1{overflow-wrap:anywhere}
.lead{font-size:17px}
.top nav{display:flex;gap:4px 20px;flex-wrap:wrap;padding:8px 0 12px}
section{background:var(--tu-card);border:1px solid var(--tu-head);border-radius:12px;padding:18px 20px;margin:18px 0}
section>h2{margin-bottom:10px}
#destroys:has(.losses){border:2px solid var(--tu-dropped)}
#destroys:has(.losses)>h2{color:var(--tu-dropped)}
.calm{color:var(--tu-added);font-weight:600}
ul.losses,ul.changes,ol.steps,.top ul{list-style:none;margin:0;padding:0}
ul.losses>li{padding:8px 0;border-top:1px solid var(--tu-head)}
ul.losses>li p{margin:.25em 0 0 2.1em}
ul.changes>li{padding:8px 0;border-top:1px solid var(--tu-head)}
ul.changes>li:first-child{border-top:0}
ul.changes ul.changes{margin:6px 0 0 1.6em;border-left:2px solid var(--tu-head);padding-left:12px}
ul.changes ul.changes>li{border:0;padding:4px 0}
.what{display:flex;gap:4px 10px;align-items:baseline;flex-wrap:wrap}
.what strong{overflow-wrap:anywhere}
.why{margin:.25em 0 0 2.3em}
ul.facts{margin:.2em 0 0;padding-left:3.4em;color:var(--tu-soft)}
table.care th{width:9em;white-space:nowrap}
table.care tr:last-child>*{border-bottom:0}
.picture{overflow:auto;border:1px solid var(--tu-head);border-radius:8px;background:var(--tu-ground);max-height:640px}
.picture svg{display:block;height:auto;min-width:min(100%,480px)}
details>summary{cursor:pointer;padding:6px 0}
ol.steps>li{padding:12px 0;border-top:1px solid var(--tu-head)}
ol.steps>li p{margin:.2em 0}
ol.steps pre{margin-top:8px}
ol.steps>li.check pre{border-style:dashed}
.number{color:var(--tu-soft);min-width:1.6em;text-align:right;font-variant-numeric:tabular-nums}
.timing{margin-left:auto;display:flex;gap:8px;align-items:center;font-size:13px;color:var(--tu-soft)}
.bar{display:inline-block;height:9px;border-radius:5px;background:var(--tu-link)}
table.diff{table-layout:fixed;min-width:640px;border:1px solid var(--tu-head)}
table.diff th{padding:5px 10px;background:var(--tu-ground)}
table.diff td{border:0;padding:0 10px;width:50%;border-left:1px solid var(--tu-head)}
table.diff td.dropped,table.diff td.added{background:var(--tu-ownGround)}
table.diff td:empty{background:none}
table.diff code{white-space:pre-wrap}
table.diff td{position:relative;padding-left:26px}
.gutter{position:absolute;left:9px;font-weight:700;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;color:var(--tu-own)}
pre code{overflow-wrap:normal}
@media(max-width:640px){section{padding:14px 12px}.inner{padding:0 12px}.picture{max-height:420px}.timing{margin-left:0}}
`;
