import { basename } from "node:path";

/** The kinds of files that `validate` checks. */
export type FileKind =
  | "scenario"
  | "models"
  | "known"
  | "profile"
  | "battery"
  | "router"
  | "training"
  | "site"
  | "fixture";

/** The name of each kind in messages, and the top-level keys that no other kind has. */
export const fileKinds: { readonly [Kind in FileKind]: { readonly title: string; readonly keys: readonly string[] } } =
  {
    scenario: {
      title: "a scenario",
      keys: ["id", "version", "tags", "needs", "settings", "replay", "system", "tools", "history", "steps"],
    },
    models: { title: "models and suites (models.yaml)", keys: ["defaults", "suites", "providers"] },
    known: { title: "known divergences (known.yaml)", keys: ["known"] },
    profile: { title: "a profile of the simulator", keys: ["name", "sources", "otherwise"] },
    battery: { title: "a battery of one-word questions", keys: ["battery", "edition", "basis", "prompts"] },
    router: { title: "a router's file", keys: ["serve", "router", "llms", "api_keys", "compatibility", "reliability"] },
    training: { title: "a training file", keys: ["data_path", "model_path", "hparam", "metric", "embedding"] },
    site: { title: "a public site", keys: ["claimedBy", "dispute", "disputes", "corrections", "replies", "informed"] },
    fixture: { title: "a fixture", keys: ["log"] },
  };

/** What is said of an object without a key of any kind. */
export const noKind = "is not a file that this program reads: its top-level keys match none";

/** What the name of a file says of its kind; null: nothing. */
export function kindByName(file: string): FileKind | null {
  if (file.endsWith(".har")) return "fixture";
  if (/[/\\]profiles[/\\]/.test(file)) return "profile";
  if (/[/\\]identity[/\\]/.test(file)) return "battery";
  if (/^models\.ya?ml$/.test(basename(file))) return "models";
  if (/^known\.ya?ml$/.test(basename(file))) return "known";
  if (/(?:^|[.-])site\.ya?ml$/.test(basename(file))) return "site";
  if (/(?:^|[.-])router\.ya?ml$/.test(basename(file))) return "router";
  return null;
}
