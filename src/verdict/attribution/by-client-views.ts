import type { ClientView, ViewedStream } from "../client-views/client-views.js";
import { isUnfinished } from "../client-views/ending.js";
import { isOfficialFor } from "../client-views/official-sdks.js";
import { type TiedViews, viewsOfReply, whyUntied } from "../client-views/recorded-replies.js";
import type { Exoneration } from "./attribution.js";
import type { SecondReading } from "./failing.js";
import { isGoodReading, type TurnPlace } from "./second-reading.js";
import { readingOfView, viewDifferences } from "./viewed-readings.js";

/** What client views that read alike rule out. */
export const ourDecoder = "our decoder";

/** What real clients show of the replies of a failing cell. */
export type ViewedCell = {
  /** Clients that read good content where our decoder does not. Null: no view says so. */
  readonly second: SecondReading | null;
  readonly agreed: readonly Exoneration[];
  readonly unused: readonly string[];
};

/**
 * Reads the client views of the bad replies of a cell (`turns`) as a second decoder of their bytes. Views of other bytes are left out, and
 * named.
 */
export function byClientViews(turns: readonly TurnPlace[], tied: TiedViews): ViewedCell {
  const found = turns.flatMap((place) => viewedReply(place, tied));
  const used = found.filter(({ stream }) => whyUntied(stream, tied) === null);
  const second = used.flatMap((one) => otherwise(one, tied) ?? [])[0] ?? null;
  return {
    second,
    agreed: agreement(used, tied),
    unused: found.flatMap(({ stream }) => whyUntied(stream, tied) ?? []),
  };
}

type ViewedReply = { readonly place: TurnPlace; readonly stream: ViewedStream };

function viewedReply(place: TurnPlace, tied: TiedViews): readonly ViewedReply[] {
  const { turn, transcript } = place;
  const { cell, trial } = transcript;
  const stream = viewsOfReply(tied, { cell: `${cell.target}/${cell.scenario}`, trial, step: turn.step });
  return stream === null ? [] : [{ place, stream }];
}

/** The official SDK of the API decides; where it was not asked, two other clients suggest. */
function otherwise({ place, stream }: ViewedReply, tied: TiedViews): SecondReading | null {
  const { reply } = place.turn;
  const isGood = (view: ClientView) => {
    const reading = viewDifferences(reply, view).length === 0 ? null : readingOfView(reply, view);
    return reading !== null && isGoodReading(reading, place);
  };
  const official = stream.views.filter(({ client }) => isOfficialFor(client, stream.api));
  const readers = official.length > 0 ? official : othersOf(stream);
  const good = readers.filter(isGood);
  const [first] = good;
  const enough = official.length > 0 ? good.length === official.length : good.length > 1;
  if (first === undefined || !enough) return null;
  return {
    judged: "ours",
    other: good.map(({ client }) => nameOf(client, tied)).join(" and "),
    otherIsGood: true,
    differences: viewDifferences(reply, first),
    ...(official.length > 0 ? {} : { isSuspicion: true }),
  };
}

/** Other clients, where the end of the reply does not depend on them: some call a cut a normal end. */
function othersOf({ views, read }: ViewedStream): readonly ClientView[] {
  return isUnfinished(read) ? [] : views;
}

/** Every official SDK that was given these replies reads all of them as we do; without one, at least two other clients, and all of them do. */
function agreement(found: readonly ViewedReply[], tied: TiedViews): readonly Exoneration[] {
  const clients = [...new Set(found.flatMap(({ stream }) => stream.views.map(({ client }) => client)))];
  const read = clients.map((client) => {
    const own = found.flatMap(({ place: { turn }, stream }) => {
      const view = stream.views.find((one) => one.client === client && one.text !== null);
      return view === undefined ? [] : [{ isAlike: viewDifferences(turn.reply, view).length === 0, stream }];
    });
    return { client, own, alike: own.filter(({ isAlike }) => isAlike).length };
  });
  const given = read.filter(({ own }) => own.length > 0);
  const official = given.filter(({ client, own }) => own.some(({ stream }) => isOfficialFor(client, stream.api)));
  const readers = official.length > 0 ? official : given;
  if (readers.length < (official.length > 0 ? 1 : 2) || readers.some(({ own, alike }) => alike < own.length)) return [];
  const mark = found.some(({ stream }) => stream.source === "simulated") ? " (SIMULATED)" : "";
  const counts = readers.map(
    ({ client, own, alike }) => `${nameOf(client, tied)} reads the same in ${countText(alike, own.length)}`,
  );
  const others = given.filter((one) => !readers.includes(one) && one.alike === one.own.length);
  const too = others.length === 0 ? "" : `; so do ${others.map(({ client }) => nameOf(client, tied)).join(", ")}`;
  return [{ what: ourDecoder, because: `${counts.join("; ")}${too}${mark}.` }];
}

function countText(alike: number, all: number): string {
  return `${alike} of ${all} bad ${all === 1 ? "reply" : "replies"}`;
}

function nameOf(client: string, { views: { clients } }: TiedViews): string {
  const known = clients.find(({ id }) => id === client);
  return known === undefined ? client : `${known.name} ${known.version}`;
}
