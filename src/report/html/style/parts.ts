/** The head, the tiles, the list and the tables. */
export const parts = `
.what{font-size:1.05rem}
.notice{border-left:4px solid var(--notice-line);background:var(--notice-bg);padding:10px 14px;border-radius:0 6px 6px 0}
.made{display:flex;flex-wrap:wrap;gap:4px 24px;font-size:.875rem;color:var(--soft)}
.made div{display:flex;gap:6px;min-width:0}
.made dt::after{content:":"}
.made dd{margin:0;color:var(--fg);min-width:0}
.night{margin-top:12px;border-left:4px solid var(--link);padding:2px 14px}
.night p{margin:0}
.messages{font-size:.9rem}
.next{flex-basis:100%;color:var(--soft)}
.tiles{display:flex;flex-wrap:wrap;gap:8px}
.tile{font:inherit;font-size:.9rem;text-align:left;color:var(--fg);background:var(--panel);border:1px solid var(--line);border-bottom:3px solid var(--none);border-radius:8px;padding:8px 14px;min-width:84px}
.tile b{display:block;font-size:1.4rem;line-height:1.2}
.tile.bad{border-bottom-color:var(--bad)}.tile.mixed{border-bottom-color:var(--mixed)}.tile.ok{border-bottom-color:var(--ok)}
.tile:not(:disabled){cursor:pointer}
.tile:not(:disabled):hover{background:var(--code)}
.tile[aria-pressed=true]{border-color:var(--link);box-shadow:inset 0 0 0 2px var(--link)}
.tile[aria-pressed=true] span::after{content:" ✓"}
.sign{display:inline-block;min-width:1.5em;padding:0 .2em;text-align:center;font-weight:700;line-height:1.4;border-radius:4px;border:1px solid}
.sign.ok{color:var(--ok);background:var(--ok-bg)}.sign.bad{color:var(--bad);background:var(--bad-bg)}.sign.mixed{color:var(--mixed);background:var(--mixed-bg)}.sign.none{color:var(--none);background:var(--none-bg)}
.sign.none{border-color:transparent}
.sign.claim{color:var(--on)}
.sign.ok.claim{background:var(--ok);border-color:var(--ok)}.sign.bad.claim{background:var(--bad);border-color:var(--bad)}.sign.mixed.claim{background:var(--mixed);border-color:var(--mixed)}
.look{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
.look li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 14px;align-items:center;border-bottom:1px solid var(--line);padding:8px 0}
.look li[hidden]{display:none}
.look .facts{grid-column:1}.look .spark{grid-column:2;grid-row:1/span 2}
.look a{color:inherit;text-decoration:none}
.look a:hover{text-decoration:underline}
.look .facts{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;font-size:.875rem}
.look code{color:var(--bad)}
.n{font-variant-numeric:tabular-nums}
.badge,td em{font-size:.8rem;font-style:normal;border:1px solid var(--none);color:var(--none);border-radius:9px;padding:0 8px}
.badge.new{border-color:var(--bad);color:var(--bad)}
.whose{color:var(--soft)}
.more summary{padding:8px 0}
summary{cursor:pointer;color:var(--link)}
.spark{overflow:visible}
.spark polyline{fill:none;stroke:var(--link);stroke-width:1.5}
.spark circle{fill:var(--link)}
.scroll{overflow-x:auto;max-width:100%;position:relative;background:linear-gradient(to right,var(--ground) 30%,transparent) left/40px 100% no-repeat local,linear-gradient(to left,var(--ground) 30%,transparent) right/40px 100% no-repeat local,linear-gradient(to right,var(--edge),transparent) left/14px 100% no-repeat scroll,linear-gradient(to left,var(--edge),transparent) right/14px 100% no-repeat scroll}
table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:5px 10px;border-bottom:1px solid var(--line)}
th{font-weight:600}
thead th{vertical-align:bottom}
.cells thead th+th{min-width:8em}.cells tbody th{min-width:9em;max-width:24em}
@media (min-width:700px){.cells tbody th{min-width:15em}.cells tr>:first-child,.all tr>:first-child{position:sticky;left:0;background:var(--bg);z-index:1}}
th small{display:block;font-size:.8rem}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:4px}
td.n{text-align:right;white-space:nowrap}
.all th,.all td{padding:4px 8px 4px 0}
.all thead th{font-size:.85rem}
.all tbody th{white-space:nowrap;font-weight:400}
.signs{display:inline-flex;flex-wrap:wrap;gap:2px;min-width:92px}
.signs .sign{font-size:.8rem;min-width:1.55em}
.js .signs .sign{cursor:pointer}
.signs .off{visibility:hidden}
.strip text{font:600 11px system-ui,"DejaVu Sans",sans-serif;fill:currentColor}
.strip rect{stroke:none}
.strip .ok{color:var(--ok)}.strip .ok rect{fill:var(--ok-bg)}
.strip .bad{color:var(--bad)}.strip .bad rect{fill:var(--bad-bg);stroke:var(--bad)}
.strip .mixed{color:var(--mixed)}.strip .mixed rect{fill:var(--mixed-bg);stroke:var(--mixed)}
.strip .none{color:var(--none)}.strip .none rect{fill:var(--none-bg)}
.strip .claim{color:var(--on)}
.strip .ok.claim rect{fill:var(--ok)}.strip .bad.claim rect{fill:var(--bad)}.strip .mixed.claim rect{fill:var(--mixed)}
.absent{background:repeating-linear-gradient(135deg,transparent 0 6px,var(--none-bg) 6px 8px)}
.filters{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end;padding:10px 0 14px}
.filters[hidden]{display:none}
.filters label{font-size:.8rem;color:var(--soft);display:flex;flex-direction:column;gap:2px;min-width:0}
.filters input,.filters select,.filters button,.copy button{font:inherit;font-size:.9rem;color:var(--fg);background:var(--panel);border:1px solid var(--soft);border-radius:6px;padding:5px 8px;max-width:220px}
.filters select{width:150px}
.lists>summary{padding:6px 0}
.lists>div{display:flex;flex-wrap:wrap;gap:8px 12px}
@media (min-width:700px){.lists>summary{display:none}}
.filters p{margin:0 0 6px;min-width:12em;font-size:.9rem}
.filters .set{border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
#models{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,540px),1fr));gap:24px 32px}
#latency+.drawn h3{margin-top:22px}
#models.wide{grid-template-columns:minmax(0,1fr)}
.model{min-width:0}
.model[hidden]{display:none}
.quiet>summary{padding:2px 0 8px}
.retired{font-size:.875rem;color:var(--soft);margin:0 0 6px}
.cells a{display:block;margin:-5px -10px;padding:5px 10px;color:inherit;text-decoration:none}
html:not(.js) #models td a:not(.later) .sign{text-decoration:underline}html:not(.js) #models td a:not(.later){text-decoration:underline}
.cells td a:hover{background:var(--code)}
.cells td i{display:block;font:.8rem/1.35 var(--mono);color:var(--soft)}
.mark{font-size:.8rem;color:var(--soft);white-space:nowrap}
.cells td.bad i{color:var(--bad)}.cells td.mixed i{color:var(--mixed)}
.cells td.off:not(.compared)>*{visibility:hidden}
.cells td.compared a{color:var(--soft)}
.cells td.open{box-shadow:inset 0 0 0 2px var(--link)}
.box{display:block}
.box line{stroke:var(--soft)}.box rect{fill:var(--none-bg);stroke:var(--soft)}.box .median{stroke:var(--link);stroke-width:3}
.latency tbody th{font-weight:400}
footer{padding-top:1px;padding-bottom:48px;font-size:.9rem}
.legend div{display:flex;gap:10px;padding:2px 0}
.legend dt{font-weight:600}.legend dd{margin:0}
`;
