import type { ControlKind, ControlReading } from "../attribution.js";
import { ourDecoder } from "../by-client-views.js";
import type { BlankCell, Tested } from "./hypothesis.js";

/** A hypothesis about one factor: cured by changing it, it is supported; if it fails all the same, contradicted; another question that is fine hints at it. */
export function byFactor(id: string): (cells: readonly BlankCell[]) => Tested {
  return (cells) => {
    const tested = byControls(cells, ({ kind, differs }) => kind === "factor" && differs === id);
    const hints = readingsOf(cells, ({ kind, differs }) => kind === "other-question" && differs === id);
    if (tested.state !== "untouched" || hints.length === 0) return tested;
    return {
      state: "hinted",
      says: few([...tested.says, ...hints.map((hint) => `${hint.differs}: ${numbers(hint)}.`)]),
    };
  };
}

/** A hypothesis about a part of the place: fine elsewhere, it is supported; if it fails there too, contradicted. */
export function byKind(...kinds: readonly ControlKind[]): (cells: readonly BlankCell[]) => Tested {
  return (cells) => byControls(cells, ({ kind }) => kinds.includes(kind));
}

/** The failure has a rate: neither none nor all of several trials. */
export function intermittent(cells: readonly BlankCell[]): Tested {
  const rates = cells.map(({ verdict: { cell, trials } }) => ({
    name: `${cell.scenario} on ${cell.target}`,
    ...trials,
  }));
  const mixed = rates.filter(({ ok, bad }) => ok > 0 && bad > 0);
  const always = rates.filter(({ ok, bad }) => ok === 0 && bad >= 5);
  const says = (of: typeof rates) => of.map(({ name, bad, eligible }) => `${name}: ${bad} of ${eligible} blank.`);
  if (mixed.length > 0) return { state: "supported", says: few(says(mixed)) };
  if (always.length > 0) return { state: "contradicted", says: few(says(always)) };
  return { state: "untouched", says: few([...says(rates).slice(0, 2), "Fewer than 5 trials give no rate."]) };
}

/** The blank replies ended at their token limit. */
export function cutByLimit(cells: readonly BlankCell[]): Tested {
  const bad = cells.reduce((sum, { verdict }) => sum + verdict.trials.bad, 0);
  const cut = cells.reduce((sum, { verdict }) => sum + countOf(verdict.findings, "cut-by-max-tokens"), 0);
  if (cut > 0) return { state: "supported", says: [`${cut} of ${bad} bad trials ended at their token limit.`] };
  return { state: "contradicted", says: [`None of ${bad} bad trials ended at its token limit.`] };
}

/** A client shows less than the bytes have. */
export function lostByClient(cells: readonly BlankCell[]): Tested {
  const lost = cells.filter(
    ({ attribution }) => attribution.rule === "read-otherwise" || attribution.party === "client",
  );
  if (lost.length > 0) return { state: "supported", says: few(lost.map(({ attribution }) => attribution.sentence)) };
  const viewed = cells.flatMap(({ attribution }) => attribution.exonerated.filter(({ what }) => what === ourDecoder));
  const alike = cells.reduce((sum, { readings }) => sum + readings.alike, 0);
  const different = cells.reduce((sum, { readings }) => sum + readings.different, 0);
  if (alike > 0 && different === 0)
    return {
      state: "contradicted",
      says: [`Two decoders read the bytes of ${alike} turns alike: they have no answer.`],
    };
  if (viewed.length > 0 && different === 0)
    return { state: "contradicted", says: few(viewed.map(({ because }) => because)) };
  return {
    state: "untouched",
    says: ["No second decoder has read these bytes (--client both or the command clients gives them to one)."],
  };
}

/** OpenRouter is fine since another upstream serves it, or since it changes the history. */
export function otherUpstream(cells: readonly BlankCell[]): Tested {
  const doors = readingsOf(cells, ({ kind }) => kind === "door");
  const says = few(doors.map((one) => `Through another door to the same provider: ${numbers(one)}.`));
  if (doors.some(isFine))
    return { state: "supported", says: [...says, "So the way through the gateway changes something."] };
  if (doors.some(fails)) return { state: "supported", says: [...says, "So another upstream is what differs."] };
  const elsewhere = readingsOf(cells, ({ kind }) => kind === "provider");
  const failing = elsewhere.filter(fails);
  if (failing.length > 0)
    return { state: "contradicted", says: few(failing.map((one) => `Elsewhere: ${numbers(one)}.`)) };
  return { state: "untouched", says: few(elsewhere.map((one) => `Elsewhere: ${numbers(one)}.`)) };
}

/** The first few sentences, each once, and how many more there are. */
function few(sentences: readonly string[]): readonly string[] {
  const unique = [...new Set(sentences)];
  return unique.length <= 3 ? unique : [...unique.slice(0, 3), `And ${unique.length - 3} more.`];
}

function byControls(cells: readonly BlankCell[], isAbout: (control: ControlReading) => boolean): Tested {
  const controls = readingsOf(cells, isAbout);
  const says = few(controls.map((control) => `${control.differs}: ${numbers(control)}.`));
  if (controls.some(isFine)) return { state: "supported", says };
  return { state: controls.some(fails) ? "contradicted" : "untouched", says };
}

function readingsOf(
  cells: readonly BlankCell[],
  isAbout: (control: ControlReading) => boolean,
): readonly ControlReading[] {
  return cells.flatMap(({ attribution }) => attribution.controls.filter(isAbout));
}

function isFine({ reading }: ControlReading): boolean {
  return reading === "fine" || reading === "suggests-fine";
}

function fails({ reading }: ControlReading): boolean {
  return reading === "fails" || reading === "suggests-fails";
}

/** `0 of 10 bad in response-after-native-id on …, only suggests: upstream not pinned`. */
function numbers({ bad, eligible, of, reading, caveats }: ControlReading): string {
  const weak = reading === "too-few" ? ["too few trials", ...caveats] : caveats;
  const only = weak.length === 0 ? "" : `; only suggests: ${weak.join(", ")}`;
  return `${bad} of ${eligible} bad in ${of}${only}`;
}

function countOf(findings: readonly { readonly id: string; readonly n: number }[], id: string): number {
  return findings.filter((one) => one.id === id).reduce((sum, { n }) => sum + n, 0);
}
