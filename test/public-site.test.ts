import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { presentEdition, presentEditionName } from "../src/library/editions/read-editions.js";
import { axe, expectQuiet, useBrowser } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { runCommand } from "./support/command.js";
import { changeNights, withBad } from "./support/made-nights.js";
import { repeatNight } from "./support/repeat-night.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const red = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
const fine = "kimi-k2.5/openrouter/chat-completions/response-after-tool";
const pageOf = (cell: string) => {
  const hash = createHash("sha256").update(cell).digest("hex").slice(0, 12);
  return `cells/${cell.replaceAll(/[^a-z0-9]+/g, "-")}-${hash}.html`;
};

const file = `title: Two providers
url: https://parity.example/site/
claimedBy:
  name: Example Engineering
  relation: a customer of both
dispute: https://example.com/dispute
`;
const said = `replies:
  - cell: ${red}
    by: The provider
    date: 2026-11-20
    text: We look at it.
disputes:
  - cell: ${red}
    state: open
    by: A reader
    opened: 2026-11-19
corrections:
  - date: 2026-11-10
    text: A tool result was cut.
    cells: [${red}]
badges:
  - name: bedrock
    label: bedrock
    provider: bedrock
`;

let folder: WorkFolder;
let files: readonly string[];
const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const read = (path: string) => folder.read(join("out", path));

beforeAll(async () => {
  folder = workFolder({ "site.yaml": file, "said.yaml": `${file}${said}` });
  const served = await serveProfile("kimi");
  const cells = ["--model", "kimi-k2.5", "--suite", "seed", "--scenario", "response-after-tool"];
  await program("run", "--simulator", served.url, "--trials", "12", "--no-reports", ...cells);
  expect(await program("history", "add", "last")).toMatchObject({ code: 0 });
  await repeatNight(join(folder.path, "history"), 11);
  const nights = [...(await nightIds())];
  // The fine cell fails from the second night after the baseline on.
  await changeNights(join(folder.path, "history"), (night) => {
    const bad = nights.indexOf(night.id) >= 10 ? 11 : 0;
    return {
      ...night,
      lines: night.lines.map((line) => (`${line.target}/${line.scenario}` === fine ? withBad(line, bad) : line)),
    };
  });
  const pinned = await program("baseline", "pin", ...nights.slice(0, 9), "--reason", "before the fall");
  expect(pinned.code, pinned.stderr).toBe(0);
  const { code, stderr } = await program("report", "--site", "out", "--site-config", "said.yaml", "--simulated");
  expect(code, stderr).toBe(0);
  files = Object.keys(folder.contents("out")).sort();
}, 120_000);

async function nightIds(): Promise<readonly string[]> {
  const { stdout } = await program("history", "--json");
  return JSON.parse(stdout).nights.map(({ night }: { night: string }) => night);
}

