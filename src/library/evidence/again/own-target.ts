import { z } from "zod";
import type { Target } from "../../../chat/target.js";
import type { Catalog } from "../../../scenario/catalog.js";
import { selectTargets } from "../../../scenario/select.js";
import { baseUrlProblem } from "../../../scenario/target-names.js";
import { redactionMark } from "../../../wire/secrets/secret-patterns.js";
import { UsageError } from "../../usage-error.js";
import { withoutAccount } from "./without-account.js";

/** `region`: the one that typed targets have by default. `baseUrl`: as the user gave it; null: not given. `asksSimulator`: no key is sent. */
export type OwnTargetOptions = {
  readonly catalog: Catalog;
  readonly region: string | null;
  readonly baseUrl: string | null;
  readonly asksSimulator: boolean;
};

/** A stranger may have written it. */
const namedTarget = z.object({
  id: z.string(),
  provider: z.string(),
  api: z.string(),
  providerModelId: z.string(),
  region: z.string().nullable(),
  upstreamPin: z.string().nullable(),
  baseUrl: z.string().nullable(),
  keyVariable: z.string().nullable(),
  auth: z.string(),
  quirks: z.object({ family: z.string().nullable() }),
});
type Named = z.infer<typeof namedTarget>;

/**
 * The target of our own files that a bundle means. Address, key and signature are ours alone: a bundle chooses none of them. Throws a
 * UsageError where the bundle's target differs from ours in what is asked or where, and where it was asked at an address that our files do
 * not have; the user then gives the address with --base-url.
 */
export function ownTarget(theirs: unknown, options: OwnTargetOptions): Target {
  const read = namedTarget.safeParse(theirs);
  if (!read.success) throw new UsageError("case.json: a target is not one", { hint: z.prettifyError(read.error) });
  const named = read.data;
  const own = addressed(named, options);
  const other = compared.find((member) => !isSame(own[member], named[member], own));
  if (other !== undefined) throw differs(named, other, own[other]);
  if (!options.asksSimulator && (own.keyVariable !== named.keyVariable || own.auth !== named.auth)) {
    throw differs(named, "keyVariable", own.keyVariable);
  }
  return own;
}

const compared = ["id", "provider", "api", "providerModelId", "region", "upstreamPin"] as const;

/** The bundle may have taken the account id out. */
function isSame(ours: string | null, theirs: string | null, own: Target): boolean {
  return ours === theirs || (ours !== null && withoutAccount(ours, own) === theirs);
}

/** Our target, at the address that the user gave where the bundle's is not ours. */
function addressed(named: Named, options: OwnTargetOptions): Target {
  const { catalog, baseUrl, asksSimulator } = options;
  const known = catalog.targets.find((one) => isSame(one.id, named.id, one));
  const own = known ?? typed(named, options);
  if (own.baseUrl === named.baseUrl || asksSimulator) return own;
  if (baseUrl === null) {
    throw new UsageError(
      `${named.id} was asked at ${shown(named.baseUrl)}, and our own files have ${shown(own.baseUrl)}`,
      {
        hint: "A bundle may not choose where a key is sent. If you trust the address, give it with --base-url.",
      },
    );
  }
  const problem = baseUrlProblem(baseUrl);
  if (problem !== null)
    throw new UsageError(`--base-url ${JSON.stringify(baseUrl)} cannot be a base URL`, { hint: problem });
  return { ...own, baseUrl: baseUrl.replace(/\/+$/, "") };
}

/** Made again from its parts, each of which the parser checks. */
function typed(
  { provider, api, providerModelId, region, upstreamPin, quirks }: Named,
  options: OwnTargetOptions,
): Target {
  const { catalog, baseUrl, asksSimulator } = options;
  if (providerModelId.includes(redactionMark)) {
    throw new UsageError("the account id was taken out of the bundle's model id, so it cannot be asked", {
      hint: "Give a models file that has the target, with --models.",
    });
  }
  const place = upstreamPin ?? region;
  const family = quirks.family === null ? "" : `?family=${encodeURIComponent(quirks.family)}`;
  const text = `${provider}/${api}:${providerModelId}${place === null ? "" : `@${place}`}${family}`;
  const address = baseUrl ?? (asksSimulator ? noAddress : null);
  const ours = catalog.providers.find(({ name }) => name === provider);
  const needsAddress = ours?.baseUrl === null && ours.auth === "none";
  const [target] = selectTargets(catalog, {
    targets: [text],
    region: options.region,
    baseUrl: needsAddress ? address : null,
  });
  if (target === undefined) throw new UsageError(`${JSON.stringify(text)} is no target`);
  return target;
}

/** Only its path is used, before which the simulator's address is put. */
const noAddress = "http://127.0.0.1/v1";

function differs({ id, ...named }: Named, member: keyof Named, ours: unknown): UsageError {
  const theirs = member === "id" ? id : named[member];
  return new UsageError(
    `the bundle's target ${JSON.stringify(id)} has ${member} ${shown(theirs)}, and ours has ${shown(ours)}`,
    {
      hint: "Give the models file that it was asked with (--models), so that the same model is asked at the same place.",
    },
  );
}

function shown(value: unknown): string {
  return value === null ? "none" : (JSON.stringify(value)?.slice(0, 200) ?? "none");
}
