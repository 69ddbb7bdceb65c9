/** The page of a cell: a drawer beside the tables on a wide screen, the whole screen on a small one. */
export const cell = `
.cell{display:none;--ground:var(--panel)}
html:not(.js) .cell:target,.cell.open{display:block;position:fixed;inset:0 0 0 auto;width:min(640px,100vw);overflow:auto;background:var(--panel);border-left:2px solid var(--link);box-shadow:var(--shade);padding:18px 24px 40px;z-index:5}
@media (min-width:1100px){html.opened body{padding-right:640px}}
@media (max-width:1099px){html.opened{overflow:hidden}.cell.open{width:100vw;border-left:0}}
html:not(.js) .cell.trial:target,.cell.trial.open{width:100vw;border-left:0;padding:18px max(24px,calc(50vw - 600px)) 40px}
html.whole{overflow:hidden}html.opened.whole body{padding-right:0}
.trial>.close{position:sticky;float:right;top:0;right:0;z-index:1}
.cell header{position:relative;padding-right:48px}
.close{position:absolute;right:-6px;top:-4px;width:40px;height:40px;display:grid;place-items:center;font-size:1.5rem;line-height:1;text-decoration:none;color:var(--fg);border:1px solid var(--line);border-radius:8px;background:var(--panel)}
.place{margin:0 0 8px;overflow-wrap:anywhere}
.origin{font-size:.875rem;border-left:4px solid var(--notice-line);background:var(--notice-bg);padding:6px 10px}
.cell section{border-top:1px solid var(--line);margin-top:14px}
.cell h4{margin-top:12px}
.cell dl{display:grid;grid-template-columns:minmax(6.5em,max-content) minmax(0,1fr);gap:3px 14px;font-size:.9rem}
.cell dt{color:var(--soft);grid-column:1}
.cell dd{margin:0;grid-column:2;min-width:0;overflow-wrap:anywhere}
.cell dl dd+dd{padding-top:3px}
.cell table{font-size:.85rem}
.cell td small{display:block;color:var(--soft)}
.findings{list-style:none;margin:0;padding:0}
.findings li{border-left:4px solid var(--none);padding-left:12px;margin-bottom:12px}
.findings li.bad{border-color:var(--bad)}
.findings p{margin:0 0 3px}
.seen{white-space:pre-wrap}
.rule{font-size:.85rem;color:var(--soft)}
.party{margin:0}
.history{margin:0}
.history svg{width:100%;height:auto;max-width:560px;font:11px system-ui,"DejaVu Sans",sans-serif}
.history text{fill:var(--soft)}
.history .grid{stroke:var(--line)}
.history polyline{fill:none;stroke:var(--link);stroke-width:1.5}
.history circle{fill:var(--link);stroke:var(--link)}
.history .masked,.history .other-rules{fill:var(--panel)}
.history .gap{fill:var(--bad);font-weight:700}
figcaption{font-size:.85rem;color:var(--soft)}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,220px),1fr));gap:10px;margin-bottom:10px}
.beside figure,.copy{margin:0 0 8px;min-width:0}
.nothing{border:1px dashed var(--bad);color:var(--bad);border-radius:6px;padding:8px 12px;margin:0}
.copy{position:relative}
.copy button{position:absolute;right:4px;bottom:4px;font-size:.8rem;padding:2px 8px}
.copy pre{padding-right:76px}
@media (max-width:500px){.top,main,footer{padding-left:14px;padding-right:14px}.cell.open,html:not(.js) .cell:target{padding:14px 14px 40px}.filters label{flex:1 1 40%}.filters select,.filters input{width:100%;max-width:none}h1{font-size:1.45rem}.copy button{position:static;margin-top:4px}.copy pre{padding-right:12px}.lists{flex:1 1 100%}body:not(.site){display:flex;flex-direction:column}.top{display:contents}.top>*{margin-left:14px;margin-right:14px}.top>h1{margin-top:20px}main,footer{width:100%;margin:0}footer{order:1;padding-bottom:12px}.made{order:2;padding-bottom:40px}.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(108px,1fr))}.tile{min-width:0;padding:8px 10px}}
`;