describe("the site of a history", () => {
  test("has a page for each cell and run, at an address that its name alone makes, with its data beside it", () => {
    expect(files).toEqual(expect.arrayContaining([".nojekyll", "404.html", "feed.xml", pageOf(red), pageOf(fine)]));
    const inFolder = (name: string) => files.filter((one) => one.startsWith(name) && one.endsWith(".html")).length;
    expect([inFolder("cells/"), inFolder("runs/")]).toEqual([2, 13]);
    const without = files.filter((one) => one.endsWith(".html") && !files.includes(one.replace(".html", ".json")));
    expect(without).toEqual(["404.html", "about.html"]);
  });

  test("needs a file that says who publishes it, and says where one is to copy", async () => {
    const elsewhere = workFolder({});
    const typed = ["report", "--site", "out", "--simulated", "--history", join(folder.path, "history")];
    const { code, stderr } = await runCommand(typed, { cwd: elsewhere.path });
    expect([code, stderr]).toEqual([2, expect.stringContaining("site.yaml is missing here")]);
    expect(stderr).toContain("docs/publishing.md");
  });

  test("has no link that leads nowhere, and no script", () => {
    for (const one of files.filter((name) => name.endsWith(".html"))) {
      const page = read(one);
      expect([page.includes("<script"), deadLinks(one, page)], one).toEqual([false, []]);
    }
  });

  test("says on every page, badge and entry that a simulator answered", () => {
    for (const one of files.filter((name) => name.endsWith(".html")))
      expect(read(one), one).toContain("<strong>SIMULATED:");
    expect(read("badges/bedrock.svg")).toContain("SIMULATED: ");
    expect(read("feed.xml").match(/<title>SIMULATED: /g)?.length).toBe(2);
    expect(JSON.parse(read("index.json")).simulated).toBe(true);
  });

  test("shows the trend of a cell with the marks of the gate, in words", async () => {
    const page = read(pageOf(fine));
    const [tenth, eleventh, last] = (await nightIds()).slice(-3);
    expect(page).toMatch(
      new RegExp(`>${eleventh}</a></th><td class="n">12</td><td class="n">11</td>.*?empty-reply ×11.*?regressed`),
    );
    expect(page).toMatch(
      new RegExp(
        `>${tenth}</a></th><td class="n">12</td><td class="n">0</td><td class="day">0.0 % to 22.1 %</td><td>none</td><td>unchanged</td>`,
      ),
    );
    expect(page).toContain(
      `It became worse on ${eleventh} (90 % confidence): 0 of 120 failing before, 22 of 24 since. Our request is the same before and since, so the change is not ours.`,
    );
    const { trend, latest } = JSON.parse(read(pageOf(fine).replace(".html", ".json")));
    expect(trend.at(-1)).toMatchObject({ night: last, eligible: 12, bad: 11, gate: "regressed" });
    expect(latest).toMatchObject({ cell: fine, claim: "fail", trials: { eligible: 12, bad: 11 } });
  });

  test("names the edition that was asked on the first page, and on the pages of runs and cells", () => {
    const { edition } = presentEdition();
    const runs = files.filter((one) => /^runs\/.+-.+\.html$/.test(one));
    expect(runs.length).toBe(12);
    for (const one of ["index.html", pageOf(fine), ...runs])
      expect(read(one), one).toMatch(
        new RegExp(`<dt>Edition</dt><dd>${edition} <small>SHA-256 [0-9a-f]{12}</small></dd>`),
      );
    expect(read("runs/index.html")).toContain(`edition ${edition}, scenarios `);
    expect(JSON.parse(read("index.json")).runs[0].edition).toEqual(presentEditionName());
  });

  test("reports a regression once, for all nights in which it lasts", async () => {
    const [eleventh, last] = (await nightIds()).slice(-2);
    expect(JSON.parse(read("index.json")).events).toMatchObject([
      { kind: "regressed", name: fine, night: eleventh, last, nights: 2 },
    ]);
    expect(read("feed.xml")).toContain(`<link href="https://parity.example/site/${pageOf(fine)}"/>`);
  });

  test("prints replies, disputes and corrections beside the cell, and counts a disputed one apart", () => {
    const page = read(pageOf(red));
    for (const words of ["The provider replies", "We look at it.", "Disputed by A reader", "A tool result was cut."])
      expect(page).toContain(words);
    expect(read("index.html")).toMatch(/2: 0 as expected, 1 failing, 1 disputed|2: 1 failing, 1 disputed/);
    const { message, color } = JSON.parse(read("badges/bedrock.json"));
    expect([message, color]).toEqual([
      expect.stringMatching(/^SIMULATED: 0 as expected, 1 disputed, n=0, \d{4}-\d\d-\d\d$/),
      "lightgrey",
    ]);
  });

  test("has no request, no reply and no request id", () => {
    const journal = Object.entries(folder.contents("runs")).find(([name]) => name.endsWith("journal.jsonl"))?.[1] ?? "";
    const ids = [...journal.matchAll(/"requestId":"([^"]+)"/g)].map(([, id = ""]) => id);
    expect(ids.length).toBeGreaterThan(10);
    const texts = files.map(read).join("\n");
    const sentences = ["What is the weather", "system_fingerprint", "x-amzn-requestid", "127.0.0.1"];
    expect([...ids, ...sentences].filter((words) => texts.includes(words))).toEqual([]);
  });

  test("is the same bytes when it is made again", async () => {
    const before = folder.contents("out");
    await program("report", "--site", "out", "--site-config", "said.yaml", "--simulated");
    expect(folder.contents("out")).toEqual(before);
  });

  test("leads from a missing page to the matrix by its address, and by words where it knows none", async () => {
    expect(read("404.html")).toContain('<a href="https://parity.example/site/index.html#matrix">matrix</a>');
    folder.write("nowhere.yaml", file.replace(/^url: .*\n/m, ""));
    const made = await program("report", "--site", "nowhere", "--site-config", "nowhere.yaml", "--simulated");
    expect(made.code, made.stderr).toBe(0);
    const missing = folder.read("nowhere/404.html");
    // A host answers with it at any depth, so that a relative link would lead nowhere.
    expect([...missing.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
      "data:,",
      "#main",
      "https://example.com/dispute",
    ]);
    expect(missing).toContain("There is no such page");
  });

  test("can be of one run", async () => {
    const words = ["report", "last", "--no-reports", "--site", "one", "--simulated"];
    const { code, stderr } = await program(...words);
    expect([code, stderr]).toEqual([1, expect.stringContaining("site: 2 cells, 1 run, ")]);
    expect(Object.keys(folder.contents("one"))).toContain(pageOf(red));
  });
});

