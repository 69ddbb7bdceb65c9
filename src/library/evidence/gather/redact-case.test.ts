import { homedir } from "node:os";
import { describe, expect, test } from "vitest";
import { askedRun, type CaseRun } from "../../../../test/support/gathered-case.js";
import { scenarios } from "../../../../test/support/repository.js";
import { asProfile } from "../../../simulator/profile.js";
import { createSimulator } from "../../../simulator/simulator.js";
import type { Exchange } from "../../../wire/exchange.js";
import { createEventStreamParser } from "../../../wire/frames/event-stream.js";
import { framePlaces } from "../../../wire/frames/frame-places.js";
import type { HarFile } from "../../../wire/har/har.js";
import { type BundleSources, writeSources } from "../bundle-sources.js";
import { checkReadings } from "../derive/check-readings.js";
import { redactedFrames } from "../derive/redacted-frames.js";
import { replyBytes } from "../derive/wire-facts.js";
import { gatherSources } from "./gather-sources.js";
import { redactCase } from "./redact-case.js";

const account = "123456789012";
const other = "210987654321";
const folder = "/srv/projects/secret-client";
const arn = (id: string) => `arn:aws:bedrock:us-east-1:${id}:application-inference-profile/abc123`;
const target = "kimi-k2.5/bedrock/converse-stream";

/** A model that says `text`, asked under the ARN of a profile. */
function saying(text: string): Exchange {
  const models = [{ models: ["*"], family: "moonshot", replies: [{ when: {}, text }] } as never];
  const profiles = [asProfile({ name: "says", title: "Says one thing", models })];
  const now = () => new Date("2026-02-10T00:00:00.000Z");
  const { exchange } = createSimulator({ profiles, scenarios, seed: 1, now });
  const plain = (url: string) => url.replace(/arn%3A[^/]*/, "moonshotai.kimi-k2.5");
  return (request, signal) => exchange({ ...request, url: plain(request.url) }, signal);
}

async function sourcesOf(text: string, client: "sdk" | "http" = "http"): Promise<BundleSources> {
  const run: CaseRun = await askedRun({
    targets: [target],
    scenarios: ["response-after-tool"],
    exchange: saying(text),
    client,
    change: (one) => ({ ...one, id: `bedrock/converse-stream:${arn(account)}`, providerModelId: arn(account) }),
  });
  return gatherSources(run.ask("response-after-tool", `bedrock/converse-stream:${arn(account)}`));
}

const redaction = { environment: {}, workingFolder: folder, account: null };

function textsOf(sources: BundleSources): string {
  const bytes = [...sources.recordings.values()].flatMap(({ entries }) =>
    entries.flatMap(({ exchange }) => [replyBytes(exchange), Buffer.from(exchange.request.body ?? "")]),
  );
  return [...writeSources(sources).values(), ...bytes].map((one) => Buffer.from(one).toString("latin1")).join("\n");
}

function firstReply({ recordings }: BundleSources): Buffer {
  const har: HarFile | undefined = recordings.get("failing.har");
  const [entry] = har?.entries ?? [];
  if (entry === undefined) throw new Error("nothing was recorded");
  return replyBytes(entry.exchange);
}

function framesOf(body: Buffer): readonly { readonly offset: number; readonly bytes: Buffer }[] {
  const places = framePlaces(body, [["content-type", "application/vnd.amazon.eventstream"]]);
  return places.map(({ offset, length }) => ({ offset, bytes: body.subarray(offset, offset + length) }));
}

