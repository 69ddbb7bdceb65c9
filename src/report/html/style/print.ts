/** On paper: no drawer over text, no control, everything unfolded, and in full the cells that need a look. */
export const print = `
@page{margin:15mm 14mm}
@media print{
:root{--bg:#fff;--panel:#fff;--fg:#000;--soft:#444;--line:#bbb;--code:#f3f3f0;--link:#123f8a;--ok:#125c2d;--ok-bg:#e6f4ea;--bad:#9b1414;--bad-bg:#fdeaea;--mixed:#744500;--mixed-bg:#fdf1dc;--none:#50545d;--none-bg:#eeeff2;--on:#fff;--notice-bg:#fff4dd;--notice-line:#7a4a00;color-scheme:light}
html{font-size:10pt}
body,html.opened body{padding:0;font-size:1rem;-webkit-print-color-adjust:exact;print-color-adjust:exact}
html.opened{overflow:visible}
.top,main,footer{max-width:none;padding:0}
.filters,.filters[hidden],.close,.skip,.copy button,noscript{display:none}
.cell,.cell.open,html:not(.js) .cell:target{display:none}
.cell.urgent,.cell.urgent.open,.cell.printed{display:block;position:static;width:auto;overflow:visible;border:0;border-top:2px solid #000;box-shadow:none;padding:10px 0;margin-top:14px;inset:auto}
.scroll,pre{overflow:visible;max-height:none}
.scroll{background:none}
.copy pre{padding-right:12px}
#models{display:block}
.model{margin-bottom:16px;content-visibility:visible}
table{font-size:8.5pt}
th,td{padding:2px 6px}
tr,li,figure,.model h3,.beside{break-inside:avoid}
h2,h3,h4{break-after:avoid}
.cells a{margin:-2px -6px;padding:2px 6px}
details:not(.quiet)::details-content{display:block;content-visibility:visible}
details:not(.quiet,.messages)>summary{display:none}
#cells>h2{position:static;width:auto;height:auto;clip-path:none;margin:20px 0 0}
}
`;
