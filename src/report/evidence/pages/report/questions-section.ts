import { isStreaming } from "../../../../chat/api.js";
import type { Message } from "../../../../chat/message.js";
import type { ControlKind } from "../../../../verdict/attribution/attribution.js";
import { nativeCallIdAt } from "../../../../verdict/attribution/factors/id-form.js";
import { factorNamed, factorsOf } from "../../../../verdict/attribution/factors/registry.js";
import { readingWords } from "../../../../verdict/attribution/shown-words.js";
import type { Arm, ControlCell, Material } from "../../../../verdict/evidence/material.js";
import { counted } from "../../../counted.js";
import { code, plain, table } from "../../../markdown-text.js";
import type { Print } from "../facts/print.js";

/** What was asked otherwise, and how that went; what nothing of this evidence asked. */
export function questionsSection(material: Material, print: Print): readonly string[] {
  const rows = askedQuestions(material).flatMap(({ words, controls }) => {
    if (controls.length === 0) return [[words, "not asked", "", ""]];
    const shown = controls
      .slice(0, mostShown)
      .map((control, at) => [
        at === 0 ? words : "",
        print.count(control.claim),
        weakenedText(control),
        whereWords(control),
      ]);
    const more = controls.length - mostShown;
    return more <= 0 ? shown : [...shown, ["", "", "", `and ${counted(more, "more control")}`]];
  });
  return [table(["what was varied", "bad", "shows", "where"], rows)];
}

/** A question about the failing request, and the controls that answer it; `[]`: it was not asked. */
export type AskedQuestion = { readonly words: string; readonly controls: readonly ControlCell[] };

/** More controls of one question than this are only counted. */
const mostShown = 3;

/** What a vendor's engineer asks next, in their order. */
export function askedQuestions({ failing, controls }: Material): readonly AskedQuestion[] {
  const { target } = failing;
  const ofKind = (kind: ControlKind) => controls.filter(({ reading }) => reading.kind === kind);
  const factorIds = ofKind("factor").map(({ reading }) => reading.differs);
  const form = idFormOf(failing);
  const factors = [...new Set([...(form === null ? [] : ["id-form"]), ...factorIds])];
  return [
    { words: isStreaming(target.api) ? "unary too?" : "streamed too?", controls: ofKind("stream") },
    ...factors.map((id) => ({
      words: id === "id-form" ? idQuestion(failing, form) : `${factorNamed(id)?.name ?? plain(id)} changed?`,
      controls: ofKind("factor").filter(({ reading }) => reading.differs === id),
    })),
    { words: "another API of the provider?", controls: ofKind("api") },
    { words: "the provider through another door?", controls: ofKind("door") },
    ...(target.region === null ? [] : [{ words: "another region?", controls: ofKind("region") }]),
    { words: "another client?", controls: ofKind("client") },
    { words: "another provider of the model?", controls: ofKind("provider") },
    { words: "another model on the same endpoint?", controls: ofKind("model-here") },
    { words: "another model elsewhere?", controls: ofKind("model-elsewhere") },
  ];
}

/** The form of the call ids in a request; null: its history has no call. */
function idFormOf({ turn, target }: Arm, messages: readonly Message[] = turn.request.messages): string | null {
  const asked = {
    request: { ...turn.request, messages },
    warnings: [...turn.leftOut, ...turn.reply.warnings],
    minted: new Set<string>(),
    extra: { ...target.extra, ...turn.request.extra },
  };
  return factorsOf(asked)["id-form"] ?? null;
}

/** The question about ids, by the model's own form where a source documents it. */
function idQuestion(arm: Arm, form: string | null): string {
  const failing = `the failing id is ${code(form ?? "not known")}`;
  const own = nativeCallIdAt(arm.target);
  if (own === null)
    return `another form of tool-call id accepted? (${failing}; the model's own form is not documented)`;
  const call = { kind: "tool-call", id: own.example, name: null, argumentsText: null } as const;
  const isNative = form === idFormOf(arm, [{ role: "assistant", parts: [call], name: null }]);
  const example = `such as ${code(own.example)}`;
  return isNative
    ? `an id other than the model's own accepted? (${failing}, its own form, ${example})`
    : `native id accepted? (${example}; ${failing})`;
}

/** `looks fine: upstream not pinned`. */
export function weakenedText({ reading: { reading, caveats } }: ControlCell): string {
  const words = readingWords[reading];
  return caveats.length === 0 ? words : `${words}: ${plain(caveats.join(", "))}`;
}

/** The control's cell, with its value of the factor that differs. */
export function whereWords({ reading, value }: ControlCell): string {
  return `${code(reading.of)}${value === null ? "" : `, ${code(value)}`}`;
}
