# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet of the report's page: light, dark and paper; wide and narrow.

It is Python so that it comes along where a module is sent to another host.
"""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light;
  --back: #f5f6f8; --card: #ffffff; --line: #dfe3e9; --ink: #1b2430; --soft: #566172; --link: #1d4f91;
  --ok: #14613a; --ok-back: #e1f3e8; --ok-mark: #3f9e6b;
  --busy: #744700; --busy-back: #fdf0d5; --busy-mark: #d99a2b;
  --bad: #9b1c14; --bad-back: #fde7e5; --bad-mark: #cf4a41;
  --off: #4a5565; --off-back: #e9edf2; --off-mark: #8894a4; --none-mark: #cbd3dd;
  --move: #1d4f91; --move-back: #e3edf9; --move-mark: #3b7dd8;
  --s0: #3b7dd8; --s1: #3f9e6b; --s2: #d99a2b; --s3: #8e63c7; --s4: #6b7787;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --back: #11151b; --card: #191f28; --line: #2b3441; --ink: #e5e9ef; --soft: #9fabba; --link: #93bdf5;
    --ok: #83d9a9; --ok-back: #17352a; --ok-mark: #3f9e6b;
    --busy: #f2c46d; --busy-back: #3a2e16; --busy-mark: #c98f2b;
    --bad: #ff9d94; --bad-back: #43201e; --bad-mark: #d5554c;
    --off: #b4bfcc; --off-back: #2a323d; --off-mark: #76859a; --none-mark: #3d4857;
    --move: #93bdf5; --move-back: #1c2f49; --move-mark: #5b95e5;
    --s0: #5b95e5; --s1: #4fb07c; --s2: #d9a13f; --s3: #a57fd8; --s4: #8793a3;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.wrap { max-width: 1160px; margin: 0 auto; padding-inline: 20px; }
header { padding: 36px 0 20px; }
header p { margin: 4px 0 0; color: var(--soft); overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; letter-spacing: -.015em; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 18px; letter-spacing: -.005em; font-weight: 620; }
h3 { margin: 0; font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
.over { font-size: 12px; font-weight: 600; letter-spacing: .07em; text-transform: uppercase; color: var(--soft); }
a.over { text-decoration: none; } a.over:hover { text-decoration: underline; }
nav { position: sticky; top: 0; z-index: 1; background: var(--back); border-bottom: 1px solid var(--line); }
nav ul { display: flex; gap: 4px 20px; flex-wrap: wrap; list-style: none; margin: 0; padding: 10px 0; }
nav a { color: var(--soft); text-decoration: none; font-size: 14px; }
nav a:hover { color: var(--ink); text-decoration: underline; }
section, .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
section { margin: 20px 0; padding: 20px 22px; }
section > p { margin: 4px 0 0; color: var(--soft); max-width: 72ch; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(225px, 1fr)); gap: 16px; margin: 20px 0; }
.card { padding: 16px 18px; display: flex; gap: 14px; align-items: center; justify-content: space-between; }
.card b { display: block; font-size: 28px; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; }
.card .over { display: block; margin-bottom: 4px; }
.card small { display: block; font-size: 13px; color: var(--soft); }
.chip {
  display: inline-flex; align-items: center; gap: 6px; padding: 1px 9px; border-radius: 99px; font-size: 13px;
  font-weight: 550; max-width: 100%; white-space: nowrap; color: var(--off); background: var(--off-back);
}
.chip::before { content: ""; width: 7px; height: 7px; border-radius: 50%; background: var(--off-mark); }
.chip.ok::before { background: var(--ok-mark); } .chip.busy::before { background: var(--busy-mark); }
.chip.bad::before { background: var(--bad-mark); } .chip.move::before { background: var(--move-mark); }
.chip.none::before { background: var(--none-mark); box-shadow: 0 0 0 1px var(--off-mark); }
.chip.ok { color: var(--ok); background: var(--ok-back); }
.chip.busy { color: var(--busy); background: var(--busy-back); }
.chip.bad { color: var(--bad); background: var(--bad-back); }
.chip.move { color: var(--move); background: var(--move-back); }
.tools { display: flex; gap: 8px 16px; align-items: center; flex-wrap: wrap; margin: 14px 0 8px; }
.tools p { margin: 0; color: var(--soft); font-size: 14px; }
input {
  font: inherit; color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 8px;
  padding: 6px 11px; width: 260px; max-width: 100%;
}
table { width: 100%; border-collapse: collapse; }
th { text-align: left; border-bottom: 1px solid var(--line); padding: 0; }
th button {
  all: unset; box-sizing: border-box; width: 100%; padding: 8px 10px 8px 0; cursor: pointer; font-size: 12px;
  font-weight: 600; letter-spacing: .04em; color: var(--soft);
}
th button:hover { color: var(--ink); }
th button:focus-visible { outline: 2px solid var(--link); }
th[aria-sort=ascending] button::after { content: " \\2191"; }
th[aria-sort=descending] button::after { content: " \\2193"; }
td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td.long { overflow-wrap: anywhere; }
.long .chip, .line > * { white-space: normal; overflow-wrap: anywhere; min-width: 0; }
td > span { unicode-bidi: isolate; }
td.number { font-variant-numeric: tabular-nums; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover td { background: var(--back); }
[hidden] { display: none !important; }
.empty { margin: 14px 0 0; padding: 18px; border: 1px dashed var(--line); border-radius: 10px; color: var(--soft); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.key { display: flex; flex-wrap: wrap; gap: 8px 10px; margin: 14px 0 18px; }
svg text { font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--ink); }
svg .soft { fill: var(--soft); } svg .strong { font-weight: 600; font-size: 14px; } svg .lane { font-weight: 560; }
.map { width: 100%; height: auto; display: block; }
.narrow { display: none; }
.edge { fill: none; stroke: var(--line); stroke-width: 1.5; }
.box { fill: var(--back); stroke: var(--line); } .box.own { stroke: var(--link); }
.pill { fill: var(--back); stroke: var(--line); stroke-width: 1; }
svg .ok { fill: var(--ok-mark); } svg .busy { fill: var(--busy-mark); } svg .bad { fill: var(--bad-mark); }
svg .off { fill: var(--off-mark); } svg .none { fill: var(--none-mark); } svg .move { fill: var(--move-mark); }
svg path.moves, svg .moves .pill { stroke: var(--move-mark); stroke-width: 2; }
.donut { width: 76px; flex: none; }
.donut text { font-size: 9px; font-weight: 650; }
.track { fill: none; stroke: var(--line); stroke-width: 5; } .bar .track { stroke: none; fill: var(--line); }
svg .arc { fill: none; stroke-width: 5; }
.arc.ok { stroke: var(--ok-mark); } .arc.busy { stroke: var(--busy-mark); } .arc.bad { stroke: var(--bad-mark); }
.arc.off { stroke: var(--off-mark); } .arc.none { stroke: var(--none-mark); } .arc.move { stroke: var(--move-mark); }
.list { display: grid; gap: 12px; margin: 14px 0 0; padding: 0; list-style: none; }
.list > li { border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.list > li { overflow-wrap: anywhere; }
.list.rows { gap: 0; }
.list.rows > li { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 10px 0; }
.line { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; }
.line .soft, .soft { color: var(--soft); font-size: 14px; }
.bar { width: 100%; height: 12px; display: block; margin: 12px 0 8px; border-radius: 6px; }
.bar .s0, .dot.s0 { fill: var(--s0); background: var(--s0); }
.bar .s1, .dot.s1 { fill: var(--s1); background: var(--s1); }
.bar .s2, .dot.s2 { fill: var(--s2); background: var(--s2); }
.bar .s3, .dot.s3 { fill: var(--s3); background: var(--s3); }
.bar .s4, .dot.s4 { fill: var(--s4); background: var(--s4); }
.dot { width: 10px; height: 10px; border-radius: 3px; flex: none; }
.legend { display: grid; gap: 6px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
.legend li {
  display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; overflow-wrap: anywhere; min-width: 0;
}
.run { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; justify-content: space-between; }
.run > div { min-width: 0; }
.spark { width: 132px; height: 33px; flex: none; }
.spark polyline { fill: none; stroke: var(--s0); stroke-width: 1.8; stroke-linejoin: round; }
.spark circle { fill: var(--s0); }
.course { display: flex; gap: 12px; align-items: center; }
dl { display: grid; grid-template-columns: minmax(150px, 240px) 1fr; gap: 6px 20px; margin: 14px 0 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.next { margin-top: 22px; }
code { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
footer { padding: 8px 0 40px; color: var(--soft); font-size: 14px; }
@media (max-width: 720px) {
  .wrap { padding-inline: 14px; }
  header { padding-top: 24px; }
  nav { position: static; }
  section { padding: 16px 14px; }
  .wide { display: none; } .narrow { display: block; }
  input { width: 100%; } .tools label { width: 100%; }
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tbody tr { border: 1px solid var(--line); border-radius: 10px; padding: 8px 12px; margin-bottom: 10px; }
  td, tbody tr:last-child td {
    display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 10px; border: 0; padding: 3px 0;
  }
  td { overflow-wrap: anywhere; }
  td::before { content: attr(data-title); color: var(--soft); font-size: 13px; }
  td .chip { justify-self: start; }
  td.nothing { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; }
}
@media print {
  body { background: #fff; font-size: 11pt; }
  nav, .tools { display: none; }
  section, .card { border-color: #ccc; }
  .card, .list > li, tr, .map { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .chip { border: 1px solid currentColor; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
