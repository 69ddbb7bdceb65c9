import { join } from "node:path";
import type { Target } from "../../chat/target.js";

/**
 * Where the recording of a case lies below the fixtures folder:
 * `<provider>/<api>/<model>/<scenario>[@variant].har`, the variant being the upstream pin, else the region when the
 * target's id names one. Throws RangeError for a name that could leave the folder.
 */
export function fixturePath(folder: string, target: PathTarget, scenarioId: string): string {
  const variant = variantOf(target);
  const names = [
    target.provider,
    target.api,
    target.model,
    `${scenarioId}${variant === null ? "" : `@${variant}`}.har`,
  ];
  for (const name of names) assertPlainName(name);
  return join(folder, ...names);
}

type PathTarget = Pick<Target, "id" | "provider" | "api" | "model">;

function variantOf(target: PathTarget): string | null {
  const at = target.id.lastIndexOf("@");
  return at === -1 ? null : target.id.slice(at + 1);
}

function assertPlainName(name: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,199}$/.test(name) || name.includes("..")) {
    throw new RangeError(`"${name}" cannot be part of a fixture's path: use letters, digits, ".", "_" and "-"`);
  }
}