const statement = {
  is: "llm-parity conformance statement",
  ...{
    demo: true,
    result: "conforms",
    profile: { title: "Agent core" },
    targets: [{ id: "kimi-k2.5/bedrock/converse" }],
  },
  ...{ window: { from: "2026-11-01", to: "2026-11-29" }, expires: "2027-02-27" },
};

describe("a statement that the file names", () => {
  const publish = (text: string) => {
    folder.write("statement.json", text);
    folder.write("stated.yaml", `${file}statements: [statement.json]\n`);
    return program("report", "--site", "stated", "--site-config", "stated.yaml", "--simulated");
  };

  test("is published byte for byte, with its window and its end", async () => {
    const text = `${JSON.stringify(statement)}\n`;
    const { code, stderr } = await publish(text);
    expect(code, stderr).toBe(0);
    expect(folder.read("stated/statements/statement.json")).toBe(text);
    expect(folder.read("stated/index.html")).toContain(
      '<a href="statements/statement.json">Agent core, kimi-k2.5/bedrock/converse: conforms</a>, 2026-11-01 to 2026-11-29, expires on 2027-02-27',
    );
  });

  test("is published with its signature, and not with that of another file", async () => {
    const text = `${JSON.stringify(statement)}\n`;
    const payload = {
      ...{ _type: "https://in-toto.io/Statement/v1", predicateType: "urn:llm-parity:statement:v1", predicate: {} },
      subject: [{ name: "statement.json", digest: { sha256: createHash("sha256").update(text).digest("hex") } }],
    };
    const envelope = JSON.stringify({
      payload: Buffer.from(JSON.stringify(payload)).toString("base64"),
      payloadType: "application/vnd.in-toto+json",
      signatures: [{ sig: "AAAA" }],
    });
    folder.write("statement.dsse.json", envelope);
    const { code, stderr } = await publish(text);
    expect(code, stderr).toBe(0);
    expect(folder.read("stated/statements/statement.dsse.json")).toBe(envelope);
    expect(folder.read("stated/index.html")).toContain('<a href="statements/statement.dsse.json">signature</a>');
    const other = await publish(`${text} `);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("signs a file with the SHA-256")]);
    rmSync(join(folder.path, "statement.dsse.json"));
  });

  test.each([
    ["is none", "{}", "is no statement of llm-parity"],
    [
      "is about services, on a site of a simulator",
      JSON.stringify({ ...statement, demo: undefined }),
      "states what services answered",
    ],
    [
      "names an account",
      JSON.stringify({ ...statement, model: "arn:aws:bedrock:us-east-1:123456789012:x" }),
      "names an account",
    ],
  ])("is refused where it %s", async (_, text, message) => {
    const { code, stderr } = await publish(text);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`statement.json: ${message}`)]);
  });
});

