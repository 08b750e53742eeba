/** The look of the pages: one sheet, light and dark, no script and nothing from elsewhere. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1f2328, #e6edf3); --soft: light-dark(#59636e, #9198a1);
  --ground: light-dark(#ffffff, #0d1117); --band: light-dark(#f6f8fa, #151b23); --line: light-dark(#d1d9e0, #3d444d);
  --link: light-dark(#0969da, #4493f8); --green: light-dark(#1a7f37, #3fb950); --red: light-dark(#d1242f, #f85149);
  --amber: light-dark(#9a6700, #d29922); --purple: light-dark(#8250df, #ab7df8); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
header { background: var(--band); border-bottom: 1px solid var(--line); padding: 14px 24px; }
header .in { max-width: 912px; margin: auto; display: flex; gap: 20px; align-items: baseline; flex-wrap: wrap; }
header strong { font-size: 17px; } header nav { display: flex; gap: 16px; } header .note { margin-left: auto; }
main { max-width: 960px; margin: 28px auto 80px; padding: 0 24px; }
h1 { font-size: 26px; font-weight: 500; line-height: 1.25; margin: 0 0 10px; overflow-wrap: anywhere; }
h1 .number, .soft { color: var(--soft); } .soft { font-size: 13px; }
h2 { font-size: 17px; margin: 32px 0 10px; } .box + h1 { margin-top: 36px; }
.body h3, .body h4, .body h5, .body h6 { font-size: 16px; margin: 14px 0 8px; }
.row { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; margin-bottom: 22px; }
.pill { display: inline-block; border-radius: 99px; padding: 3px 12px; font-size: 13px; font-weight: 600; color: #fff; }
.pill.open { background: #1f883d; } .pill.closed { background: #8250df; } .pill.gone { background: #cf222e; }
.label { border: 1px solid var(--line); border-radius: 99px; padding: 0 9px; font-size: 12px; color: var(--soft); }
.label.starter { color: var(--purple); border-color: var(--purple); }
.box { border: 1px solid var(--line); border-radius: 8px; margin-bottom: 18px; overflow: hidden; }
.box > .head { background: var(--band); border-bottom: 1px solid var(--line); padding: 8px 16px; font-size: 13px; }
.box > .body { padding: 4px 16px; overflow-wrap: anywhere; }
.list > div { padding: 12px 16px; border-top: 1px solid var(--line); display: flex; gap: 12px; align-items: baseline; }
.list > div:first-child { border-top: 0; } .list .what { flex: 1; min-width: 0; } .list .title { font-weight: 600; }
.dot { font-weight: 700; width: 1.1em; text-align: center; flex: none; }
.success { color: var(--green); } .failure, .error { color: var(--red); } .pending, .queued, .in_progress { color: var(--amber); }
.inactive { color: var(--soft); }
table { border-collapse: collapse; margin: 12px 0; } th, td { border: 1px solid var(--line); padding: 5px 12px; text-align: left; }
th { background: var(--band); } blockquote { margin: 12px 0; padding-left: 14px; border-left: 3px solid var(--line); color: var(--soft); }
code, pre { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
:not(pre) > code { background: var(--band); border-radius: 5px; padding: 2px 5px; }
pre { background: var(--band); border-radius: 6px; padding: 12px; overflow: auto; }
.diff { margin: 0; padding: 8px 0; border-radius: 0; background: none; } .diff span { display: block; padding: 0 16px; white-space: pre; }
.diff .add { background: light-dark(#dafbe1, #12261e); } .diff .del { background: light-dark(#ffebe9, #2a1518); }
.diff .at { background: light-dark(#ddf4ff, #121d2f); color: var(--soft); }
form { display: inline; } button { font: inherit; font-weight: 600; padding: 7px 16px; border-radius: 7px; cursor: pointer;
  border: 1px solid var(--line); background: var(--band); color: var(--ink); }
button:hover { filter: brightness(.96); } button.go { background: #1f883d; border-color: #1f883d; color: #fff; }
button:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.refused { border-left: 3px solid var(--red); padding: 8px 14px; background: var(--band); margin-bottom: 18px; }
`;
