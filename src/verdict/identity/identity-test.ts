import type { ArmId, IdentityAsk, IdentityCall, Side } from "./call.js";
import { drawAsk, promptOrder } from "./draw-ask.js";
import { SideEvidence } from "./evidence/evidence.js";
import type { IdentityOptions } from "./options.js";
import { baseAnswers } from "./options.js";
import { orderArms } from "./order-arms.js";
import {
  type ArmOutcome,
  againAnswers,
  armAnswers,
  curedEvidence,
  foundAgainEvidence,
  keptEvidence,
  leastAnswers,
  type Phase,
  promptChoices,
} from "./phases.js";
import { tokenClue } from "./prompt-tokens.js";
import { type AskedArm, type Obstacle, obstacleOf, type Seen } from "./seen.js";

const firstPhase = { role: "first", answers: baseAnswers } as const;

/** Answers that show how prompt tokens grow with the turns. */
const turnsAnswers = 24;

/** Times that a call without an answer is made again before its prompt is left out, and prompts left out that end a test. */
const mostRepeats = 3;

/**
 * A test of two sources, call by call. It draws what is asked next and learns from what came of it; it does no I/O. The same seed and the
 * same calls lead to the same questions.
 *
 * @example
 * const test = new IdentityTest({ seed: 1, budget: 600, alpha: 0.01, prompts, arms: ["base"], incomparable: null });
 * for (let asks = test.next(2); asks.length > 0; asks = test.next(2)) for (const ask of asks) test.add(await call(ask));
 * const result = conclude(test.seen());
 */
