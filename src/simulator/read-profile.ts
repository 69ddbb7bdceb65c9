import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromCompiled } from "../source/compiled/from-compiled.js";
import type { Profile } from "./profile.js";

/** Reads a profile file, without parsing it where the build has read it and all that it leads to. Rejects as `loadProfile` throws. */
export async function readProfile(file: string): Promise<Profile> {
  const compiled = compiledProfile(file);
  if (compiled !== null) return compiled;
  const { loadProfile } = await import("./load-profiles.js");
  return loadProfile(file);
}

/** What the build has read in a profile and in those that it leads to; null: in one of them, it has not read this text. */
export function compiledProfile(file: string, visited: readonly string[] = []): Profile | null {
  const profile = fromCompiled({ kind: "profile", file }, (source: Profile) => source);
  if (profile === null || profile.otherwise === null) return profile;
  const next = join(dirname(file), `${profile.otherwise}.yaml`);
  if (!existsSync(next) || visited.includes(next)) return null;
  const rest = compiledProfile(next, [...visited, file, next]);
  return rest === null ? null : { ...profile, models: [...profile.models, ...rest.models] };
}
