import { type Html, html } from "./html.ts";

/** A patch, file by file. */
export function diff(patch: string): Html {
  const files = patch.split(/^(?=diff --git )/m).filter((file) => file.trim() !== "");
  if (files.length === 0) return html`<p class="soft">No changes.</p>`;
  return html`${files.map((file) => {
    const lines = file.replace(/\n$/, "").split("\n");
    const start = lines.findIndex((line) => line.startsWith("@@"));
    const body = start < 0 ? lines.slice(1) : lines.slice(start);
    return html`<div class="box"><div class="head"><strong>${fileName(lines)}</strong></div>
<pre class="diff">${body.map((line) => html`<span class="${kindOf(line)}">${line}</span>`)}</pre></div>`;
  })}`;
}

function fileName(lines: string[]): string {
  return /^diff --git a\/.* b\/(.*)$/.exec(lines[0] ?? "")?.[1] ?? "";
}

function kindOf(line: string): string {
  if (line.startsWith("@@")) return "at";
  if (line.startsWith("+")) return "add";
  return line.startsWith("-") ? "del" : "same";
}
