import type { Backtest } from "../../verdict/regression/backtest.js";
import { enoughNights } from "../../verdict/regression/backtest.js";
import { counted } from "../counted.js";
import { percentRange, percentText } from "../percent.js";

/** A replay of the gate over past nights, for a person. */
export function backtestText(
  { nights, alarms, nightsWith, unconfirmed, isEnough }: Backtest,
  { place }: { readonly place: string },
): string {
  const [first, last] = [nights[0], nights.at(-1)];
  const { confirmed, refuted, open } = nightsWith;
  const share =
    unconfirmed === null
      ? "no night was replayed"
      : `${unconfirmed.nights} of ${counted(nights.length, "night")} with an alarm that is not confirmed: ${percentText(unconfirmed.share)} (${percentRange(unconfirmed.interval)}, exact, 95 %)`;
  return [
    `${place}: the gate over ${counted(nights.length, "night")}${first === undefined ? "" : ` from ${first} to ${last}`}, each compared without itself`,
    `nights with alarms: ${confirmed} confirmed by known.yaml, ${refuted} refuted, ${open} open`,
    share,
    ...(isEnough
      ? []
      : [`Fewer than ${enoughNights} nights cannot show that alarms are false in at most 5 % of them.`]),
    ...(alarms.length === 0 ? [] : ["", ...alarms.map(alarmText)]),
  ].join("\n");
}

function alarmText({ night, name, state, standing }: Backtest["alarms"][number]): string {
  return `${night}  ${name}: ${state}, ${standing}`;
}
