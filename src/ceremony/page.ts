/** What stands in a cell of a table: a text, or several lines. */
export type Cell = string | readonly string[];

const STYLE = `
@page { size: A4; margin: 15mm; }
* { box-sizing: border-box; }
body { font: 9.5pt/1.4 "Liberation Sans", Arial, sans-serif; color: #000; background: #fff; max-width: 179mm; margin: 0 auto; padding: 4mm 0; }
h1 { font-size: 15pt; margin: 0 0 4mm; border-bottom: 1.5pt solid #000; padding-bottom: 2mm; }
h2 { font-size: 11pt; margin: 6mm 0 1.5mm; break-after: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.5pt solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { border-bottom-width: 1.2pt; overflow-wrap: normal; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.facts td:first-child { width: 45mm; font-weight: bold; }
.narrow { white-space: nowrap; overflow-wrap: normal; }
.initials { width: 17mm; }
code { font: 8.5pt/1.35 "Liberation Mono", "DejaVu Sans Mono", monospace; }
.sign { break-inside: avoid; margin-top: 10mm; }
.sign div { display: flex; gap: 8mm; margin-top: 12mm; }
.sign span { flex: 3; border-top: 0.7pt solid #000; padding-top: 1mm; }
.sign span + span { flex: 1; }
.deviations { border: 0.5pt solid #000; height: 30mm; break-inside: avoid; }
@media screen { body { padding: 8mm; } }
`;

/** A page that prints well on A4 in black and white, with a place for deviations and one for each signature. */
export function renderPage(
  title: string,
  sections: readonly string[],
  people: readonly string[],
  notes: readonly string[],
) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${sections.filter(section => section !== '').join('\n')}
<h2>Deviations from the script</h2>
<div class="deviations"></div>
${notes.map(note => `<p>${escape(note)}</p>`).join('\n')}
<div class="sign">
${people.map(name => `<div><span>${escape(name)}</span><span>Date</span></div>`).join('\n')}
</div>
</body>
</html>
`;
}

/** A table, or nothing if it would be empty. Without a head it is one of facts. */
export function renderTable(
  title: string | undefined,
  head: readonly string[] | undefined,
  rows: readonly Cell[][],
): string {
  if (rows.length === 0) return '';
  const heading = title === undefined ? '' : `<h2>${escape(title)}</h2>\n`;
  const initials = (head ?? []).indexOf('Initials');
  const top = head
    ? `<thead><tr>${head.map((name, index) => `<th${index === initials ? ' class="initials"' : ''}>${escape(name)}</th>`).join('')}</tr></thead>\n`
    : '';
  const body = rows.map(row => `<tr>${row.map(cell => renderCell(cell)).join('')}</tr>`).join('\n');
  return `${heading}<table${head ? '' : ' class="facts"'}>\n${top}<tbody>\n${body}\n</tbody></table>`;
}

function renderCell(cell: Cell): string {
  const lines = typeof cell === 'string' ? [cell] : cell;
  const isShort = lines.every(line => line.length <= 14 || TIME.test(line));
  return `<td${isShort ? ' class="narrow"' : ''}>${lines.map(renderLine).join('<br>')}</td>`;
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Digests, identifiers and times are set in letters of one width, to be compared by eye. */
function renderLine(line: string): string {
  const text = escape(line);
  return /[0-9a-f]{16}|^arn:|^\d{4}-\d\d-\d\dT|^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/.test(line)
    ? `<code>${text}</code>`
    : text;
}

/** What somebody typed as a name can make neither a tag nor a line of its own. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ') // eslint-disable-line no-control-regex
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
