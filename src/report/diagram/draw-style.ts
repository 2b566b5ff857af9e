export const drawStyle = `
html,body{height:100%}
body{display:flex;flex-direction:column}
header{display:flex;align-items:center;gap:4px 16px;flex-wrap:wrap;padding:10px 16px;background:var(--tu-card);border-bottom:1px solid var(--tu-head)}
header h1{font-size:18px;overflow-wrap:anywhere}
header .size{margin:0}
.tools{margin-left:auto;display:flex;gap:6px}
.main{flex:1;display:flex;min-height:0}
nav{width:270px;flex:none;display:flex;flex-direction:column;padding:12px;border-right:1px solid var(--tu-head);background:var(--tu-card);min-height:0}
#tu-search{font:inherit;width:100%;padding:7px 10px;border:1px solid var(--tu-line);border-radius:8px;background:var(--tu-ground);color:var(--tu-text)}
#tu-found{margin:6px 2px;font-size:13px;min-height:1.5em}
#tu-list{list-style:none;margin:0;padding:0;overflow:auto;flex:1}
#tu-list button{font:inherit;width:100%;text-align:left;border:0;background:none;color:inherit;padding:4px 8px;border-radius:6px;cursor:pointer;overflow-wrap:anywhere}
#tu-list button:hover{background:var(--tu-head)}
#tu-list button[aria-current=true]{background:var(--tu-head);box-shadow:inset 3px 0 var(--tu-link)}
#tu-list .soft{font-size:12px}
main{position:relative;flex:1;min-width:0}
#tu-canvas{position:absolute;inset:0;overflow:hidden;cursor:grab;touch-action:none}
#tu-canvas.moving{cursor:grabbing}
#tu-canvas:focus-visible{outline-offset:-4px}
#tu-svg{width:100%;height:100%;display:block;user-select:none}
#tu-svg .entity{cursor:pointer}
#tu-svg.picked .entity:not(.near),#tu-svg.picked .line:not(.near){opacity:.28}
#tu-svg .entity.here .frame{stroke:var(--tu-link);stroke-width:3}
#tu-svg .line.near .wire,#tu-svg .line.near .foot{stroke:var(--tu-link);stroke-width:2.2}
#tu-svg .entity:hover .frame{stroke:var(--tu-link)}
#tu-detail{position:absolute;z-index:2;right:14px;top:14px;width:330px;max-width:calc(100% - 28px);max-height:calc(100% - 28px);overflow:auto;background:var(--tu-card);border:1px solid var(--tu-line);border-radius:12px;padding:14px 16px;box-shadow:0 6px 24px rgb(0 0 0/.18)}
#tu-detail h2{font-size:16px;overflow-wrap:anywhere;padding-right:34px}
#tu-detail h3{font-size:13px;color:var(--tu-soft);margin:12px 0 2px}
#tu-detail ul{list-style:none;margin:0;padding:0}
#tu-detail li{display:flex;gap:8px;align-items:baseline;flex-wrap:wrap;padding:2px 0}
#tu-detail li .soft{font-size:12px}
#tu-detail li .soft:last-child{margin-left:auto}
#tu-detail .link.mono{font-size:13px;font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
#tu-detail .close{position:absolute;right:10px;top:10px;min-height:0;padding:2px 9px}
#tu-detail .link{font:inherit;border:0;background:none;color:var(--tu-link);padding:0;cursor:pointer;text-decoration:underline;text-align:left}
.legend{position:absolute;left:12px;bottom:12px;margin:0;padding:6px 12px;display:flex;gap:14px;flex-wrap:wrap;list-style:none;background:var(--tu-card);border:1px solid var(--tu-head);border-radius:10px;font-size:13px}
.words{padding:6px 16px;background:var(--tu-card);border-top:1px solid var(--tu-head);font-size:13px;max-height:30%;overflow:auto}
@media(max-width:760px){
.main{flex-direction:column}
nav{width:auto;border-right:0;border-bottom:1px solid var(--tu-head);padding:8px 12px}
#tu-list{display:none;max-height:32vh}
nav:focus-within #tu-list,nav.open #tu-list{display:block}
#tu-found{display:none}
#tu-detail{left:10px;right:10px;top:auto;bottom:10px;width:auto;max-height:50%}
header{padding:8px 12px}header .size{display:none}
}
`;
