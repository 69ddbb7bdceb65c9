import { z } from "zod";

/**
 * The form of an `action.yml`, after GitHub's *Metadata syntax reference* (docs.github.com, read 2026-11-29) and, where that is silent,
 * json.schemastore.org/github-action.json as cue-lang/setup-cue keeps it. Composite actions alone: no other kind is shipped.
 */

const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, "an id begins with a letter or _, then letters, digits, - and _");
const expression = z.string().regex(/^\$\{\{.*\}\}$/s, "one expression, and nothing else");
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const input = z.strictObject({
  description: z.string().min(1),
  required: z.boolean().optional(),
  // All inputs are text: a number or a boolean here would be compared with text later.
  default: z.string().optional(),
  deprecationMessage: z.string().optional(),
});

const step = z
  .strictObject({
    id: identifier.optional(),
    name: z.string().optional(),
    if: z.union([z.string(), z.boolean()]).optional(),
    uses: z
      .string()
      .regex(/^(\.\/.*|docker:\/\/.+|[\w.-]+\/[\w./-]+@[\w./-]+)$/, "owner/name@ref, ./folder or docker://image")
      .optional(),
    with: z.record(z.string(), scalar).optional(),
    run: z.string().min(1).optional(),
    shell: z.enum(["bash", "sh", "pwsh", "python", "cmd", "powershell"]).optional(),
    "working-directory": z.string().optional(),
    env: z.record(z.string(), scalar).optional(),
    "continue-on-error": z.union([z.boolean(), z.string()]).optional(),
  })
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), "a step has either uses or run")
  // A workflow has a default shell; a composite action has none.
  .refine(({ run, shell }) => run === undefined || shell !== undefined, "a step with run names its shell")
  .refine(({ uses, shell }) => uses === undefined || shell === undefined, "a step with uses has no shell");

const feather = ["activity", "check-circle", "git-commit", "git-merge", "git-pull-request", "moon", "shuffle"] as const;

export const actionMetadata = z
  .strictObject({
    name: z.string().min(1),
    author: z.string().optional(),
    description: z.string().min(1).max(125, "the Marketplace cuts after 125 characters"),
    inputs: z.record(identifier, input).optional(),
    outputs: z.record(identifier, z.strictObject({ description: z.string().min(1), value: expression })).optional(),
    runs: z.strictObject({ using: z.literal("composite"), steps: z.array(step).min(1) }),
    branding: z
      .strictObject({
        color: z.enum(["white", "black", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"]),
        icon: z.enum(feather),
      })
      .optional(),
  })
  .superRefine(({ inputs = {}, outputs = {}, runs }, context) => {
    const ids = runs.steps.flatMap(({ id }) => id ?? []);
    const text = JSON.stringify({ outputs, runs });
    const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);
    for (const name of named(/\binputs\.([\w-]+)/g)) {
      if (!Object.hasOwn(inputs, name)) context.addIssue(`there is no input ${name}`);
    }
    for (const id of named(/\bsteps\.([\w-]+)/g)) {
      if (!ids.includes(id)) context.addIssue(`there is no step with the id ${id}`);
    }
    if (new Set(ids).size < ids.length) context.addIssue("two steps have one id");
  });

/** What is wrong with the `with` of a step that calls the action: inputs that are unknown or missing. */
export function wrongInputs(
  action: z.output<typeof actionMetadata>,
  given: { readonly [name: string]: unknown },
): string[] {
  const inputs = action.inputs ?? {};
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
  const missing = Object.entries(inputs).filter(
    ([name, { required, default: value }]) => required === true && value === undefined && !Object.hasOwn(given, name),
  );
  return [...unknown.map((name) => `unknown: ${name}`), ...missing.map(([name]) => `missing: ${name}`)];
}
