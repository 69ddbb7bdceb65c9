import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiOf, through } from "../router-faults/ask-through.js";
import { installedAgent, noAgent, pinnedAgents } from "../support/agents-folder.js";
import { isOneNode, oneNodeTitle } from "../support/one-node.js";
import { workFolder } from "../support/work-folder.js";
import { type Agent, note, runAgent } from "./agents/agent.js";
import { claudeCode } from "./agents/claude-code.js";
import { codex } from "./agents/codex.js";
import { namedRows, type RowName, rows, services } from "./agents/rows.js";
import { callOf, halfCallOf } from "./upstream/calls.js";

// Agents that others wrote, each a program of its own, against the router over services on loopback whose bytes are written by hand.

const agents = [codex, claudeCode].map((agent) => ({ agent, version: installedAgent(agent.package) }));

describe.each(agents)("$agent.name", ({ agent, version }) => {
  const has = version !== null;
  describe.skipIf(!has || !isOneNode)(has ? oneNodeTitle("through the router") : `(skipped: ${noAgent})`, () => {
    test("is installed in the pinned version", () => {
      expect(version, "run npm run agents").toBe(pinnedAgents()[agent.package]);
    });

    describe.each(services)("over %s", (service) => {
      test.each(namedRows.map(([name]) => name))("%s", (row) => checkRow(agent, { row, service }));
    });
  });
});

async function checkRow(
  agent: Agent,
  { row, service }: { readonly row: RowName; readonly service: (typeof services)[number] },
): Promise<void> {
  const folder = workFolder({ [note.file]: note.text });
  const path = join(folder.path, note.file);
  const { name, input } = agent.reads(path);
  const { replies, fallback = false, guard = "early" } = rows[row] as (typeof namedRows)[number][1];
  const list = replies(callOf(name, input), halfCallOf(name, input));
  let turn = 0;
  const { url, asked } = await through(
    (connection) => (list[turn++] ?? list.at(-1))?.[apiOf(connection.request)](connection),
    { fallback, guard },
  );
  const { strayed, ...heard } = await runAgent(agent, {
    ...{ address: url, model: service, prompt: "How is the weather in Paris?", folder: folder.path },
  });
  const { requests, ...expected } = agent.makesOf[row];
  const { error } = expected;
  expect(heard).toEqual({ ...expected, error: error === null ? null : expect.stringContaining(error) });
  expect(asked().length).toBe(requests);
  expect(strayed).toEqual([]);
  const [first, second] = asked();
  expect(first?.request).toContain("How is the weather in Paris?");
  const results = asked().filter(({ request }) => request.includes(note.text));
  if (row.includes("tool")) {
    expect(second?.request).toContain('"call_1"');
    expect(results).toContain(second);
  } else expect(results).toEqual([]);
}
