import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { madePart, nodeMajor, viewsPage } from "../scripts/client-views/page.js";
import { clientViewStreams } from "../scripts/client-views/streams.js";
import { clientsFolder, clientsTitle, hasClients } from "./support/clients-folder.js";
import { testLimitMs } from "./support/limits.js";
import { runProgram } from "./support/program.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

const page = readFileSync(join(root, "docs/client-views.md"), "utf8");
const made = madePart(page) ?? "";
const pageNode = /^Under Node (\d+):/.exec(made)?.[1] ?? "";
const sameNode = pageNode === nodeMajor;
const title = clientsTitle("the page of client views") + (sameNode ? "" : ` (skipped: it is of Node ${pageNode})`);

describe.skipIf(!hasClients || !sameNode)(title, () => {
  test(
    "says what the installed clients show of the simulated streams",
    async () => {
      const folder = workFolder(Object.fromEntries(await clientViewStreams(join(root, "scenarios"))));
      const args = ["clients", folder.path, "--json", "--stall-ms", "2000", "--client-limit-ms", String(testLimitMs)];
      const { code, stdout, stderr } = await runProgram(args, { cwd: clientsFolder });
      expect({ code, said: stdout === "" ? stderr : "" }).toEqual({ code: 1, said: "" });
      expect(withoutParts(viewsPage(stdout))).toBe(withoutParts(made));
    },
    10 * testLimitMs,
  );
});

/** A busy machine may join the pieces of a stream, and a client may then show none of them before an error. */
function withoutParts(text: string): string {
  return text.replaceAll("part + **error**", "**error**");
}

describe("the table", () => {
  const rows = made.split("\n").filter((line) => /^\| (Chat|Converse|InvokeModel): /.test(line));

  test("has at least ten streams, each for at least six clients, and every one is marked as simulated", () => {
    expect(new Set(rows.map((row) => row.replace(/^\| \w+: ([^|]*) \(SIMULATED\) \|.*$/, "$1"))).size).toBeGreaterThan(
      10,
    );
    const others = rows.filter((row) => !row.startsWith("| InvokeModel: "));
    expect(others.filter((row) => !/^\| [^|]*\(SIMULATED\)( \| [^|]+){6,} \|$/.test(row))).toEqual([]);
  });

  test.each([
    ["InvokeModel: start and stop, no content, 0 tokens", "empty, end_turn, 0 tok"],
    ["InvokeModel: whole text, no terminal event", "part of text, no finish, 1 tok"],
    ["InvokeModel: exception mid-text", "part + **error** ModelStreamErrorException"],
  ])("has %s through the AWS SDK", (stream, shown) => {
    expect(rows).toContain(`| ${stream} (SIMULATED) | ${shown} |`);
  });

  test("has blank text round a call for both formats: no client shows blank blocks of Converse", () => {
    const [chat, converse] = ["Chat", "Converse"].map((format) =>
      rows.find((row) => row.startsWith(`| ${format}: blank text blocks round a call `)),
    );
    expect(chat?.match(/blank text \+ call, /g)).toHaveLength(7);
    expect(converse?.match(/\| call, /g)).toHaveLength(6);
  });

  test("has the seed's client show a silent model, an empty body and a cut start alike", () => {
    const shown = (stream: string) =>
      rows
        .find((row) => row.startsWith(`| Converse: ${stream} `))
        ?.split(" | ")
        .at(5);
    const streams = ["start and stop, no content, 0 tokens", "200, zero bytes", "cut right after the start"];
    expect(streams.map(shown)).toEqual(["empty, stop, 0 tok", "empty, stop, 0 tok", "empty, stop, 0 tok"]);
  });
});
