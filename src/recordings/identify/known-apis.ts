import type { Signs } from "../../adapters/signs.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { type Api, namesOf } from "../../chat/api.js";
import type { ApiPaths } from "../../chat/apis/wire-api.js";
import { type OtherApiName, otherApis } from "./other-apis.js";

/** What an interaction asked: one of our APIs, or another that we know by name and do not read. */
export type RecordedApi = Api | OtherApiName;

/** An API as a recording shows it; one that is not ours has one name, whether it streams or not. */
export type KnownApi = {
  readonly whole: RecordedApi;
  readonly streaming: RecordedApi;
  readonly paths: ApiPaths;
  readonly signs: Pick<Signs, "reply" | "payload">;
};

/** Everything that a recording may be of, in the order in which it is asked: our own APIs first. */
export function knownApis(spoken: readonly SpokenApi[]): readonly KnownApi[] {
  const ours = spoken.map(({ api, signs }): KnownApi => {
    const [whole, streaming] = namesOf(api);
    return { whole, streaming, paths: api.paths, signs };
  });
  const others = otherApis.map(({ name, paths, signs }): KnownApi => ({ whole: name, streaming: name, paths, signs }));
  return [...ours, ...others];
}
