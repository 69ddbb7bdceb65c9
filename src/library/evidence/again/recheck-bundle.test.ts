import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canaries, expectNoCanary } from "../../../../test/support/canaries.js";
import { rawServer } from "../../../../test/support/raw-server.js";
import { faultyExchange, recordedSource, silent } from "../../../../test/support/recorded-arms.js";
import { catalog } from "../../../../test/support/repository.js";
import { serveExchange } from "../../../../test/support/simulated-run.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import type { Rename } from "../../../runner/store/atomic-write.js";
import { experimentResult } from "../../../verdict/evidence/experiment-result.js";
import { decideRecheck } from "../../../verdict/evidence/recheck-decision.js";
import { recheckFileSchema } from "../../../verdict/evidence/recheck-file.js";
import { readHar } from "../../../wire/har/har.js";
import { armsOf } from "./again-arm.js";
import { type RecheckEvent, type RecheckOptions, recheckBundle } from "./recheck-bundle.js";
import type { RecheckSource } from "./recheck-source.js";

const stream = "kimi-k2.5/bedrock/converse-stream";

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** A bundle with two files, which stand for all that it has. */
function bundleFolder(): string {
  const folder = join(temporaryFolder(), "case");
  mkdirSync(join(folder, "wire"), { recursive: true });
  writeFileSync(join(folder, "report.md"), "# Report\n");
  writeFileSync(join(folder, "wire/failing.har"), "{}\n");
  writeSums(folder);
  return folder;
}

function writeSums(folder: string): void {
  writeFileSync(join(folder, "SHA256SUMS"), listOf(folder));
}