describe("what is taken out of a bundle", () => {
  const said = `No: ${arn(other)} in ${folder}/app.ts is order 555555555555`;

  test("is every account id, in address, request, frames, transcript and target", async () => {
    const sources = await sourcesOf(said);
    expect(textsOf(sources)).toContain(account);
    expect(JSON.stringify(sources.transcripts)).toContain(other);
    const clean = redactCase(sources, redaction);
    const text = textsOf(clean);
    for (const gone of [account, other, folder]) expect(text).not.toContain(gone);
    expect(text).toContain("555555555555");
    expect(clean.facts.failing.target).toBe(`bedrock/converse-stream:${arn("REDACTED")}`);
    expect(clean.recordings.get("failing.har")?.meta.target).toBe(clean.facts.failing.target);
    expect(clean.facts.account).toBeNull();
  });

  test("leaves frames that decode, with their own lengths and checksums, each listed", async () => {
    const clean = redactCase(await sourcesOf(said), redaction);
    const frames = createEventStreamParser().push(firstReply(clean));
    const texts = frames.map(({ payload }) => JSON.parse(Buffer.from(payload).toString()).delta?.text ?? "");
    expect(texts.join("")).toBe(`No: ${arn("REDACTED")} in REDACTED/app.ts is order 555555555555`);
    const listed = redactedFrames(clean.recordings);
    expect(listed.length).toBeGreaterThan(0);
    for (const { offset, length, crc } of listed) {
      const end = offset + length;
      expect(firstReply(clean).readUInt32BE(offset)).toBe(length);
      expect(
        firstReply(clean)
          .subarray(end - 4, end)
          .toString("hex"),
      ).toBe(crc);
    }
  });

  test("has no changed frame that is not listed", async () => {
    const sources = await sourcesOf(said);
    const clean = redactCase(sources, redaction);
    const [before, after] = [framesOf(firstReply(sources)), framesOf(firstReply(clean))];
    expect(after).toHaveLength(before.length);
    const changed = after.filter(({ bytes }, at) => !bytes.equals(before[at]?.bytes ?? Buffer.alloc(0)));
    expect(redactedFrames(clean.recordings).map(({ offset }) => offset)).toEqual(changed.map(({ offset }) => offset));
  });

  test.each(["http", "sdk"] as const)("is the same in bytes and transcript, read by %s", async (client) => {
    const sources = await sourcesOf(said, client);
    expect(await checkReadings(sources)).toEqual([]);
    expect(await checkReadings(redactCase(sources, redaction))).toEqual([]);
    expect(await checkReadings(redactCase(sources, { ...redaction, account }))).toEqual([]);
  });

  test("is not the account that is named, and still every other one", async () => {
    const clean = redactCase(await sourcesOf(said), { ...redaction, account });
    expect(clean.facts.account).toBe(account);
    expect(clean.facts.failing.target).toBe(`bedrock/converse-stream:${arn(account)}`);
    expect(textsOf(clean)).not.toContain(other);
    const second = redactCase(await sourcesOf(said), { ...redaction, account: other });
    expect(textsOf(second)).not.toContain(account);
    expect(textsOf(second)).toContain(`${other}:application`);
  });

  test("is a number of the same digits too, wherever it stands", async () => {
    const clean = redactCase(await sourcesOf(`order ${account}`), redaction);
    expect(JSON.stringify(clean.transcripts)).toContain("order REDACTED");
  });

  test("cannot be part of a number: that says what to do", async () => {
    const sources = await sourcesOf("No");
    const transcripts = sources.transcripts.map((one) => ({
      ...one,
      turns: one.turns.map((turn) => ({
        ...turn,
        reply: {
          ...turn.reply,
          usage: turn.reply.usage && { ...turn.reply.usage, inputTokens: Number(`${account}5`) },
        },
      })),
    }));
    expect(() => redactCase({ ...sources, transcripts }, redaction)).toThrow(/part of a number/);
    expect(redactCase({ ...sources, transcripts }, { ...redaction, account }).facts.account).toBe(account);
  });

  test("is every secret of the environment, and the home folder where its path is long enough to tell", async () => {
    const environment = { PROXY_PASSWORD: "hunter2hunter2", PATH: "/usr/bin/plain" };
    const clean = redactCase(await sourcesOf(`hunter2hunter2 ${homedir()}/x /usr/bin/plain`), {
      ...redaction,
      environment,
    });
    const text = textsOf(clean);
    expect(text).not.toContain("hunter2hunter2");
    expect(text).toContain("/usr/bin/plain");
    expect(text.includes(`${homedir()}/x`)).toBe(homedir().length < 6);
  });

  test("is logged by kind, with how often it stood there, and nothing else is", async () => {
    const log = async (text: string, more = {}) =>
      redactCase(await sourcesOf(text), { ...redaction, account, ...more }).facts.redacted.map(({ what, n }) => [
        what,
        n,
      ]);
    const headers = ["every header that is not evidence, authorization included", 1];
    expect(await log("No")).toEqual([headers]);
    expect(await log("No", { workingFolder: "/" })).toEqual([headers]);
    expect(await log(`In ${folder}, twice ${folder}`)).toEqual([headers, ["path of this machine", expect.any(Number)]]);
    const [, ids] = await log(arn(other));
    expect(ids?.[0]).toBe("AWS account id");
  });
});

test("an experiment and the files that it adds are cleaned too", async () => {
  const sources = await sourcesOf("No");
  const exchanges = sources.recordings.get("failing.har");
  if (exchanges === undefined) throw new Error("nothing was recorded");
  const call = {
    ...({ call: 1, pair: 1, arm: "failing", outcome: "excluded", startedAt: null, requestId: null } as const),
    findings: [],
    ...{ upstream: null, status: 403, entry: 0, reason: `User: arn:aws:iam::${other}:user/me is not authorized` },
  };
  const experiment = { plan: { pairs: 1, seed: 1, askedAt: "2026-02-10T00:00:00.000Z" }, calls: [call], exchanges };
  const clean = redactCase({ ...sources, experiment }, redaction);
  expect(clean.experiment?.calls[0]?.reason).toBe("User: arn:aws:iam::REDACTED:user/me is not authorized");
  expect(textsOf(clean)).not.toContain(account);
});
