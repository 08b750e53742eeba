import { expect, test } from "vitest";
import { markdown } from "../../practice/github/pages/markdown.ts";

test.each([
  ["**a** and *b* and `c*d*`", "<p><strong>a</strong> and <em>b</em> and <code>c*d*</code></p>"],
  ["snake_case_name stays", "<p>snake_case_name stays</p>"],
  ["# Title", "<h3>Title</h3>"],
  ["- a\n- [x] b", "<ul><li>a</li><li>☑ b</li></ul>"],
  ["1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"],
  ["```sql\nselect '<b>';\n```", "<pre><code>select &#39;&#60;b&#62;&#39;;</code></pre>"],
  ["> quoted", "<blockquote><p>quoted</p></blockquote>"],
  ["[x](https://a.test/?q=1&r=2)", '<p><a href="https://a.test/?q=1&#38;r=2" rel="noreferrer">x</a></p>'],
  [
    "see http://a.b.localhost:1/",
    '<p>see <a href="http://a.b.localhost:1/" rel="noreferrer">http://a.b.localhost:1/</a></p>',
  ],
  ["**http://a.test/**", '<p><strong><a href="http://a.test/" rel="noreferrer">http://a.test/</a></strong></p>'],
  ["[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ['<img src=x onerror="x">', "<p>&#60;img src=x onerror=&#34;x&#34;&#62;</p>"],
  ["<!-- slipway:preview:pr-1 -->\nshown", "<p>shown</p>"],
  ["a\nb", "<p>a<br>b</p>"],
])("%j", (source, expected) => {
  expect(markdown(source).text.trim()).toBe(expected);
});

test("a table", () => {
  expect(markdown("| a | b |\n|---|:-:|\n| 1 | **2** |").text).toBe(
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table>",
  );
});

test("any text ends, unclosed fences and all", () => {
  for (const source of ["```", "| a |", "<details>", "<summary>x", ">", "- ", "#### ", "\n\n"]) {
    expect(() => markdown(source)).not.toThrow();
  }
});