/** What `LC_ALL=C sort` and `sha256sum` give for the files of a folder. */
function listOf(folder: string): string {
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name !== "SHA256SUMS" && lstatSync(join(folder, name)).isFile())
    .sort();
  return files.map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`).join("");
}

const read = (file: string) => readFileSync(file, "utf8");

type Source = Omit<RecheckSource, "previous">;

function optionsOf(source: Source, more: Partial<RecheckOptions> = {}): RecheckOptions {
  return {
    read: (bundle) => Promise.resolve({ ...source, previous: sha256(read(join(bundle, "SHA256SUMS"))) }),
    catalog,
    pairs: null,
    simulator: null,
    baseUrl: null,
    limits: { maxCalls: null, maxCostUsd: null },
    environment: {},
    deadlines: { firstByteMs: 5_000, idleMs: 5_000, totalMs: 20_000 },
    now: () => new Date("2026-11-29T01:02:03.456Z"),
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    onEvent: () => undefined,
    ...more,
  };
}

async function serveFaulty(faults: readonly object[]): Promise<string> {
  // Another seed, so that no request id comes a second time.
  return (await serveExchange(faultyExchange(faults, 2))).url;
}

describe("a bundle that is asked again", () => {
  test("still fails: the answer, its bytes and the new list stand in the bundle", async () => {
    const source = await recordedSource(stream);
    const bundle = bundleFolder();
    const before = read(join(bundle, "SHA256SUMS"));
    const events: RecheckEvent[] = [];
    const simulator = await serveFaulty(silent);
    const { file, recheck } = await recheckBundle(
      bundle,
      optionsOf(source, { simulator, onEvent: (event) => void events.push(event) }),
    );
    expect(file).toBe("rechecks/2026-11-29T01-02-03-456Z.json");
    expect(readdirSync(join(bundle, "rechecks"))).toEqual([
      "2026-11-29T01-02-03-456Z.har",
      "2026-11-29T01-02-03-456Z.json",
    ]);
    const kept = recheckFileSchema().parse(JSON.parse(read(join(bundle, "rechecks/2026-11-29T01-02-03-456Z.json"))));
    expect(kept).toEqual(recheck);
    expect(kept).toMatchObject({
      schemaVersion: 1,
      askedAt: "2026-11-29T01:02:03.456Z",
      mark: "SIMULATED",
      previous: sha256(before),
      pairs: 3,
      seed: Number(`0x${sha256(before).slice(0, 8)}`),
      ended: null,
      decision: "still",
      recorded: {
        findings: ["empty-reply"],
        failing: { bad: 9, eligible: 9, of: "trials" },
        working: { bad: 0, eligible: 9, of: "trials" },
      },
    });
    expect(kept.calls.length).toBe(6);
    expect(experimentResult(kept.calls)).toMatchObject({
      failing: { bad: 3, eligible: 3 },
      working: { bad: 0, eligible: 3 },
    });
    expect(decideRecheck(kept.calls, kept.recorded)).toEqual({ decision: kept.decision, says: kept.says });
    const har = readHar(read(join(bundle, "rechecks/2026-11-29T01-02-03-456Z.har")), "har");
    expect(har.meta).toMatchObject({ source: "authored", target: stream, note: expect.stringContaining("SIMULATED") });
    const sentOf = (at: number) => Buffer.from(har.entries[at]?.exchange.request.body ?? []).toString();
    for (const { arm, entry } of kept.calls) {
      expect(sentOf(entry ?? -1)).toBe(Buffer.from(source.arms[arm]?.exchange.request.body ?? []).toString());
    }
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
    expect(before.split("\n").every((line) => read(join(bundle, "SHA256SUMS")).includes(line))).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(["plan", ...Array(6).fill("call"), "decided"]);
    expect(existsSync(`${bundle}.recheck`)).toBe(false);
  });

  test.each([
    ["fixed", [], "It does not fail any more."],
    [
      "changed",
      [{ fault: "no-terminator", when: { scenario: "response-after-tool" } }],
      "The failing request fails in another way now.",
    ],
    ["changed", [{ fault: "silent" }], "The working request fails too now."],
    ["undecided", [{ fault: "refuse", as: "too-many-requests" }], "No reply to the failing request counts."],
  ] as const)("is %s where the service answers otherwise: %#", async (decision, faults, because) => {
    const source = await recordedSource(stream);
    const bundle = bundleFolder();
    const simulator = await serveFaulty(faults);
    const { recheck } = await recheckBundle(bundle, optionsOf(source, { simulator }));
    expect([recheck.decision, recheck.says.at(-1)]).toEqual([decision, because]);
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
  });

  test.each([
    "kimi-k2.5/bedrock/converse",
    "kimi-k2.5/bedrock/invoke-model",
    "kimi-k2.5/openrouter/chat-completions-stream",
  ])("is decided over every API: %s", async (id) => {
    const source = await recordedSource(id);
    const simulator = await serveFaulty(silent);
    expect((await recheckBundle(bundleFolder(), optionsOf(source, { simulator }))).recheck.decision).toBe("still");
    const well = await serveFaulty([]);
    expect((await recheckBundle(bundleFolder(), optionsOf(source, { simulator: well }))).recheck.decision).toBe(
      "fixed",
    );
  });

  test("more than once, within a millisecond too: each answer has its name, and the hash of the list before it", async () => {
    const source = await recordedSource(stream);
    const bundle = bundleFolder();
    const simulator = await serveFaulty(silent);
    const before: string[] = [];
    const files: (string | null)[] = [];
    for (const pairs of [1, 2, 3]) {
      before.push(sha256(read(join(bundle, "SHA256SUMS"))));
      files.push((await recheckBundle(bundle, optionsOf(source, { simulator, pairs }))).file);
    }
    expect(files).toEqual([
      "rechecks/2026-11-29T01-02-03-456Z.json",
      "rechecks/2026-11-29T01-02-03-457Z.json",
      "rechecks/2026-11-29T01-02-03-458Z.json",
    ]);
    const previous = files.map((file) => JSON.parse(read(join(bundle, file ?? ""))).previous);
    expect(previous).toEqual(before);
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
  });

  test("by two at once: the second is refused before it asks", async () => {
    const source = await recordedSource(stream);
    const bundle = bundleFolder();
    const simulator = await serveFaulty(silent);
    let second: Promise<unknown> = Promise.resolve();
    const onEvent = ({ kind }: RecheckEvent) => {
      if (kind !== "plan") return;
      second = recheckBundle(bundle, optionsOf(source, { simulator })).catch((error: Error) => error.name);
    };
    await recheckBundle(bundle, optionsOf(source, { simulator, onEvent }));
    expect(await second).toBe("LockedError");
    expect(readdirSync(join(bundle, "rechecks")).length).toBe(2);
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
  });

  test("until a signal: what was asked is kept", async () => {
    const source = await recordedSource(stream);
    const bundle = bundleFolder();
    const simulator = await serveFaulty(silent);
    const stop = new AbortController();
    const onEvent = (event: RecheckEvent) => void (event.kind === "call" && event.call.call === 3 && stop.abort());
    const { file, recheck } = await recheckBundle(bundle, optionsOf(source, { simulator, stop: stop.signal, onEvent }));
    expect(recheck).toMatchObject({ ended: "stopped by a signal", pairs: 3 });
    expect(recheck.calls.length).toBe(3);
    expect(file).not.toBeNull();
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
    const unasked = bundleFolder();
    const list = listOf(unasked);
    const none = await recheckBundle(unasked, optionsOf(source, { simulator, stop: stop.signal }));
    expect(none).toMatchObject({ file: null, recheck: { calls: [], decision: "undecided" } });
    expect(listOf(unasked)).toBe(list);
  });
});

describe("a bundle stays as it was", () => {
  test.each([1, 2, 3])("where the disk is full at rename %i", async (at) => {
    const source = await recordedSource(stream, { trials: 2 });
    const bundle = bundleFolder();
    const [list, files] = [read(join(bundle, "SHA256SUMS")), readdirSync(bundle, { recursive: true })];
    let made = 0;
    const move: Rename = async (from, to) => {
      made += 1;
      if (made === at) throw Object.assign(new Error("ENOSPC: rename"), { code: "ENOSPC" });
      return rename(from, to);
    };
    const simulator = await serveFaulty(silent);
    const decided: RecheckEvent[] = [];
    const onEvent = (event: RecheckEvent) => void (event.kind === "decided" && decided.push(event));
    await expect(
      recheckBundle(bundle, optionsOf(source, { simulator, move, onEvent, pairs: 1 })),
    ).rejects.toMatchObject({
      name: "EvidenceError",
      hint: "The bundle is as it was before.",
    });
    expect(readdirSync(bundle, { recursive: true })).toEqual(files);
    expect(read(join(bundle, "SHA256SUMS"))).toBe(list);
    expect(existsSync(`${bundle}.recheck`)).toBe(false);
    expect(decided.length).toBe(1);
  });

  test("where its folder for rechecks is a link to another place", async () => {
    const source = await recordedSource(stream, { trials: 2 });
    const bundle = bundleFolder();
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(bundle, "rechecks"));
    const simulator = await serveFaulty(silent);
    await expect(recheckBundle(bundle, optionsOf(source, { simulator, pairs: 1 }))).rejects.toThrow(
      "rechecks in the bundle is no folder",
    );
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(join(bundle, "rechecks"));
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
  });
});

describe("nothing is sent", () => {
  /** The bundle's failing target with other members. */
  async function named(members: object): Promise<Source> {
    const source = await recordedSource("kimi-k2.5/openrouter/chat-completions", { trials: 1 });
    const { failing, working } = source.arms;
    const hostile = { ...failing, target: { ...failing.target, ...members } };
    return { ...source, mark: null, arms: { failing: hostile, working } };
  }

  const live: Partial<RecheckOptions> = {
    limits: { maxCalls: 10, maxCostUsd: null },
    environment: { OPENROUTER_API_KEY: canaries.openrouter, SOME_SECRET: canaries.secret },
  };

  test.each([
    ["another address", { baseUrl: "URL" }, "was asked at"],
    ["another address below ours", { baseUrl: "https://openrouter.ai.example/api/v1" }, "was asked at"],
    ["another model", { providerModelId: "openai/o1-pro" }, "has providerModelId"],
    ["another provider under the same id", { provider: "moonshot" }, "has provider"],
    ["another pin", { upstreamPin: "someone" }, "has upstreamPin"],
    ["another variable for the key", { keyVariable: "SOME_SECRET" }, "has keyVariable"],
    ["no member as text", { id: 7 }, "a target is not one"],
    ["an id with a path", { id: "x", providerModelId: "../../v1/keys" }, "cannot be a model id"],
    ["an unknown provider", { id: "x", provider: "evil" }, 'there is no provider "evil"'],
  ])("to a target of the bundle with %s", async (_, members, says) => {
    const server = await rawServer(({ socket }) => socket.end());
    const own = Object.fromEntries(
      Object.entries(members).map(([name, value]) => [name, value === "URL" ? server.url : value]),
    );
    const bundle = bundleFolder();
    await expect(recheckBundle(bundle, optionsOf(await named(own), live))).rejects.toThrow(says);
    expect(server.connections).toEqual([]);
    expect(read(join(bundle, "SHA256SUMS"))).toBe(listOf(bundle));
  });

  test("unless the user gives the address, which alone is asked then", async () => {
    const theirs = await rawServer(({ socket }) => socket.end());
    const ours = await serveExchange(faultyExchange(silent, 2));
    const source = await named({ baseUrl: `${theirs.url}/v1` });
    const { recheck } = await recheckBundle(
      bundleFolder(),
      optionsOf({ ...source, arms: { ...source.arms, working: null } }, { ...live, baseUrl: `${ours.url}/api/v1` }),
    );
    expect(theirs.connections).toEqual([]);
    expect(recheck).toMatchObject({ decision: "still", mark: null });
  });

  test.each([
    [
      "asks for another model",
      (body: string) => body.replace("moonshotai/kimi-k2.5", "openai/o1-pro"),
      "https://openrouter.ai/api/v1/chat/completions",
      "asks for the model",
    ],
    [
      "went to another path",
      (body: string) => body,
      "https://openrouter.ai/api/v1/keys",
      "it was sent to /api/v1/keys",
    ],
    ["has a query", (body: string) => body, "https://openrouter.ai/api/v1/chat/completions?x=1", "it was sent to"],
    [
      "is no JSON",
      () => "GET / HTTP/1.1",
      "https://openrouter.ai/api/v1/chat/completions",
      "its body is not a JSON object",
    ],
  ])("of a body that %s", async (_, change, url, says) => {
    const source = await named({});
    const { failing } = source.arms;
    const request = {
      ...failing.exchange.request,
      url,
      body: Buffer.from(change(Buffer.from(failing.exchange.request.body ?? []).toString())),
    };
    const hostile = { ...failing, exchange: { ...failing.exchange, request } };
    await expect(
      recheckBundle(bundleFolder(), optionsOf({ ...source, arms: { failing: hostile, working: null } }, live)),
    ).rejects.toThrow(says);
  });

  test.each([
    ["live without a limit", { limits: { maxCalls: null, maxCostUsd: null } }, "needs a limit", 2],
    ["live without a key", { environment: {} }, "set OPENROUTER_API_KEY", 3],
    ["to a simulator for a vendor's bytes", { simulator: "http://127.0.0.1:9" }, "a simulator cannot show", 2],
    ["to an address without effect", { baseUrl: "https://example.com/v1" }, "--base-url has no effect", 2],
  ])("%s", async (_, more, says, code) => {
    const options = optionsOf(await named({}), { ...live, ...more });
    await expect(recheckBundle(bundleFolder(), options)).rejects.toMatchObject({
      message: expect.stringContaining(says),
      code,
    });
  });

  test("to a vendor for simulated bytes, and where our own client finds nothing wrong in the failing reply", async () => {
    const source = await recordedSource("kimi-k2.5/openrouter/chat-completions", { trials: 1 });
    await expect(recheckBundle(bundleFolder(), optionsOf(source, live))).rejects.toThrow("no vendor sent the bytes");
    const { working } = source.arms;
    if (working === null) throw new Error("there is a working arm");
    const fine = { ...source, mark: null, arms: { failing: { ...working, name: "failing" as const }, working: null } };
    await expect(recheckBundle(bundleFolder(), optionsOf(fine, live))).rejects.toThrow(
      "is fine when our own client reads it",
    );
  });
});

test("no key is in any file, also where the service repeats it", async () => {
  const source = { ...(await recordedSource("kimi-k2.5/openrouter/chat-completions", { trials: 1 })), mark: null };
  const moved = { ...source, arms: { failing: source.arms.failing, working: null } };
  const server = await rawServer(({ socket, request }) => {
    const key = /authorization: (.*)\r\n/.exec(request)?.[1] ?? "";
    const body = JSON.stringify({ error: { message: `no: ${key}`, code: 400 }, user_id: key });
    socket.end(
      `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nx-request-id: ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
  const bundle = bundleFolder();
  const there = catalog.targets.map((target) => ({
    ...target,
    baseUrl: target.provider === "openrouter" ? `${server.url}/api/v1` : target.baseUrl,
  }));
  const ours = {
    ...moved,
    arms: {
      failing: {
        ...moved.arms.failing,
        target: there.find(({ id }) => id === moved.arms.failing.target.id) ?? moved.arms.failing.target,
      },
      working: null,
    },
  };
  const { file } = await recheckBundle(
    bundle,
    optionsOf(ours, {
      catalog: { ...catalog, targets: there },
      limits: { maxCalls: 4, maxCostUsd: null },
      pairs: 1,
      environment: { OPENROUTER_API_KEY: canaries.openrouter },
    }),
  );
  expect(server.connections[0]?.request).toContain(canaries.openrouter);
  expect(file).not.toBeNull();
  for (const name of readdirSync(join(bundle, "rechecks"))) expectNoCanary(read(join(bundle, "rechecks", name)), name);
  expect(armsOf(ours.arms).length).toBe(1);
});
