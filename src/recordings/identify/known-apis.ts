import type { Signs } from "../../adapters/signs.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { type Api, namesOf } from "../../chat/api.js";
import type { ApiPaths } from "../../chat/apis/wire-api.js";
import type { OtherCall } from "../../chat/other-calls.js";
import { otherApis } from "./other-apis.js";

/** The API of an interaction: one of ours, or another that we only know by name. */
export type RecordedApi = Api | OtherCall;

/** An API as recordings show it. An API that is not ours has the same name with and without streaming. */
export type KnownApi = {
  readonly whole: RecordedApi;
  readonly streaming: RecordedApi;
  readonly paths: ApiPaths;
  /** The only method with which the paths name it; null: any. */
  readonly method: string | null;
  readonly signs: Pick<Signs, "reply" | "payload">;
};

/** All known APIs, in the order in which they are tried: our own first, but for a call that its method tells from them. */
export function knownApis(spoken: readonly SpokenApi[]): readonly KnownApi[] {
  const known = tables.get(spoken) ?? tableOf(spoken);
  tables.set(spoken, known);
  return known;
}

/** One table is asked for each interaction of every recording. */
const tables = new WeakMap<readonly SpokenApi[], readonly KnownApi[]>();

function tableOf(spoken: readonly SpokenApi[]): readonly KnownApi[] {
  const ours = spoken.flatMap(({ api, signs }): readonly KnownApi[] => {
    const [whole, streaming] = namesOf(api);
    return [api.paths, ...(api.morePaths ?? [])].map((paths) => ({ whole, streaming, paths, method: null, signs }));
  });
  const others = otherApis.map((other): KnownApi => {
    const method = "method" in other ? other.method : null;
    return { whole: other.name, streaming: other.name, paths: other.paths, method, signs: other.signs };
  });
  const byMethod = others.filter(({ method }) => method !== null);
  return [...byMethod, ...ours, ...others.filter((one) => !byMethod.includes(one))];
}
