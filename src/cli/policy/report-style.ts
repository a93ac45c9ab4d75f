/** How the report looks: on a phone, a desk, in the dark and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --shade: #f6f8fa;
  --bad: #ffe2dd; --bad-ink: #8a1c0c; --care: #fff3cd; --care-ink: #6b4e00; --fine: #dff4e4; --fine-ink: #14532d }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d;
  --shade: #161b22; --bad: #4c1a14; --bad-ink: #ffb4a6; --care: #3d2f05; --care-ink: #f5d76e; --fine: #10301c; --fine-ink: #8fe0a8 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 76rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem }
p { max-width: 52rem; margin: .5rem 0; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; margin: 0 }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
code, pre { font: .85em/1.45 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere }
pre { white-space: pre-wrap; background: var(--shade); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .5rem 0 }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .9rem }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem }
th, td { border: 1px solid var(--line); padding: .4rem .5rem; text-align: left; vertical-align: top; overflow-wrap: break-word }
thead th { background: var(--shade); vertical-align: bottom }
tbody th { font-weight: 600 }
.verdict { font-weight: 600; padding: 0 .3rem; border-radius: .2rem }
.yes { background: var(--fine); color: var(--fine-ink) }
.danger, .error { background: var(--bad); color: var(--bad-ink) }
.depends, .warning { background: var(--care); color: var(--care-ink) }
.no { color: var(--soft) }
.statement { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; margin: .75rem 0 }
.statement h3 { margin: 0 0 .25rem; font-size: 1rem; overflow-wrap: anywhere }
.finding { border-left: .35rem solid var(--line); padding: .35rem .9rem; margin: .75rem 0; background: none }
.finding.error { border-color: var(--bad-ink) }
.finding.warning { border-color: var(--care-ink) }
.finding, .finding p { color: var(--ink); background: none }
@media screen and (max-width: 48rem) { thead { display: none } table, caption, tbody, tr, th, td { display: block }
  tr { border: 1px solid var(--line); border-radius: .4rem; margin: .6rem 0; overflow: hidden }
  th, td { border: 0; border-top: 1px solid var(--line) } tbody th { border-top: 0; background: var(--shade) }
  td.no { display: none } td[data-column]::before { content: attr(data-column) ": "; color: inherit; font-weight: 600 }
  h1 { font-size: 1.25rem } dl { grid-template-columns: minmax(0, 1fr); gap: 0 } dd { margin-bottom: .5rem } }
@media print { @page { size: A4; margin: 12mm } :root { color-scheme: light; --page: #fff; --ink: #000; --soft: #444; --line: #999; --shade: #f2f2f2;
  --bad: #fff; --bad-ink: #8a1c0c; --care: #fff; --care-ink: #6b4e00; --fine: #fff; --fine-ink: #14532d }
  body { padding: 0; max-width: none; font-size: 9.5pt } table { font-size: 7pt } th, td { padding: .15rem .2rem }
  h2 { break-after: avoid } tr, .finding, .statement h3 { break-inside: avoid } thead { display: table-header-group } }
`;
