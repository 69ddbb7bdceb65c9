import type { Signs } from "../../adapters/signs.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { type Api, namesOf } from "../../chat/api.js";
import type { ApiPaths } from "../../chat/apis/wire-api.js";
import { type OtherApiName, otherApis } from "./other-apis.js";

/** The API of an interaction: one of ours, or another that we only know by name. */
export type RecordedApi = Api | OtherApiName;

/** An API as recordings show it. An API that is not ours has the same name with and without streaming. */
export type KnownApi = {
  readonly whole: RecordedApi;
  readonly streaming: RecordedApi;
  readonly paths: ApiPaths;
  readonly signs: Pick<Signs, "reply" | "payload">;
};

/** All known APIs, in the order in which they are tried: our own first. */
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
    return [api.paths, ...(api.morePaths ?? [])].map((paths) => ({ whole, streaming, paths, signs }));
  });
  const others = otherApis.map(({ name, paths, signs }): KnownApi => ({ whole: name, streaming: name, paths, signs }));
  return [...ours, ...others];
}
