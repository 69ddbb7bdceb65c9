import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Observation, observe } from "../../src/recordings/observe.js";
import { readRecordings } from "../../src/recordings/read-recordings.js";
import { dialectClaims } from "../../test/support/dialect-claims.js";
import { type RecordedStream, replyTo, verdictOn, wholeStreams } from "../../test/support/recorded-stream.js";
import { type Damaged, damages, type StreamClaims } from "../../test/support/stream-claims.js";
import { cutEverywhere } from "./cut-everywhere.js";
import { pureReaders, type Remembered } from "./pure-readers.js";

type Options = { readonly folders: readonly string[]; readonly apis: readonly string[]; readonly flips: number };

/** `npm run cuts`: 1 where a cut is read as whole or damage goes unseen, 2 for arguments that cannot be read, else 0. */
export async function cutRecordings(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const observed = await observations(options.folders);
  let missed = 0;
  for (const api of options.apis) {
    const streams = await wholeStreams(api, observed);
    const [claims, start] = [dialectClaims[api], pureReaders.get(api)];
    if (claims === undefined || start === undefined) throw new Error(`no claims of ${api}`);
    console.log(`\n${api}: ${streams.length} whole streams, ${sum(streams.map(({ body }) => body.length))} bytes`);
    missed += await showCuts(streams, { claims, start });
    missed += await showDamages(streams, { claims, flips: options.flips });
  }
  return missed === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]): Options | string {
  const known = [...pureReaders.keys()];
  const usage = `npm run cuts -- FOLDER… [--api ${known.join("|")}] [--flips N], N a whole number from 1; default 3`;
  try {
    const options = { api: { type: "string", multiple: true }, flips: { type: "string", default: "3" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const apis = values.api ?? known;
    const flips = Number(values.flips);
    const unknown = apis.find((api) => !pureReaders.has(api));
    if (unknown !== undefined) return `--api ${unknown}: it is one of ${known.join(", ")}.`;
    const missing = positionals.find((folder) => !existsSync(folder));
    if (missing !== undefined) return `${missing}: no such file or folder.`;
    if (positionals.length === 0 || !Number.isInteger(flips) || flips < 1) return usage;
    return { folders: positionals, apis, flips };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${usage}`;
  }
}

async function observations(folders: readonly string[]): Promise<ReadonlyMap<string, Observation>> {
  const observed = new Map<string, Observation>();
  for (const read of readRecordings(folders)) {
    if (read.kind !== "interaction") continue;
    const { file, interaction } = read.interaction;
    observed.set(`${file}#${interaction}`, await observe(read.interaction));
  }
  return observed;
}

type Dialect = { readonly claims: StreamClaims; readonly start: () => Remembered };

async function showCuts(streams: readonly RecordedStream[], { claims, start }: Dialect): Promise<number> {
  const wrong: string[] = [];
  let cuts = 0;
  for (const stream of streams) {
    const found = await cutEverywhere(stream, claims, start());
    cuts += found.cuts;
    wrong.push(...found.wrong);
  }
  console.log(`${cuts} cuts before the terminal event is whole; ${wrong.length} are not truncated`);
  for (const one of wrong) console.log(`MISSED: ${one}`);
  return wrong.length;
}

type Seen = { readonly [Came in Damaged["came"]]: number };

async function showDamages(
  streams: readonly RecordedStream[],
  { claims, flips }: { readonly claims: StreamClaims; readonly flips: number },
): Promise<number> {
  const table = new Map<string, Seen>();
  const missed: string[] = [];
  let broken = 0;
  for (const stream of streams) {
    if (await isBroken(stream)) {
      broken += 1;
      continue;
    }
    for (const { damage, came } of await damages(stream, claims, flips)) {
      const before = table.get(damage) ?? { same: 0, noticed: 0, unnoticed: 0 };
      table.set(damage, { ...before, [came]: before[came] + 1 });
      if (came === "unnoticed" && !Object.hasOwn(claims.unseen, damage)) missed.push(`${stream.key}: ${damage}`);
    }
  }
  console.log(`\n${broken} streams are found broken as they were recorded, and are not damaged further`);
  console.log("\n| damage | tried | noticed | says the same | unnoticed | why it cannot be seen |");
  console.log("| --- | ---: | ---: | ---: | ---: | --- |");
  const rows = [...table].toSorted(([one], [other]) => (one < other ? -1 : 1));
  for (const [damage, { same, noticed, unnoticed }] of rows) {
    const why = unnoticed === 0 ? "" : (claims.unseen[damage] ?? "MISSED");
    console.log(`| ${damage} | ${same + noticed + unnoticed} | ${noticed} | ${same} | ${unnoticed} | ${why} |`);
  }
  const total = (came: keyof Seen) => sum(rows.map(([, seen]) => seen[came]));
  const tried = total("same") + total("noticed") + total("unnoticed");
  console.log(
    `\n${tried} times damaged: ${total("noticed")} noticed, ${total("same")} say the same, ` +
      `${total("unnoticed")} unnoticed, of which ${missed.length} could have been seen`,
  );
  for (const one of missed) console.log(`MISSED: ${one}`);
  return missed.length;
}

/** Whether the recording itself contradicts itself, such as one whose deltas were cut by hand: more damage shows nothing new. */
async function isBroken(stream: RecordedStream): Promise<boolean> {
  const { findings } = verdictOn(stream, await replyTo(stream, stream.body));
  return findings.some(({ id }) => id === "block-broken");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((whole, one) => whole + one, 0);
}
