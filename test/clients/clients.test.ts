import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { apiOf, through } from "../router-faults/ask-through.js";
import { clientsFolder, clientsTitle, hasClients, pinnedVersions } from "../support/clients-folder.js";
import { askThrough, type Client, weatherTool } from "./client.js";
import { expected, failsToday } from "./expected.js";
import { withoutListenersOf } from "./listeners.js";
import { clients } from "./registry.js";
import { type Mode, modes, type Row, rows, services } from "./rows.js";

// Clients that others wrote, each against the router over a service on loopback whose bytes are written by hand.

afterAll(withoutListenersOf(["SIGINT", "SIGTERM", "beforeExit", "unhandledRejection"]));

const pinned = pinnedVersions();

describe.skipIf(!hasClients)(clientsTitle("clients that others wrote"), () => {
  describe.each(clients.map((client) => [client.name, pinned[client.package], client] as const))(
    "%s %s",
    (_, version, client) => {
      test("is installed in the pinned version", () => {
        const file = join(clientsFolder, "node_modules", client.package, "package.json");
        expect(JSON.parse(readFileSync(file, "utf8")).version, "run npm run clients").toBe(version);
      });

      describe.each(services)("over %s", (service) => {
        for (const { row, mode } of rowsFor(client)) {
          const check = failsToday.has(`${client.name}: ${row.name}, ${mode}`) ? test.fails : test;
          check(`${row.name}, ${mode}`, () => checkRow(client, { row, mode, service }));
        }
      });
    },
  );
});

test("the README names every row that a client does not do, and each that it shows in its own way", () => {
  const text = readFileSync(join(clientsFolder, "README.md"), "utf8");
  const lines = clients.flatMap(({ name, lacks, differs }) => [
    ...Object.entries(lacks).map(([mode, why]) => `| ${name} | ${mode} | ${why} |`),
    ...Object.entries(differs).map(([row, { why }]) => `| ${name} | ${row} | ${why} |`),
  ]);
  const written = text.split("\n").map((line) => line.replaceAll(/ +\|/g, " |"));
  expect(written.filter((line) => lines.includes(line))).toEqual(lines);
});

function rowsFor({ lacks }: Client) {
  return rows.flatMap((row) =>
    modes.filter((mode) => row.modes.includes(mode) && lacks[mode] === undefined).map((mode) => ({ row, mode })),
  );
}

type Case = { readonly row: Row; readonly mode: Mode; readonly service: (typeof services)[number] };

async function checkRow(client: Client, { row, mode, service }: Case): Promise<void> {
  const stop = new AbortController();
  const cancels = row.ending === "cancelled";
  const replies = row.replies.values();
  const { url, asked } = await through(
    (connection) => {
      const reply = replies.next().value;
      if (reply === undefined) return connection.socket.destroy();
      reply[apiOf(connection.request)](connection);
      if (cancels && mode === "whole") stop.abort();
    },
    { fallback: row.fallback },
  );
  const shown = await askThrough(client, {
    address: url,
    question: {
      ...{
        model: row.model ?? service,
        instructions: "Answer in one sentence.",
        prompt: "How is the weather in Paris?",
      },
      ...{ streamed: mode === "streamed", withTool: row.withTool, signal: stop.signal },
    },
    onText: () => cancels && stop.abort(),
  });
  const { text, calls, finishes, says, requests } = expected(client, { row, mode, service });
  expect(shown).toMatchObject({ text, calls });
  expect(finishes).toContain(shown.finish);
  if (says !== null) expect(shown.error).toContain(says);
  if (row.ending === "answered") expect(shown.error).toBeNull();
  expect(asked().length).toBe(requests);
  const [first, second] = asked();
  if (requests > 0) expect(first?.request).toMatch(/Answer in one sentence\..*How is the weather in Paris\?/s);
  if (row.withTool) expect(first?.request).toContain(weatherTool.name);
  for (const call of calls) expect(second?.request).toContain(call.includes("Oslo") ? '"call_2"' : '"call_1"');
  if (calls.length > 0) expect(second?.request.split(weatherTool.result).length).toBe(calls.length + 1);
  // The service sees the cancel: without it, this connection would stay open.
  if (cancels) await first?.closed;
}
