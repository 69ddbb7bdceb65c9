import { createHash } from "node:crypto";
import {
  type CaseFacts,
  caseBody,
  caseTitle,
  goodNightsToClose,
  listedNights,
} from "../../../report/nights/case-issue.js";
import { type CaseMarker, compareRuns, type RunOrder, readMarker } from "../../../report/nights/case-marker.js";
import type { Subject } from "./case-subjects.js";

/** An issue of the repository, as far as upkeep needs it. */
export type Issue = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
};

/** What is to be done with an issue. */
export type Upkeep =
  | { readonly kind: "open"; readonly subject: string; readonly title: string; readonly body: string }
  | { readonly kind: "update"; readonly subject: string; readonly number: number; readonly body: string }
  | { readonly kind: "close"; readonly subject: string; readonly number: number; readonly body: string };

export type UpkeepPlan = {
  readonly actions: readonly Upkeep[];
  /** What is left alone, and why. */
  readonly remarks: readonly string[];
};

/** Tonight. `link`: where the run is shown. `most`: so many issues are opened at most. */
export type Tonight = {
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly run: RunOrder;
  readonly link: string | null;
  readonly most: number;
};

type Case = { readonly issue: Issue; readonly marker: CaseMarker };

/**
 * Decides what happens to the issues of a repository after a night: one issue a case, closed by three measured good nights in a
 * row, never opened again. Pure: the same issues and the same night give the same plan.
 */
export function planUpkeep(issues: readonly Issue[], tonight: Tonight): UpkeepPlan {
  const cases = casesOf(issues);
  const kept = cases.filter(({ marker }) => !marker.ended).map((one) => keep(one, tonight));
  const opened = open(cases, tonight);
  return {
    actions: [...kept.flatMap(({ action }) => action ?? []), ...opened.actions],
    remarks: [...kept.flatMap(({ remark }) => remark ?? []), ...opened.remarks],
  };
}

/** The first issue of each fingerprint: a second one can only be a copy. */
function casesOf(issues: readonly Issue[]): readonly Case[] {
  const found = new Map<string, Case>();
  for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
    const marker = readMarker(issue.body);
    if (marker !== null && !found.has(marker.fingerprint)) found.set(marker.fingerprint, { issue, marker });
  }
  return [...found.values()];
}

type Kept = { readonly action: Upkeep | null; readonly remark: string | null };

function keep({ issue, marker }: Case, { subjects, run, link }: Tonight): Kept {
  const { subject } = marker;
  const { number } = issue;
  if (compareRuns(run, marker.seen) < 0) {
    const { night, attempt } = marker.seen;
    return { action: null, remark: `#${number} was written by a later run (night ${night}, attempt ${attempt})` };
  }
  const now = subjects.get(subject);
  if (now === undefined) return { action: null, remark: `#${number}: tonight says nothing of ${subject}` };
  const next = nextMarker(marker, now, run);
  const body = caseBody(next, { ...now.facts, link });
  if (next.ended && issue.isOpen) return { action: { kind: "close", subject, number, body }, remark: null };
  const isSame = body === issue.body.replaceAll("\r\n", "\n");
  return { action: isSame ? null : { kind: "update", subject, number, body }, remark: null };
}

function nextMarker(marker: CaseMarker, { meaning, night }: Subject, run: RunOrder): CaseMarker {
  const before = marker.good.filter((one) => one !== run.night);
  const good = meaning === "bad" ? [] : meaning === "good" ? [...before, run.night] : before;
  const nights = [...marker.nights.filter((one) => one.night !== run.night), night].slice(-listedNights);
  return { ...marker, seen: run, good, nights, ended: good.length >= goodNightsToClose };
}

function open(cases: readonly Case[], { subjects, run, link, most }: Tonight): UpkeepPlan {
  const wanted = [...subjects].filter(([, { opens }]) => opens).sort(([, a], [, b]) => a.worse - b.worse);
  const news = wanted.filter(([subject]) => !cases.some(({ marker }) => !marker.ended && marker.subject === subject));
  const later = cases.find(({ marker }) => compareRuns(run, marker.seen) < 0);
  if (news.length > 0 && later !== undefined) {
    return { actions: [], remarks: [`a later run has been here (#${later.issue.number}), so no issue is opened`] };
  }
  const fresh = news.filter(([subject]) => {
    const fingerprint = fingerprintOf(subject, run.night);
    return !cases.some(({ marker }) => marker.fingerprint === fingerprint);
  });
  const actions = fresh.slice(0, most).map(([subject, now]) => openingOf(subject, now, { run, link }));
  const rest = fresh.length - actions.length;
  const remarks = rest === 0 ? [] : [`${rest} more would be opened; at most ${most} are, a night`];
  return { actions, remarks };
}

function openingOf(
  subject: string,
  now: Subject,
  { run, link }: { readonly run: RunOrder; readonly link: string | null },
): Upkeep {
  const marker: CaseMarker = {
    fingerprint: fingerprintOf(subject, run.night),
    ...{ subject, episode: run.night, seen: run, good: [], nights: [now.night], ended: false },
  };
  const facts: CaseFacts = { ...now.facts, link };
  return { kind: "open", subject, title: caseTitle(facts), body: caseBody(marker, facts) };
}

/** 16 hexadecimal digits for a subject and its episode. */
function fingerprintOf(subject: string, episode: string): string {
  return createHash("sha256").update(`${subject}\n${episode}`).digest("hex").slice(0, 16);
}
