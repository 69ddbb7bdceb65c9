import { describe, expect, test } from "vitest";
import type { Sheet, SheetCell } from "../src/report/sheet/sheet.js";
import { bigSheet } from "./support/big-sheet.js";
import { pageOf } from "./support/page-of.js";

const small = bigSheet({ models: 2, columns: 3, scenarios: 4, nights: 5 });

/** A sheet whose first cell is changed. */
function changed(change: Partial<SheetCell>, of: Sheet = small): Sheet {
  return { ...of, cells: of.cells.map((cell, at) => (at === 0 ? { ...cell, ...change } : cell)) };
}

function withoutScripts(text: string): string {
  return text.replaceAll(/<(style|script)[^>]*>.*?<\/\1>/gs, "");
}

function partOf(text: string, from: string, to: string): string {
  const begin = text.indexOf(from);
  return begin < 0 ? "" : text.slice(begin, text.indexOf(to, begin));
}

describe("the HTML report", () => {
  test("is the same bytes for the same input", () => {
    expect(pageOf(small) === pageOf(bigSheet({ models: 2, columns: 3, scenarios: 4, nights: 5 }))).toBe(true);
  });

  test("allows its own style and script by their hashes, and nothing else", () => {
    const text = pageOf(small);
    const policy = partOf(text, 'http-equiv="Content-Security-Policy" content="', '">');
    expect(policy).toContain("default-src &#39;none&#39;; script-src &#39;sha256-");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(withoutScripts(text)).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
  });

  test("has everything of a cell without its script: sentences, findings with their rule, whose fault, trials, commands", () => {
    const text = pageOf(
      changed({
        ...{ observed: "bad", claim: "fail", known: { state: "expected", bugs: ["https://bugs.example/1"] } },
        findings: [
          {
            ...{
              id: "empty-reply",
              cause: "silent",
              severity: "bad",
              n: 7,
              seen: "no text, no call",
              step: "answer",
              trial: 3,
            },
            checks: ["reply/not-empty"],
            rule: { severity: "must", source: "https://docs.example/reply of a vendor", date: "2026-11-04" },
          },
        ],
        again: [
          { title: "Curl", text: "curl 'https://api.example/'", why: null },
          { title: "AWS CLI", text: null, why: "it signs no such request" },
        ],
      }),
    );
    const id = small.cells[0]?.id ?? "";
    const page = partOf(text, `<article class="cell urgent" id="${id}"`, "</article>");
    for (const part of [
      "<strong>Failing</strong>, 12 of 12 ok",
      "<code>empty-reply (silent)</code> in 7 trials, first in trial 3, step answer",
      "no text, no call",
      `Expected by llm-parity (must), after <a href="https://docs.example/reply" rel="noreferrer noopener">https://docs.example/reply</a> of a vendor (2026-11-04)`,
      `<a href="https://bugs.example/1"`,
      "curl &#39;https://api.example/&#39;",
      "AWS CLI: it signs no such request",
      `llm-parity explain ${id} --run 2026-11-20T02-00-00-000Z-ab12`,
      "5 nights as a table",
    ])
      expect(page).toContain(part);
  });

  test("marks a cell with a note, for eyes and ears, and counts such cells in a tile", () => {
    const [first, ...others] = small.cells;
    const note = {
      id: "think-tag-in-text",
      cause: null,
      severity: "note",
      n: 1,
      seen: "<think>",
      step: null,
      trial: 1,
    };
    const noted = { ...first, findings: [{ ...note, rule: null, checks: [] }] } as unknown as SheetCell;
    const text = pageOf({ ...small, cells: [noted, ...others] });
    expect(text).toContain('<span class="mark"><span aria-hidden="true">·</span> note</span>');
    expect(text).toContain('data-state="note" aria-pressed="false" disabled><b>1</b> <span>with a note</span>');
    expect(pageOf(small)).not.toContain('data-state="note"');
  });

  test("says outcomes in the words of the other reports, and keeps their ids in addresses", () => {
    const [first, ...others] = small.cells;
    const text = pageOf({ ...small, cells: [{ ...first, observed: "bad" } as SheetCell, ...others] });
    for (const [id, words] of [
      ["bad", "failing"],
      ["mixed", "failing at times"],
      ["blocked", "blocked"],
      ["ok", "as expected"],
    ])
      expect(text).toMatch(new RegExp(`data-state="${id}"[^>]*><b>[0-9,]+</b> <span>${words}</span>`));
    expect(text).toContain('<option value="bad">failing</option>');
  });

  test("says in its lists what the gate says of a cell, and since when", () => {
    const night = {
      ...{ id: "2026-11-20", compared: 24, falseNights: 0.034, alarm: true, notMeasured: false, exitCode: 1 },
      columns: ["bedrock/converse: 9 of 14 cells alarm"],
    };
    const text = pageOf({
      ...changed({
        observed: "bad",
        night: {
          ...{ state: "regressed", since: ["2026-11-18", "2026-11-19"], lastGood: "2026-11-17", worse: 0.0000123 },
          ...{ baseline: { eligible: 96, bad: 1 }, tonight: { eligible: 12, bad: 12 } },
        },
      }),
      night,
    });
    expect(text).toContain("It reports an unchanged cell in 3.4 % of nights.");
    expect(text).toContain("<li>bedrock/converse: 9 of 14 cells alarm</li>");
    expect(partOf(text, '<ol class="look">', "</li>")).toContain(
      "regressed, first bad night between 2026-11-18 and 2026-11-19",
    );
    expect(text).toContain(
      "Regressed tonight: 12 of 12 bad tonight, 1 of 96 bad in the baseline, so many bad trials have a probability of 0.000012 at the baseline&#39;s rate.",
    );
    expect(text).toContain("The change began between 2026-11-18 and 2026-11-19. The last night before it: 2026-11-17.");
  });

  test("never hides what its bytes are worth: at its head and in each cell", () => {
    const notice = "SIMULATED: no vendor traffic. It is a simulator.";
    const text = pageOf({ ...small, notice, stopped: "Stopped: 3 of 10 trials." });
    expect(text).toContain(
      `<p class="notice" role="note"><strong>SIMULATED: no vendor traffic.</strong> It is a simulator.</p>`,
    );
    const origin = `<p class="origin"><strong>SIMULATED: no vendor traffic.</strong></p>`;
    expect(text.split(origin)).toHaveLength(1 + small.cells.length);
    expect(text).toContain("Stopped: 3 of 10 trials.");
  });

  test.each([
    ["no cell", { ...small, cells: [], models: [], columns: [], scenarios: [] }, "0 cells. Nothing was measured."],
    [
      "one cell",
      bigSheet({ models: 1, columns: 1, scenarios: 1 }),
      "1 model, 1 column, 1 cell: 1 as expected, 0 failing.",
    ],
    [
      "refused cells alone",
      {
        ...small,
        cells: small.cells.map((cell) => ({
          ...cell,
          observed: "blocked" as const,
          trials: { ...cell.trials, eligible: 0 },
        })),
      },
      "24 cells. Nothing was measured.",
    ],
  ])("reads well with %s", (_, sheet, says) => {
    const text = pageOf(sheet);
    expect(withoutScripts(text)).toContain(says);
    expect(withoutScripts(text)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("names cells, models and places so that no name breaks out or is lost", () => {
    const name = `__proto__"'><script>alert(1)</script>\u202e`;
    const sheet = changed({ id: `${name}/${name}`, model: "constructor" });
    const text = pageOf({ ...sheet, models: [{ name: "constructor", title: name, retired: null }, ...sheet.models] });
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("\u202e");
    expect(text).toContain("__proto__&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;⟨202e⟩");
    const place = `${name}/${name}`.split("/").map(encodeURIComponent).join("/").replaceAll("'", "&#39;");
    expect(text.includes(`id="${place}"`) && text.includes(`href="#${place}"`)).toBe(true);
  });
});

describe("the HTML report of 2,000 cells", () => {
  const sheet = bigSheet({ models: 10, columns: 10, scenarios: 20 });
  const text = pageOf(sheet);

  test("takes at most 2.5 MB, and has every table without its script", () => {
    expect(sheet.cells).toHaveLength(2000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_500_000);
    expect(withoutScripts(text).match(/<td [^>]*data-cell=/g)).toHaveLength(2000);
  });

  test("has the pages of cells that need a look first, and says what the others need", () => {
    const drawn = text.match(/<article class="cell[ "]/g)?.length ?? 0;
    expect(drawn).toBeGreaterThan(20);
    expect(text.match(/<article class="cell urgent"/g)).toHaveLength(drawn);
    expect(text).toContain(`<p class="note">This page has the details of ${drawn} of 2,000 cells`);
    expect(text.match(/<a class="later" href=/g)).toHaveLength(2000 - drawn);
  });
});
