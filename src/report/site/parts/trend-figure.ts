import { type Html, html, type Part } from "../../html/markup/html.js";
import type { SitePoint } from "../data/site-data.js";
import { isRegressed } from "../data/site-events.js";

const [width, height, left, right, top, bottom] = [760, 230, 52, 14, 22, 34];

type Scale = { readonly x: (at: number) => number; readonly y: (share: number) => number };

/** The share of failing trials night by night with its bounds. What a colour says, a shape says too. */
export function trendFigure(trend: readonly SitePoint[], label: string): Html {
  const scale: Scale = {
    x: (at) => round(left + 8 + (at * (width - left - right - 16)) / Math.max(1, trend.length - 1)),
    y: (share) => round(top + (height - top - bottom) * (1 - share)),
  };
  const axis = [1, 0.5, 0].map(
    (share) =>
      html`<line class="grid" x1="${left}" x2="${width - right}" y1="${scale.y(share)}" y2="${scale.y(share)}"/><text x="${left - 8}" y="${scale.y(share) + 4}" text-anchor="end">${100 * share} %</text>`,
  );
  const [first, last] = [trend[0]?.night ?? "", trend.at(-1)?.night ?? ""];
  return html`<figure class="trend"><div class="scroll" tabindex="0" role="region" aria-label="Trend as a figure"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${axis}${linesOf(
    trend,
    scale,
  )}${trend.map((point, at) => pointHtml(point, at, scale))}<text x="${left}" y="${height - 4}">${first}</text>${
    first === last ? null : html`<text x="${width - right}" y="${height - 4}" text-anchor="end">${last}</text>`
  }</svg></div>
<figcaption>Share of failing trials each night, with one-sided 95 % bounds. ● measured · ○ masked, or judged by other rules · × not measured · ▲ the gate says regressed · △ suspicious · ▽ fixed</figcaption></figure>`;
}

function pointHtml({ night, state, eligible, bad, interval, gate }: SitePoint, at: number, { x, y }: Scale): Html {
  if (eligible === 0 || interval === null) {
    return html`<text class="gap" x="${x(at)}" y="${y(0) + 14}" text-anchor="middle">×<title>${night}: not measured</title></text>`;
  }
  const dot = state === "measured" ? "dot" : "open";
  const [low, high] = interval;
  return html`<line class="range" x1="${x(at)}" x2="${x(at)}" y1="${y(high)}" y2="${y(low)}"/><circle class="${dot}" cx="${x(at)}" cy="${y(bad / eligible)}" r="4"><title>${night}: ${bad} of ${eligible} failing</title></circle>${gateMark(gate, x(at))}`;
}

function gateMark(gate: SitePoint["gate"], x: number): Part {
  if (gate === null) return null;
  if (isRegressed(gate)) return html`<text class="alarm" x="${x}" y="13" text-anchor="middle">▲</text>`;
  if (gate === "suspicious") return html`<text class="gap" x="${x}" y="13" text-anchor="middle">△</text>`;
  return gate === "fixed" ? html`<text class="good" x="${x}" y="13" text-anchor="middle">▽</text>` : null;
}

/** The runs of neighbouring nights with trials: a line never crosses a night without one. */
function linesOf(trend: readonly SitePoint[], { x, y }: Scale): Part {
  const runs: string[][] = [[]];
  for (const [at, { eligible, bad }] of trend.entries()) {
    if (eligible > 0) runs.at(-1)?.push(`${x(at)},${y(bad / eligible)}`);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 1).map((run) => html`<polyline class="line" points="${run.join(" ")}"/>`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