export class IdentityTest {
  readonly #options: IdentityOptions;
  readonly #order: readonly string[];
  readonly #calls: IdentityCall[] = [];
  readonly #dropped = new Set<string>();
  readonly #arms: AskedArm[] = [];
  /** Calls without an answer, by the number of their ask. */
  readonly #open = new Map<number, { readonly ask: IdentityAsk; readonly failed: IdentityCall[] }>();
  #baseArm: ArmId = "base";
  #phase: Phase & { readonly index: number } = { ...firstPhase, arm: "base", index: 0 };
  #evidence = new SideEvidence();
  /** Of the comparison, once it is decided: the arms ask what told there. */
  #firstEvidence: SideEvidence | null = null;
  #answers = 0;
  #drawn = 0;
  #lastNumber = 0;
  #first: { readonly evidence: number; readonly decidedAfter: number | null } | null = null;
  #again: Seen["again"] = null;
  #obstacle: Obstacle | null = null;
  #isOver = false;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#order = promptOrder(options.prompts, options.seed);
  }

  /** What is asked next, at most `atOnce` calls; empty: the test is over. */
  next(atOnce: number): readonly IdentityAsk[] {
    const left = this.#isOver ? 0 : this.#options.budget - this.#calls.length;
    const again = [...this.#open.values()].map(({ ask }) => ask).slice(0, Math.min(left, atOnce));
    const fresh = Math.min(left, atOnce, this.#phase.answers - this.#answers) - again.length;
    return [...again, ...Array.from({ length: Math.max(0, fresh) }, () => this.#draw())];
  }

  /** Learns from a call that {@link next} has asked for, in this process or in one before it. */
  add(call: IdentityCall): void {
    this.#calls.push(call);
    // A call of an earlier process was drawn there.
    this.#drawn += Math.max(0, call.number - this.#lastNumber);
    this.#lastNumber = Math.max(this.#lastNumber, call.number);
    if (this.#isOver || call.phase !== this.#phase.index) return;
    if (call.answer === null) this.#addFailed(call);
    else {
      this.#open.delete(call.number);
      this.#answers += 1;
      this.#evidence.add(call.prompt, call.answer, call.side);
    }
    this.#advance();
  }

  /** What the comparison is asked with. */
  get baseArm(): ArmId {
    return this.#baseArm;
  }

  /** The evidence of the phase that is under way. */
  get evidence(): number {
    return this.#evidence.value;
  }

  /** What was seen so far. */
  seen(): Seen {
    const first = this.#first ?? { evidence: this.#evidence.value, decidedAfter: null };
    return {
      ...{ calls: this.#calls, baseArm: this.#baseArm, ...first, arms: this.#arms, again: this.#again },
      ...{ dropped: [...this.#dropped], obstacle: this.#obstacle },
    };
  }

  #draw(): IdentityAsk {
    this.#lastNumber += 1;
    this.#drawn += 1;
    const order = this.#order.filter((prompt) => !this.#dropped.has(prompt));
    const { prompt, side } = drawAsk(order, {
      ...{ seed: this.#options.seed, number: this.#lastNumber, drawn: this.#drawn },
      choice: promptChoices[this.#phase.role],
      gainAt: (one) => (this.#firstEvidence?.gainAt(one) ?? 0) + this.#evidence.gainAt(one),
    });
    return { number: this.#lastNumber, phase: this.#phase.index, arm: this.#phase.arm, prompt, side };
  }

  #addFailed(call: IdentityCall): void {
    const { number, phase, arm, prompt, side, excluded } = call;
    const before = this.#open.get(number)?.failed ?? [];
    const failed = [...before, call];
    this.#open.set(number, { ask: { number, phase, arm, prompt, side }, failed });
    const lasting = failed.filter((one) => one.excluded !== "busy" && one.excluded !== "failed");
    if (lasting.length < mostRepeats) return;
    if (this.#phase.role !== "first" && excluded === "refused") {
      this.#endArm("refused");
      return;
    }
    this.#open.delete(number);
    this.#dropped.add(prompt);
    this.#evidence.giveUp(prompt, side);
    if (this.#dropped.size * 3 > this.#order.length || this.#isSilent(side)) this.#meetObstacle(side);
  }

  /** True where a side has answered nothing, and several prompts were left out for it. */
  #isSilent(side: Side): boolean {
    const own = this.#calls.filter((one) => one.side === side);
    return this.#dropped.size >= 2 && own.every(({ answer }) => answer === null);
  }

  /** Most calls of a side have no answer: with reasoning switched off where that is possible, or not at all. */
  #meetObstacle(side: Side): void {
    const obstacle = obstacleOf(this.#calls, side);
    const canSwitch = this.#baseArm === "base" && this.#options.arms.includes("reasoning-off");
    if (obstacle.kind === "reasons" && canSwitch) {
      this.#baseArm = "reasoning-off";
      this.#dropped.clear();
      this.#begin({ ...firstPhase, arm: "reasoning-off" });
      return;
    }
    this.#obstacle = obstacle;
    this.#isOver = true;
  }

  #advance(): void {
    if (this.#calls.length >= this.#options.budget) this.#isOver = true;
    switch (this.#phase.role) {
      case "first":
        this.#advanceFirst();
        return;
      case "arm":
        this.#advanceArm();
        return;
      case "again":
        this.#noteAgain();
        if (this.#answers >= this.#phase.answers) this.#confirm();
        return;
      case "confirm":
        this.#advanceConfirm();
        return;
      case "turns":
        if (this.#answers >= this.#phase.answers) this.#isOver = true;
        return;
    }
  }

  #noteAgain(): void {
    const evidence = this.#evidence.value;
    const at = this.#again?.at ?? (evidence >= foundAgainEvidence ? this.#answers : null);
    this.#again = { evidence, at, answers: this.#answers };
  }

  #advanceFirst(): void {
    const evidence = this.#evidence.value;
    if (evidence >= 1 / this.#options.alpha) {
      this.#first = { evidence, decidedAfter: this.#answers };
      this.#firstEvidence = this.#evidence;
      this.#beginNext();
    } else if (this.#answers >= this.#phase.answers) {
      this.#isOver = true;
    }
  }

  #advanceArm(): void {
    const evidence = this.#evidence.value;
    const isOut = this.#answers >= this.#phase.answers || this.#left() <= this.#keptBack();
    if (evidence >= keptEvidence) this.#endArm("kept");
    else if (isOut) {
      const isCured = evidence <= curedEvidence && this.#answers >= leastAnswers;
      this.#endArm(isCured ? "cured" : "unclear");
    }
  }

  #left(): number {
    return this.#options.budget - this.#calls.length;
  }

  /** Calls that are kept for the comparison that is made again, and for the turns. */
  #keptBack(): number {
    return againAnswers(this.#first?.decidedAfter ?? 0) + turnsAnswers;
  }

  #endArm(outcome: ArmOutcome): void {
    const { arm, role } = this.#phase;
    if (role === "again") this.#confirm();
    else if (role === "confirm" || role === "turns") this.#endConfirm(false);
    else {
      const evidence = this.#evidence.value;
      this.#arms.push({ arm, outcome, answers: this.#answers, evidence, isConfirmed: null });
      this.#beginNext();
    }
  }

  /** The arm that seems to cure once more: what one stretch shows by luck, two do not. */
  #confirm(): void {
    const cured = this.#arms.find(({ outcome }) => outcome === "cured");
    if (cured === undefined) this.#askTurns();
    else this.#begin({ arm: cured.arm, role: "confirm", answers: cured.answers });
  }

  #advanceConfirm(): void {
    const evidence = this.#evidence.value;
    if (evidence >= keptEvidence) this.#endConfirm(false);
    else if (this.#answers >= this.#phase.answers) this.#endConfirm(evidence <= curedEvidence);
  }

  #endConfirm(isConfirmed: boolean): void {
    const at = this.#arms.findIndex(({ outcome }) => outcome === "cured");
    const cured = this.#arms[at];
    if (cured !== undefined) this.#arms[at] = { ...cured, isConfirmed };
    this.#askTurns();
  }

  /** The next arm; after the last one, or after one that cures, the comparison again, with more prompts. */
  #beginNext(): void {
    const decidedAfter = this.#first?.decidedAfter ?? 0;
    const asked = this.#arms.map(({ arm }) => arm);
    const isFound = this.#arms.some(({ outcome }) => outcome === "cured");
    const open =
      isFound || this.#left() <= this.#keptBack() ? [] : orderArms(this.#calls, this.#options, this.#baseArm);
    const arm = open.find((one) => !asked.includes(one));
    if (arm === undefined) {
      this.#begin({ arm: this.#baseArm, role: "again", answers: againAnswers(decidedAfter) });
    } else this.#begin({ arm, role: "arm", answers: armAnswers(decidedAfter) });
  }

  /** Where side B counts more tokens for every prompt alike: whether they grow with the turns. A few calls tell, since they have no noise. */
  #askTurns(): void {
    const { arms, incomparable } = this.#options;
    const isAsked =
      this.#phase.role !== "turns" &&
      arms.includes("two-turns") &&
      tokenClue(this.#calls, this.#baseArm, incomparable).kind === "constant";
    if (isAsked) this.#begin({ arm: "two-turns", role: "turns", answers: turnsAnswers });
    else this.#isOver = true;
  }

  #begin(phase: Phase): void {
    const prior = this.#calls.flatMap(({ arm, prompt, answer, side }) =>
      arm === this.#baseArm && answer !== null && !this.#dropped.has(prompt) ? [{ prompt, answer, side }] : [],
    );
    this.#phase = { ...phase, index: this.#phase.index + 1 };
    this.#evidence = new SideEvidence(phase.role === "first" ? [] : prior);
    [this.#answers, this.#drawn] = [0, 0];
    this.#open.clear();
  }
}
