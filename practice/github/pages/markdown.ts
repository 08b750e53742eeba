import { escapeHtml, Html } from "./html.ts";

/**
 * The Markdown that tickets and comments use: headings, lists, tables, quotes, code, links and emphasis. Everything
 * else is text; of HTML only comments (which vanish) and details/summary count.
 */
export function markdown(source: string): Html {
  const lines = source
    .replace(/\r\n/g, "\n")
    .replace(/<!--[\s\S]*?-->/g, "")
    .split("\n");
  const out: string[] = [];
  while (lines.length > 0) out.push(nextBlock(lines));
  return new Html(out.join("\n"));
}

function nextBlock(lines: string[]): string {
  const line = lines[0] ?? "";
  if (line.trim() === "") return taken(lines, 1, () => "");
  if (/^```/.test(line)) return codeBlock(lines);
  const heading = /^(#{1,4})\s+(.*)$/.exec(line);
  if (heading) {
    const level = Math.min((heading[1]?.length ?? 1) + 2, 6);
    return taken(lines, 1, () => `<h${level}>${inline(heading[2] ?? "")}</h${level}>`);
  }
  if (/^\s*<\/?details>\s*$/.test(line)) return taken(lines, 1, ([tag]) => (tag ?? "").trim());
  const summary = /^\s*<summary>(.*)<\/summary>\s*$/.exec(line);
  if (summary) return taken(lines, 1, () => `<summary>${inline(summary[1] ?? "")}</summary>`);
  if (isRow(line) && /^\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1] ?? "")) return taken(lines, run(lines, isRow), table);
  if (isItem(line)) return taken(lines, run(lines, isItem), itemList);
  if (line.startsWith(">")) {
    return taken(
      lines,
      run(lines, (one) => one.startsWith(">")),
      quote,
    );
  }
  return taken(lines, Math.max(1, run(lines, isProse)), (prose) => `<p>${prose.map(inline).join("<br>")}</p>`);
}

function codeBlock(lines: string[]): string {
  const end = lines.findIndex((line, index) => index > 0 && /^```\s*$/.test(line));
  const length = end < 0 ? lines.length : end + 1;
  return taken(lines, length, (all) => {
    const code = all.slice(1, end < 0 ? undefined : -1).join("\n");
    return `<pre><code>${escapeHtml(code)}</code></pre>`;
  });
}

function table(rows: string[]): string {
  const cells = (row: string) =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/);
  const line = (row: string, tag: string) =>
    `<tr>${cells(row)
      .map((cell) => `<${tag}>${inline(cell.trim().replaceAll("\\|", "|"))}</${tag}>`)
      .join("")}</tr>`;
  const body = rows.slice(2).map((row) => line(row, "td"));
  return `<table><thead>${line(rows[0] ?? "", "th")}</thead><tbody>${body.join("")}</tbody></table>`;
}

function itemList(items: string[]): string {
  const tag = /^\s*\d/.test(items[0] ?? "") ? "ol" : "ul";
  return `<${tag}>${items.map((item) => `<li>${task(item.replace(/^\s*(?:[-*]|\d+\.)\s+/, ""))}</li>`).join("")}</${tag}>`;
}

function task(item: string): string {
  const box = /^\[([ x])\]\s+(.*)$/.exec(item);
  return box ? `${box[1] === "x" ? "☑" : "☐"} ${inline(box[2] ?? "")}` : inline(item);
}

function quote(lines: string[]): string {
  return `<blockquote>${markdown(lines.map((line) => line.replace(/^>\s?/, "")).join("\n")).text}</blockquote>`;
}

/** Code first, so that nothing inside it is read as anything else. */
function inline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : emphasised(part)))
    .join("");
}

/** Links step aside while the rest is read, so that a bold link is one thing and no address is taken for emphasis. */
function emphasised(text: string): string {
  const links: string[] = [];
  const target = /\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|<?(https?:\/\/[^\s<>)*]+)>?/g;
  const rest = text.replaceAll("\0", "").replace(target, (_whole, label: string, labelled: string, bare: string) => {
    const shown = label === undefined ? escapeHtml(bare) : strong(label);
    return `\0${links.push(`<a href="${escapeHtml(labelled ?? bare)}" rel="noreferrer">${shown}</a>`) - 1}\0`;
  });
  return strong(rest).replace(/\0(\d+)\0/g, (_whole, index: string) => links[Number(index)] ?? "");
}

function strong(text: string): string {
  return escapeHtml(text)
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|[\s(])[*_]([^*_\s][^*_]*)[*_](?=[\s).,:;!?]|$)/g, "$1<em>$2</em>");
}

function isRow(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line);
}

function isItem(line: string): boolean {
  return /^\s*(?:[-*]|\d+\.)\s+\S/.test(line);
}

function isProse(line: string): boolean {
  return line.trim() !== "" && !/^(?:```|#{1,4}\s|>|\s*<\/?(?:details|summary)>)/.test(line) && !isItem(line);
}

function run(lines: string[], is: (line: string) => boolean): number {
  const end = lines.findIndex((line) => !is(line));
  return end < 0 ? lines.length : end;
}

function taken(lines: string[], count: number, render: (taken: string[]) => string): string {
  return render(lines.splice(0, count));
}
