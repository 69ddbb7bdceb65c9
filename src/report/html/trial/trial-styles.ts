/**
 * The styles of trials. Colours are the theme's, so that light, dark and print follow it.
 */
export const trialStyles = `.t-trial{overflow-wrap:anywhere}.t-trial h3{margin:28px 0 6px;font-size:17px}.t-trial h4{margin:18px 0 6px;font-size:14px}.t-trial small{font-weight:400;color:var(--soft)}
.t-back{margin:0 0 6px}.t-title{margin:0;font-size:22px;line-height:1.25}.t-sub,.t-note,.t-axis{color:var(--soft)}.t-note{font-size:13px;margin:6px 0}
.t-trial code,.t-trial pre,.t-hex,.t-line{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.t-banner{border-left:4px solid var(--notice-line);background:var(--notice-bg);padding:8px 12px;margin:12px 0}.t-fine{color:var(--ok)}
.t-findings{list-style:none;margin:12px 0;padding:0}.t-findings li{border-left:4px solid var(--line);padding:6px 12px;margin:0 0 6px;background:var(--code)}.t-findings .t-bad{border-color:var(--bad);background:var(--bad-bg)}.t-bad b{color:var(--bad)}.t-at{white-space:nowrap;color:var(--soft);margin-left:6px}
.t-time{margin:8px 0 0}.t-bars{display:block;width:100%;height:40px}.t-wait{fill:var(--line)}.t-come,.t-chunk{fill:var(--link)}.t-axis{display:flex;justify-content:space-between;margin:0;font-size:12px}
.t-sides{display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));margin:8px 0}.t-side{min-width:0;border:1px solid var(--line);border-radius:6px;padding:4px 14px 8px}.t-side h4{margin:8px 0}
.t-facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 14px;margin:0}.t-facts dt{color:var(--soft)}.t-facts dd{margin:0;min-width:0}
.t-trial pre{background:var(--code);border-radius:6px;padding:8px 10px;margin:6px 0;white-space:pre-wrap;overflow:auto;max-height:none}.t-trial pre.t-text{max-height:24em}.t-facts pre{margin:0}
.t-events{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}.t-events li,.t-end{border-bottom:1px solid var(--line);padding:5px 8px;display:grid;grid-template-columns:minmax(0,21em) minmax(0,1fr);gap:0 14px}.t-events .t-gap{display:block}.t-events p,.t-end p{margin:0}.t-place{display:flex;gap:0 12px;flex-wrap:wrap;align-items:baseline}.t-num{color:var(--soft);font-variant-numeric:tabular-nums;min-width:4.5em;text-align:right}.t-says{font-size:13px}
.t-hot{background:var(--bad-bg);border-left:3px solid var(--bad)}.t-cold{border-left:3px solid transparent}.t-end{background:var(--bad-bg);border-left:3px solid var(--bad)}.t-mark,.t-why{color:var(--bad);font-weight:600}.t-gap{color:var(--soft);font-size:13px;padding:4px 8px;margin:0}
.t-fold{margin:6px 0}.t-fold>summary{cursor:pointer;padding:3px 0}.t-two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,540px),1fr));gap:0 24px}.t-two>div{min-width:0}.t-bytes{container-type:inline-size;background:var(--code);border-radius:6px;padding:8px 0;overflow:auto}.t-tall{max-height:36em}.t-words{margin:10px 0 4px}.t-part{padding:2px 10px 4px}.t-part+.t-part{border-top:1px dashed var(--line)}.t-caption{margin:0;font-size:12px;color:var(--soft)}
.t-hex{display:grid;grid-template-columns:6ch 24ch 25ch 8ch 8ch;white-space:pre;font-size:12px}.t-hex>:first-child,.t-off{color:var(--soft);text-align:right;padding-right:1.5ch;user-select:none}
.t-line{display:grid;grid-template-columns:7ch minmax(0,1fr)}.t-line code{white-space:pre-wrap}
.t-scroll{overflow-x:auto;max-width:100%}.t-table{border-collapse:collapse;font-size:13px}.t-table caption{text-align:left;color:var(--soft)}.t-table th,.t-table td{text-align:left;vertical-align:top;padding:4px 14px 4px 4px;border-bottom:1px solid var(--line);max-width:34em}.t-table tbody th{font-weight:400;white-space:nowrap}
@media(max-width:700px){.t-events li,.t-end{grid-template-columns:minmax(0,1fr)}.t-num{min-width:0}.t-line{grid-template-columns:6ch minmax(0,1fr)}}
@container (max-width:530px){.t-hex{grid-template-columns:6ch 25ch 8ch}.t-hex>:nth-child(2){grid-area:1/2}.t-hex>:nth-child(4){grid-area:1/3}.t-hex>:nth-child(3){grid-area:2/2}.t-hex>:nth-child(5){grid-area:2/3}.t-hex>:first-child{grid-area:1/1;padding-right:1ch}}
@media print{.t-trial pre,.t-bytes{max-height:none;overflow:visible}.t-back{display:none}}
`;

/** A trial over the report: hidden until it is the page's target, or opened by its script. */
export const trialPageStyles = `.trial{display:none}html:not(.js) .trial:target,.trial.open{display:block;position:fixed;inset:0;overflow:auto;background:var(--bg);z-index:7;padding:20px max(16px,calc((100vw - 1200px)/2)) 60px}html.reading{overflow:hidden}
@media print{.trial,html:not(.js) .trial:target{display:none}.trial.open{display:block;position:static;overflow:visible;padding:0}html.reading{overflow:visible}html.reading main,html.reading .top,html.reading footer{display:none}}
`;
