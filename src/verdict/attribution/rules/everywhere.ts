import { controlKinds } from "../attribution.js";
import type { Control } from "../controls/judge-controls.js";
import { factorNamed } from "../factors/registry.js";
import { serverOf } from "../places.js";
import { failingOf, fineOf, mayBe, mayBeCured, type Rule, type Seen } from "./rule.js";
import { controlsText, cureText, decidingFactor } from "./words.js";

/** Rule 5: it fails for every model and at every provider that was asked. */
export const failsEverywhere: Rule = {
  id: "fails-everywhere",
  says: "The case fails for every model and at every provider that was asked: `harness` once an SDK or curl twin of the same request shows otherwise; until then `undetermined: harness or API-wide`.",
  source:
    "TRIBE-INC/claw-bench reports/openrouter-vs-bedrock-comparison.md (SSH failure of its own set-up), 2026-02-10",
  conclude: (seen) => {
    const models = failingOf(seen, "model-here", "model-elsewhere");
    const elsewhere = failingOf(seen, "provider");
    const { twin } = seen.failing;
    const disagrees = twin?.reads === "otherwise" && (seen.level === "suggests" || isTwinInFull(seen));
    // The twin itself is a control by the other client.
    const kinds = disagrees ? controlKinds.filter((kind) => kind !== "client") : controlKinds;
    const anyFine = fineOf(seen, ...kinds).length > 0 || mayBe(seen, "fine", ...kinds);
    if (models.length === 0 || elsewhere.length === 0 || anyFine) return null;
    const everywhere = `It fails for every model and at every provider that was asked: ${controlsText([...elsewhere, ...models])}.`;
    const uses = [...models, ...elsewhere];
    if (disagrees)
      return {
        party: "harness",
        sentence: `${everywhere} A twin request shows otherwise. ${twin.says}`,
        uses,
        but:
          twin.by === "our own client"
            ? ["An SDK that all of these cells share cannot be separated from our harness here."]
            : [],
      };
    const alike = twin?.reads === "alike" ? ` ${twin.says}` : "";
    const asks = twin?.reads === "alike" && twin.by === "the official SDK" ? "curl" : "an official SDK or curl";
    return {
      party: "undetermined",
      sentence: `${everywhere}${alike} So it is the harness, or a rule of the APIs.`,
      uses,
      needs: {
        control: `the same request by ${asks}, outside this program`,
        tells: "separates our harness from the APIs",
      },
    };
  },
};

/** True where nothing weakens the control that the other client is. */
function isTwinInFull({ controls }: Seen): boolean {
  return controls.every(({ kind, caveats }) => kind !== "client" || caveats.length === 0);
}

/** Rule 6: one factor cures it, and it fails with every provider. */
export const factorEverywhere: Rule = {
  id: "factor-everywhere",
  says: "One factor of the request cures it, and with the failing value it fails at every provider that was asked: `model` where the value is within the documents, else `our-request`.",
  source: "Kimi ids: MoonshotAI/Kimi-K2#128; getkimchi/kimchi#1063, 2026-11-28",
  conclude: (seen) => {
    const [cure] = fineOf(seen, "factor");
    const elsewhere = independent(failingOf(seen, "provider"), seen);
    if (cure === undefined || mayBe(seen, "fine", "client")) return null;
    const broken = brokenRule(cure);
    if (
      broken === null &&
      (elsewhere.length === 0 || fineOf(seen, ...samePlaces).length > 0 || mayBe(seen, "fine", ...samePlaces))
    )
      return null;
    const decides = decidingFactor(cure);
    const cured = cureText(cure);
    if (broken !== null)
      return {
        party: "our-request",
        sentence: `${cured} The failing value breaks a documented rule: ${broken}.`,
        uses: [cure, ...elsewhere],
        decides,
      };
    return {
      party: "model",
      sentence: `${cured} With the failing value it fails at every provider that was asked: ${controlsText(elsewhere)}. The value is within the documents.`,
      uses: [cure, ...elsewhere],
      decides,
    };
  },
};

/** Rule 10: it fails at two independent providers, and other models are fine. */
export const modelEverywhere: Rule = {
  id: "model-everywhere",
  says: "It fails at two or more independent providers, and other models are fine: `model`.",
  source: "gpt-oss channel markers in names: vllm-project/vllm#32587; NVIDIA/TensorRT-LLM#9256, 2026-11-28",
  conclude: (seen) => {
    if (mayBeCured(seen) || mayBe(seen, "fine", ...samePlaces)) return null;
    const elsewhere = independent(failingOf(seen, "provider"), seen);
    const others = fineOf(seen, "model-here", "model-elsewhere");
    if (elsewhere.length === 0 || others.length === 0 || fineOf(seen, ...samePlaces).length > 0) return null;
    return {
      party: "model",
      sentence: `It fails at independent providers (${controlsText(elsewhere)}), and other models are fine (${controlsText(others)}).`,
      uses: [...elsewhere, ...others],
    };
  },
};

/** Kinds of control with the same model and request. */
const samePlaces = ["provider", "stream", "api", "door", "region", "client"] as const;

/** Controls whose server is known and another one than the failing cell's. */
function independent(controls: readonly Control[], { failing }: Seen): readonly Control[] {
  const own = serverOf(failing.sample.place);
  return controls.filter(({ sample }) => {
    const server = serverOf(sample.place);
    return server !== null && server !== own;
  });
}

/** The documented rule that the failing value breaks, with its source; null: it is within the documents. */
function brokenRule({ difference: { id, failing } }: Control): string | null {
  const broken = factorNamed(id)?.breaks?.(failing) ?? null;
  return broken === null ? null : `${broken.rule} (${broken.source}, ${broken.date})`;
}
