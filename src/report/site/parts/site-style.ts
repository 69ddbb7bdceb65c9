import { parts } from "../../html/style/parts.js";
import { print } from "../../html/style/print.js";
import { theme } from "../../html/style/theme.js";

/** What the pages of a public site have beside the style of the report. */
const own = `
.bar{border-bottom:1px solid var(--line);background:var(--panel)}
.bar div{max-width:1248px;margin:0 auto;padding:10px 24px;display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline}
.bar strong{font-size:1.05rem}
.bar ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:0;padding:0}
.bar a,.signed a,.facts a{display:inline-block;padding:2px 0}
.bar [aria-current]{color:inherit;font-weight:600;text-decoration:none;border-bottom:2px solid var(--link)}
main{padding-top:20px;padding-bottom:24px}main>.notice{margin-bottom:20px}
h1+.facts{margin-top:10px}.rows caption{padding:14px 0 6px;white-space:normal}
.facts{display:grid;grid-template-columns:minmax(7em,max-content) minmax(0,1fr);gap:4px 16px;margin:0 0 14px;font-size:.95rem}
.facts dt{color:var(--soft)}.facts dd{margin:0;min-width:0;overflow-wrap:anywhere}
.facts ul{margin:0;padding:0;list-style:none}h1 small{font-weight:400;font-size:1.1rem;color:var(--soft)}
.signed{border-top:1px solid var(--line);padding-top:16px}
.path{font-size:.9rem}
.cells small,.rows small{color:var(--soft);font-size:.8rem}
.rows{width:100%}.rows td,.rows th{overflow-wrap:break-word}
.rows .n{text-align:right;white-space:nowrap}
.rows .wide{min-width:14em}.rows .day{white-space:nowrap}
.mark{border:1px solid currentColor;border-radius:9px;padding:0 8px;color:var(--fg)}
.mark.bad{color:var(--bad)}.mark.mixed{color:var(--mixed)}.mark.ok{color:var(--ok)}
.trend{margin:0}
.trend svg{display:block;width:100%;min-width:560px;max-width:820px;height:auto;font:12px system-ui,"DejaVu Sans",sans-serif;fill:var(--fg)}
.trend .grid{stroke:var(--line)}.trend .line{fill:none;stroke:var(--link);stroke-width:1.5}
.trend .range{stroke:var(--soft);stroke-width:1.5}.trend .dot{fill:var(--link)}.trend .open{fill:var(--bg);stroke:var(--link);stroke-width:1.5}
.trend .alarm{fill:var(--bad)}.trend .good{fill:var(--ok)}.trend .gap{fill:var(--soft)}
.trend figcaption{font-size:.875rem;color:var(--soft);margin-top:6px}
.said{border-left:4px solid var(--link);padding:4px 14px;margin:0 0 12px}
.said p{margin:0 0 4px;white-space:pre-line}
@media (max-width:699px){.bar div,main,footer{padding-left:16px;padding-right:16px}h1{font-size:1.4rem}.facts{grid-template-columns:minmax(0,1fr);gap:0}.facts dd{margin-bottom:6px}}
@media print{.bar ul,.skip{display:none}.trend svg{min-width:0}.rows a,.cells a{text-decoration:none}}
`;

/** The style of every page of a public site. */
export const siteStyle: string = [theme, parts, own, print].join("").replace(/\n/g, "");
