/** Colours and sizes, light and dark. Text has a contrast of at least 4.5 on its ground in both. */
export const theme = `
:root{color-scheme:light dark;--ground:var(--bg);--edge:#8886;--bg:#fbfbf9;--fg:#1b1c1e;--soft:#565a63;--line:#dbdbd5;--panel:#fff;--code:#f0f0ec;--link:#174ea6;
--ok:#125c2d;--ok-bg:#e6f4ea;--bad:#9b1414;--bad-bg:#fdeaea;--mixed:#744500;--mixed-bg:#fdf1dc;--none:#50545d;--none-bg:#eeeff2;--on:#fff;
--mut:var(--soft);--card:var(--panel);--badb:var(--bad-bg);--mix:var(--mixed);--mixb:var(--mixed-bg);--blkb:var(--code);--acc:var(--link);
--notice-bg:#fff4dd;--notice-line:#7a4a00;--shade:0 0 24px #0003;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#141618;--fg:#e9e8e4;--soft:#a9adb5;--line:#373b41;--panel:#1b1e21;--code:#262a2f;--link:#9cc0ff;
--ok:#84d7a0;--ok-bg:#15281c;--bad:#ff9d94;--bad-bg:#371b1b;--mixed:#f0c069;--mixed-bg:#33270f;--none:#b6bac2;--none-bg:#26292e;--on:#121416;
--notice-bg:#30260f;--notice-line:#f0c069;--shade:0 0 24px #000a}}
*{box-sizing:border-box}
html{scroll-padding-top:8px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:break-word}
.top,main,footer{max-width:1248px;margin:0 auto;padding:0 24px}
.top{padding-top:28px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 6px}
h2{font-size:1.25rem;margin:36px 0 10px}
h3{font-size:1.05rem;margin:0 0 8px}
h4{font-size:.95rem;margin:20px 0 6px}
h2 small,h3 small,th small{font-weight:400;color:var(--soft)}
p{margin:0 0 10px}
a{color:var(--link)}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
h2:focus,h3:focus,article:focus,article:focus-visible{outline:none}
code,pre{font:.875em/1.45 var(--mono)}
code{background:var(--code);border-radius:4px;padding:1px 4px}
pre{background:var(--code);border-radius:6px;padding:10px 12px;margin:0;white-space:pre-wrap;max-height:22em;overflow:auto}
.note{color:var(--soft);font-size:.875rem}
.vh{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:8px;top:-60px;background:var(--panel);padding:8px 12px;z-index:9;border-radius:0 0 6px 6px}
.skip:focus{top:0}
dl{margin:0}
`;
