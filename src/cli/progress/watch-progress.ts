import type { AskEvent } from "../../runner/ask-live.js";
import type { Transcript } from "../../transcript/transcript.js";
import { systemTimers, type Timers } from "../../wire/transport/timers.js";
import { paintFor } from "../shell/paint.js";
import { log, pin } from "../shell/print.js";
import { eventLine } from "./event-line.js";
import { type ProgressKind, shownKind } from "./progress-kind.js";
import { afterEvent, type ProgressState, startedState, type TrialWord } from "./progress-state.js";
import { liveLines, minuteLine, type ProgressLimits } from "./progress-text.js";

/** Progress that is being shown. `end`: takes the view away; what is printed after it stands alone. */
export type Progress = { readonly onEvent: (event: AskEvent) => void; readonly end: () => void };

export type ProgressOptions = {
  readonly kind: ProgressKind;
  readonly limits: ProgressLimits;
  readonly wordOf: (transcript: Transcript) => TrialWord;
  readonly timers?: Timers;
};

/** Between two pictures of the live view, and between two lines of a log, in milliseconds. */
const [pictureMs, minuteMs] = [250, 60_000];

/** Shows the progress of a run on standard error. */
export async function watchProgress(options: ProgressOptions): Promise<Progress> {
  const { limits, wordOf, timers = systemTimers } = options;
  const kind = shownKind(options.kind, process.stderr, process.env);
  const paint = await paintFor(process.stderr);
  let state: ProgressState = startedState(timers.now());
  let cancel = (): void => undefined;
  const show = (): void => {
    if (kind === "minute") {
      log(minuteLine(state, timers.now(), limits));
      return;
    }
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    const lines = liveLines(state, { now: timers.now(), width, limits });
    pin(lines.map(({ text, isBad }) => (isBad ? paint.bad(text) : paint.plain(text))));
  };
  const repeat = (): void => {
    cancel = timers.after(kind === "live" ? pictureMs : minuteMs, () => {
      show();
      repeat();
    });
  };
  return {
    onEvent: (event) => {
      state = afterEvent(state, event, { now: timers.now(), wordOf });
      const line = kind === "none" && event.kind === "trial" ? null : eventLine(event, { trials: kind === "trials" });
      if (line !== null) log(line);
      if (event.kind !== "started" || (kind !== "live" && kind !== "minute")) return;
      if (kind === "live") show();
      repeat();
    },
    end: () => {
      cancel();
      if (kind === "live") pin([]);
      if (kind === "minute" && state.done > state.already) log(minuteLine(state, timers.now(), limits));
    },
  };
}
