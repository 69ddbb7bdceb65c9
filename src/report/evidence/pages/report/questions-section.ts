import { isStreaming } from "../../../../chat/api.js";
import type { ControlKind, ControlReading } from "../../../../verdict/attribution/attribution.js";
import { factorNamed, factorsOf } from "../../../../verdict/attribution/factors/registry.js";
import type { Arm, ControlCell, Material } from "../../../../verdict/evidence/material.js";
import { counted } from "../../../counted.js";
import { code, plain, table } from "../../../markdown-text.js";
import type { PrintCount } from "../facts/claim-text.js";

/** What was asked otherwise, and how that went; what nothing of this evidence asked. */
export function questionsSection(material: Material, print: PrintCount): readonly string[] {
  return [table(["asked otherwise", "bad", "reads", "where"], questionRows(material, print))];
}

type Question = { readonly words: string; readonly isAbout: (control: ControlCell) => boolean };

/** More controls of one question than this are only counted. */
const mostShown = 3;

function questionRows(material: Material, print: PrintCount): readonly (readonly string[])[] {
  const questions = questionsOf(material);
  return questions.flatMap(({ words, isAbout }) => {
    const found = material.controls.filter(isAbout);
    if (found.length === 0) return [[words, "not asked", "", ""]];
    const rows = found.slice(0, mostShown).map(({ reading, claim, value }, at) => [
      at === 0 ? words : "",
      print(claim),
      readingWords(reading),
      `${code(reading.of)}${value === null ? "" : `, ${code(value)}`}`,
    ]);
    const more = found.length - mostShown;
    return more <= 0 ? rows : [...rows, ["", "", "", `and ${counted(more, "more control")} in claims.md`]];
  });
}

function questionsOf({ failing, controls }: Material): readonly Question[] {
  const { target } = failing;
  const ofKind =
    (...kinds: readonly ControlKind[]) =>
    ({ reading }: ControlCell) =>
      kinds.includes(reading.kind);
  const factorIds = [...new Set(controls.flatMap(({ reading }) => (reading.kind === "factor" ? [reading.differs] : [])))];
  const ids = idFormOf(failing);
  const factors = [...new Set([...(ids === null ? [] : ["id-form"]), ...factorIds])];
  return [
    { words: isStreaming(target.api) ? "unary too?" : "streamed too?", isAbout: ofKind("stream") },
    ...factors.map((id) => ({
      words: id === "id-form" ? idQuestion(ids) : `${factorNamed(id)?.name ?? plain(id)} changed?`,
      isAbout: ({ reading }: ControlCell) => reading.kind === "factor" && reading.differs === id,
    })),
    { words: "another API of the provider?", isAbout: ofKind("api") },
    { words: "the provider through another door?", isAbout: ofKind("door") },
    ...(target.region === null ? [] : [{ words: "another region?", isAbout: ofKind("region") }]),
    { words: "another client?", isAbout: ofKind("client") },
    { words: "another provider of the model?", isAbout: ofKind("provider") },
    { words: "another model at the same place?", isAbout: ofKind("model-here") },
    { words: "another model elsewhere?", isAbout: ofKind("model-elsewhere") },
  ];
}

/** The form of the call ids in the failing request; null: its history has no call. */
function idFormOf({ turn, target }: Arm): string | null {
  const asked = {
    request: turn.request,
    warnings: [...turn.leftOut, ...turn.reply.warnings],
    minted: new Set<string>(),
    extra: { ...target.extra, ...turn.request.extra },
  };
  return factorsOf(asked)["id-form"] ?? null;
}

function idQuestion(form: string | null): string {
  return form?.endsWith("native") === true
    ? "a tool-call id that is not the model's native one accepted?"
    : `native id accepted? (the failing id is ${code(form ?? "not known")})`;
}

const readings: { readonly [reading in ControlReading["reading"]]: string } = {
  fine: "fine",
  fails: "fails too",
  "suggests-fine": "only suggests that it is fine",
  "suggests-fails": "only suggests that it fails too",
  "too-few": "too few trials",
};

function readingWords({ reading, caveats }: ControlReading): string {
  return caveats.length === 0 ? readings[reading] : `${readings[reading]}: ${plain(caveats.join(", "))}`;
}
