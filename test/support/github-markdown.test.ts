import { describe, expect, test } from "vitest";
import { browserTitle, hasBrowser } from "./chromium.js";
import { cmarkTitle, hasCmark, htmlOfMarkdown } from "./cmark.js";
import { useGithub } from "./github-markdown.js";

describe.skipIf(!hasCmark)(cmarkTitle("Markdown as GitHub makes it"), () => {
  test("has tables, task lists, footnotes and links of its own, and disarms the tags of its filter", () => {
    expect(htmlOfMarkdown("| a | b |\n| - | -: |\n| 1 | ~~2~~ |\n")).toContain('<td align="right"><del>2</del></td>');
    expect(htmlOfMarkdown("see www.example.com")).toContain('<a href="http://www.example.com">');
    expect(htmlOfMarkdown("- [x] done\n\na[^1]\n\n[^1]: note\n")).toMatch(
      /type="checkbox".*<section class="footnotes"/s,
    );
    expect(htmlOfMarkdown("<script>x</script> <b onclick=x>kept</b>")).toBe(
      "&lt;script>x&lt;/script> <b onclick=x>kept</b>\n",
    );
    expect(htmlOfMarkdown("```json\n1\n```")).toBe('<pre lang="json"><code>1\n</code></pre>\n');
  });
});

describe.skipIf(!hasCmark || !hasBrowser)(cmarkTitle(browserTitle("a page as GitHub shows it")), () => {
  const github = useGithub();

  test("names what the sanitiser would remove, and nothing of plain Markdown", async () => {
    const plain =
      '<a id="x"></a>\n# T\n\n[a](#x) ![i](https://h5.invalid/i.png "t")\n\n| a |\n| -: |\n| `1` |\n\n- [ ] t[^1]\n\n[^1]: n\n';
    const page = await github(`${plain}\n<details open><summary>s</summary>\n\ntext\n</details>\n`);
    expect(await page.removed()).toEqual([]);
    await page.showMarkdown(
      '<b onclick="x" style="y">b</b> [l](javascript:alert(1)) [d](data:text/html,x)\n\n<svg onload=x><video></video>\n\n<a href=" java\nscript:x">y</a>\n\n</article><p>after</p>',
    );
    expect([...(await page.removed())].sort()).toEqual([
      "data: in href",
      "element p outside the column",
      "element svg",
      "element video",
      "javascript: in href",
      "onclick on <b>",
      "style on <b>",
    ]);
  });

  test("has a column of 1012 pixels, and of 358 on a phone", async () => {
    const width = 'document.querySelector("article").clientWidth';
    expect(await (await github("text")).page.evaluate(width)).toBe(1012);
    expect(await (await github("text", { width: 390 })).page.evaluate(width)).toBe(358);
  });

  test("names what sticks out, and the tables that a reader has to scroll", async () => {
    const words = "word ".repeat(60);
    const wide = `| a | b |\n| - | - |\n| ${"x".repeat(120)} | ${"y".repeat(120)} |\n`;
    const page = await github(
      `${wide}\n${words}\n\n\`${"z".repeat(300)}\`\n\n| a |\n| - |\n| ${words} |\n\n\`\`\`\n${words}\n\`\`\`\n`,
    );
    expect(await page.stickingOut()).toEqual([]);
    expect(await page.scrolled()).toEqual([expect.stringMatching(/^<table> "a[^"]*xxx": \d{4} px in 1012$/)]);
    await page.showMarkdown('<table width="1500"><tr><td>t</td></tr></table>\n\n<hr width="1500">\n');
    expect(await page.stickingOut()).toEqual(['<hr> "": 490 px']);
  });
});
