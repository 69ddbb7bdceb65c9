import { seededRandom } from "../../chat/seeded-random.js";

/**
 * A long text of made-up sentences, with facts between them. `tokens`: about how many, at four characters each. `seed`: the same seed
 * gives the same text on every machine. `at`: the depth of a fact, 0 at the beginning and 1 at the end.
 */
export type Filler = {
  readonly tokens: number;
  readonly seed: number;
  readonly facts: readonly { readonly at: number; readonly text: string }[];
};

const charactersPerToken = 4;
const sentencesPerParagraph = 6;

/**
 * The text of a filler: paragraphs of plain English that say nothing of interest, as a real document mostly does. Each fact is a sentence
 * of its own between two others, at its depth. Of equal depths, the one that is listed first comes first.
 */
export function fillerText({ tokens, seed, facts }: Filler): string {
  const random = seededRandom(seed);
  const length = tokens * charactersPerToken;
  const waiting = [...facts].sort((a, b) => a.at - b.at);
  const sentences: string[] = [];
  for (let written = 0; written < length; ) {
    while (waiting[0] !== undefined && waiting[0].at * length <= written) written += push(waiting.shift()?.text ?? "");
    written += push(sentence(random));
  }
  for (const { text } of waiting) push(text);
  return paragraphs(sentences);

  function push(text: string): number {
    sentences.push(text);
    return text.length + 1;
  }
}

function paragraphs(sentences: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < sentences.length; at += sentencesPerParagraph) {
    parts.push(sentences.slice(at, at + sentencesPerParagraph).join(" "));
  }
  return parts.join("\n\n");
}

function sentence(random: () => number): string {
  const one = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  const subject = `the ${one(adjectives)} ${one(nouns)} ${one(places)}`;
  const rest = `${one(verbs)} the ${one(adjectives)} ${one(nouns)} ${one(times)}`;
  return `${subject.slice(0, 1).toUpperCase()}${subject.slice(1)} ${rest}.`;
}

const adjectives = [
  "old",
  "narrow",
  "quiet",
  "painted",
  "heavy",
  "wooden",
  "early",
  "northern",
  "small",
  "open",
  "grey",
  "plain",
];
const nouns = [
  "cart",
  "ladder",
  "gate",
  "kettle",
  "hedge",
  "basket",
  "roof",
  "window",
  "bridge",
  "stove",
  "fence",
  "bench",
  "barrel",
  "lantern",
];
const places = [
  "by the river",
  "behind the mill",
  "at the corner",
  "near the school",
  "under the trees",
  "on the hill",
  "along the road",
  "in the yard",
];
const verbs = [
  "stood beside",
  "was moved towards",
  "leaned against",
  "was kept with",
  "covered",
  "was traded for",
  "faced",
  "was repaired before",
];
const times = [
  "in the spring",
  "after the rain",
  "for some years",
  "before the harvest",
  "most evenings",
  "during the fair",
  "until the winter",
  "on market days",
];