describe("report --site refuses", () => {
  test.each<readonly [string, readonly string[], string]>([
    ["a simulator's nights that are not to be named so", ["--site", "x"], "--simulated publishes them"],
    ["a history without a night", ["--site", "x", "--history", "none"], "none: has no night to publish"],
    ["a file that is not there", ["--site", "x", "--simulated", "--site-config", "no.yaml"], "no.yaml: does not exist"],
    ["no run and no site", [], "no run is named"],
    ["a word that has no effect", ["last", "--simulated"], "--simulated has no effect without --site"],
    ["a report of no run", ["--site", "x", "--json"], "--json is for the reports of a run"],
    ["content without a run", ["--site", "x", "--include-content"], "--include-content needs a run"],
    ["content in a folder for the public", ["last", "--site", "out", "--include-content"], "has a site for the public"],
    ["nights of a run", ["last", "--site", "x", "--nights", "3"], "--nights is for the nights of a history"],
  ])("%s", async (_, words, message) => {
    const { code, stderr } = await program("report", ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(folder.path, "x"))).toBe(false);
  });

  test("a cell that is not published, with its line and what was meant", async () => {
    folder.write("wrong.yaml", `${file}${said.replaceAll("response-after-tool", "response-after-tol")}`);
    const { code, stderr } = await program("report", "--site", "x", "--site-config", "wrong.yaml", "--simulated");
    expect(code).toBe(2);
    expect(stderr).toContain(`wrong.yaml:8:11: no published cell is named "${red.replace("tool", "tol")}"`);
    expect(stderr).toContain(red);
  });

  test("a folder with content", async () => {
    folder.write("content/trials/a.html", "");
    const { code, stderr } = await program("report", "--site", "content", "--simulated");
    expect([code, stderr]).toEqual([2, expect.stringContaining("has a site with content (trials)")]);
  });
});

describe.skipIf(!hasBrowser)(browserTitle("the site in Chromium"), () => {
  const browser = useBrowser();

  test.each([
    { width: 1280, scheme: "light" },
    { width: 390, scheme: "dark" },
  ] as const)("reads well at $width px, $scheme", async (view) => {
    const runs = files.find((one) => /^runs\/2.*html$/.test(one)) ?? "";
    for (const one of [
      "index.html",
      pageOf(red),
      pageOf(fine),
      runs,
      "runs/index.html",
      "disputes.html",
      "corrections.html",
      "about.html",
      "404.html",
    ]) {
      const opened = await browser.openFile(join(folder.path, "out", one), view);
      expect(await opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), one).toBe(true);
      expect(await axe(opened), one).toEqual([]);
      await expectQuiet(opened, one);
    }
  });

  test("is read without script, and walked by keyboard", async () => {
    const opened = await browser.openFile(join(folder.path, "out/index.html"), { script: true });
    await opened.page.keyboard.press("Tab");
    await opened.page.keyboard.press("Enter");
    expect(await opened.page.evaluate("document.activeElement.id")).toBe("main");
    const plain = await browser.openFile(join(folder.path, "out", pageOf(fine)), { script: false });
    expect(await plain.page.textContent("h1")).toBe(
      `response-after-tool on ${fine.replace("/response-after-tool", "")}`,
    );
  });
});

/** The links of a page that lead to no file or fragment of the site; an address of another host is not followed. */
function deadLinks(path: string, page: string): readonly string[] {
  const links = [...page.matchAll(/ href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
  const own = (href: string) => href.replace(/^https:\/\/parity\.example\/site\//, "/");
  return links.filter((link) => {
    const href = own(link);
    if (/^(?:data:|https:|mailto:)/.test(href)) return false;
    const [file = "", fragment] = href.split("#");
    const to = file === "" ? path : file.startsWith("/") ? file.slice(1) : normalize(join(dirname(path), file));
    if (!files.includes(to)) return true;
    return fragment !== undefined && !read(to).includes(` id="${fragment}"`);
  });
}
