import type { Seeded } from "./catalogue.js";

type Form = Extract<NonNullable<Seeded["behaviour"]["faults"]>[number], { readonly fault: "logprobs" }>["as"];

/** A service of OpenAI's APIs whose log probabilities are not what was asked for; the other APIs have no place for them. */
function scored(id: string, as: Form, found: Pick<Seeded, "bad" | "note">): Seeded {
  const apis = ["chat", "chat-stream", "responses", "responses-stream"] as const;
  const one = { id, scenario: "effect-logprobs", apis };
  return { ...one, behaviour: { faults: [{ fault: "logprobs", as }] }, ...found };
}

/** An entry before the text, as an engine has it that scores a mark of its template too. */
const mark =
  '"content":[{"token":"<|im_middle|>","bytes":null,"logprob":-0.1,"top_logprobs":[{"logprob":-1},{"logprob":-2}]},';

/** Log probabilities that are not whole; those that are left out are among the ignored parameters. */
export const logprobsFaults: readonly Seeded[] = [
  scored("log probabilities without the first token", "cut", { bad: ["logprobs-missing (text)"] }),
  scored("log probabilities without alternatives", "bare", { bad: ["logprobs-missing (alternatives)"] }),
  scored("log probabilities with fewer alternatives", "fewer", { note: ["logprobs-missing (alternatives)"] }),
  scored("log probabilities as lists beside each other", "lists", { bad: ["logprobs-missing (other-form)"] }),
  scored("log probabilities above zero", "positive", { bad: ["logprobs-invalid (above-zero)"] }),
  scored("log probabilities without a value", "unnumbered", { bad: ["logprobs-invalid (no-number)"] }),
  {
    ...{ id: "log probabilities of more than the text", scenario: "effect-logprobs", apis: ["chat"] },
    behaviour: { faults: [{ fault: "rewrite", pattern: '"content":\\[', to: mark }] },
    note: ["logprobs-invalid (beyond-text)"],
  },
  {
    ...{
      id: "log probabilities without tokens",
      scenario: "effect-logprobs",
      apis: ["chat", "chat-stream", "responses", "responses-stream"],
    },
    behaviour: { faults: [{ fault: "rewrite", pattern: '"token":', to: '"tok":' }] },
    bad: ["logprobs-invalid (no-token)"],
  },
];
