"""How a report looks: light and dark by the reader's own setting, on paper, and down to 320 pixels."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2329; --faint: #57606a; --line: #d0d7de;
  --soft: #f6f8fa; --link: #0b57a4; --out: #8c1d18; --out-paper: #fbe3e1; --in: #14562a;
  --in-paper: #e0f2e3; --changed: #7d4e00; --moved: #0b57a4; --site: #0b57a4; --page: #8fb7de; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e6edf3; --faint: #9aa5b1;
  --line: #3d444d; --soft: #1c2128; --link: #7cb7ff; --out: #ffb3ac; --out-paper: #4c1f1d; --in: #9be0ab;
  --in-paper: #16391f; --changed: #e3b341; --moved: #7cb7ff; --site: #7cb7ff; --page: #34587f; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
main { max-width: 960px; margin: 0 auto; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; }
h2 { font-size: 20px; line-height: 1.3; margin: 40px 0 0; padding-top: 16px;
  border-top: 2px solid var(--line); }
h3 { font-size: 16px; line-height: 1.4; font-weight: 600; margin: 0; }
h4 { font-size: 13px; font-weight: 600; margin: 0 0 4px; color: var(--faint); }
p { margin: 4px 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav { margin: 20px 0 0; }
nav ol { columns: 2 260px; margin: 8px 0; padding-left: 28px; }
summary { cursor: pointer; }
article { margin: 18px 0 0; }
.faint { color: var(--faint); font-size: 14px; }
.address { margin-top: 2px; }
.sign { display: inline-block; min-width: 1em; font-weight: 700; }
.added { color: var(--in); } .removed { color: var(--out); }
.changed { color: var(--changed); } .moved { color: var(--moved); }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); gap: 8px;
  margin: 8px 0 0; }
.side { padding: 8px 12px; background: var(--soft); border-left: 3px solid var(--line); border-radius: 4px; }
.side.before { border-color: var(--out); } .side.after { border-color: var(--in); }
.side p { margin: 0 0 6px; }
del { background: var(--out-paper); color: var(--out); text-decoration: line-through; }
ins { background: var(--in-paper); color: var(--in); text-decoration: underline; }
figure { margin: 24px 0 0; }
.timeline svg { display: block; width: 100%; height: 110px; border-bottom: 1px solid var(--line); }
.timeline rect.site, .box.site { fill: var(--site); background: var(--site); }
.timeline rect.page, .box.page { fill: var(--page); background: var(--page); }
.key { flex-basis: 100%; }
.box { display: inline-block; width: 10px; height: 10px; border-radius: 2px; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; margin-top: 4px; }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--line); }
@media print { :root { --paper: #fff; --ink: #000; --faint: #444; --soft: #fff; --link: #000; }
  body { padding: 0; font-size: 11pt; } nav { display: none; } h2 { break-after: avoid; }
  article { break-inside: avoid; } rect, .box, del, ins { print-color-adjust: exact; } }
"""
