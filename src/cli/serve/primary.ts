import type { Worker } from "node:cluster";
import { type PassedError, receiveError } from "../../library/passed-error.js";
import type { RouterConfig } from "../../router/config/router-config.js";
import { Board } from "../../router/workers/board.js";
import { log, sanitise } from "../shell/print.js";
import { startWorker, tell } from "./crew.js";
import type { Report, Serving } from "./orders.js";

/** What the workers serve: the text of the router's file, and what it says. */
export type Served = { readonly serving: Serving; readonly text: string; readonly config: RouterConfig };

type Member = {
  readonly number: number;
  /** By which it serves. */
  text: string;
  readonly startedMs: number;
  /** Null: it does not listen yet. */
  url: string | null;
  /** Resolves what waits for the answer to `prepare`. */
  prepared: ((problem: string | null) => void) | null;
};

type OnWarning = (worker: Worker, sentence: string) => void;

/** Who waits until all workers listen. */
type Starting = { readonly resolve: (url: string) => void; readonly reject: (error: Error) => void };

/** How long a worker may take to read a file, in milliseconds. */
const readingMs = 10_000;

/** How long a worker may take beyond the grace, in milliseconds. */
const farewellMs = 5_000;

/** Keeps as many workers serving as there shall be, and holds what they share. */
export class Primary {
  private served: Served;
  private readonly onWarning: OnWarning;
  private readonly board: Board<Worker>;
  private readonly members = new Map<Worker, Member>();
  /** Null: they have begun to serve, or cannot. */
  private starting: Starting | null = null;
  private failures = 0;
  /** Resolves what waits for the end of all; null: they shall serve. */
  private allEnded: (() => void) | null = null;

  constructor(served: Served, onWarning: OnWarning) {
    this.served = served;
    this.onWarning = onWarning;
    this.board = new Board(served.config, tell);
  }

  /** Resolves with the address when all listen; rejects, with none of them left, where one cannot. */
  start(count: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.starting = { resolve, reject };
      for (let number = 1; number <= count; number += 1) this.add(number);
    });
  }

  /** The processes of the workers. */
  pids(): readonly (number | undefined)[] {
    return [...this.members.keys()].map(({ process }) => process.pid);
  }

  /** Has every worker read another text, and serve by it; none does where one cannot. Resolves with why not, or null. */
  async renew(served: Served): Promise<string | null> {
    const members = [...this.members].filter(([, { url }]) => url !== null);
    const problems = await Promise.all(members.map(([worker, member]) => prepare(worker, member, served.text)));
    const at = problems.findIndex((problem) => problem !== null);
    if (at >= 0) return `worker ${members[at]?.[1].number}: ${problems[at]}`;
    this.served = served;
    this.board.configure(served.config);
    for (const [worker, member] of members) commit(worker, member, served.text);
    return null;
  }

  /** Lets requests under way end, for `graceMs` milliseconds at most; resolves when every worker has ended. */
  async drain(graceMs: number): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.allEnded = resolve;
    });
    for (const worker of this.members.keys()) tell(worker, { kind: "drain", graceMs });
    const timer = setTimeout(() => this.kill(), graceMs + farewellMs);
    if (this.members.size > 0) await ended;
    clearTimeout(timer);
  }

  private add(number: number): void {
    const worker = startWorker({
      heard: (one, report) => this.hear(one, report),
      ended: (one, how) => this.ended(one, how),
    });
    const { text } = this.served;
    const member = { number, text, startedMs: performance.now(), url: null, prepared: null };
    this.members.set(worker, member);
    this.board.join(worker);
  }

  private hear(worker: Worker, report: Report): void {
    const member = this.members.get(worker);
    if (member === undefined) return;
    switch (report.kind) {
      case "here":
        member.text = this.served.text;
        tell(worker, { kind: "start", serving: this.served.serving, text: member.text });
        break;
      case "listening":
        this.listens(worker, member, report.url);
        break;
      case "not-started":
        this.notStarted(worker, member, report.fault);
        break;
      case "prepared":
        member.prepared?.(report.problem);
        break;
      case "warning":
        this.onWarning(worker, report.sentence);
        break;
      default:
        this.board.hear(worker, report);
    }
  }

  private listens(worker: Worker, member: Member, url: string): void {
    member.url = url;
    if (member.text !== this.served.text) void this.catchUp(worker, member);
    if (this.starting === null) log(`worker ${member.number} listens on ${url}, process ${worker.process.pid}`);
    else if ([...this.members.values()].every((one) => one.url !== null)) {
      this.starting.resolve(url);
      this.starting = null;
    }
  }

  /** The file was read again while the worker started. */
  private async catchUp(worker: Worker, member: Member): Promise<void> {
    const { text } = this.served;
    const problem = await prepare(worker, member, text);
    if (problem === null) commit(worker, member, text);
    else worker.process.kill("SIGKILL");
  }

  private notStarted(worker: Worker, member: Member, fault: PassedError): void {
    worker.process.kill("SIGKILL");
    const { starting } = this;
    if (starting === null) {
      if (this.allEnded === null) log(sanitise(`worker ${member.number} cannot start: ${fault.message}`));
      return;
    }
    this.starting = null;
    const ended = this.drain(0);
    this.kill();
    void ended.then(() => starting.reject(receiveError(fault)));
  }

  private ended(worker: Worker, how: string): void {
    const member = this.members.get(worker);
    if (member === undefined) return;
    this.members.delete(worker);
    this.board.leave(worker);
    member.prepared?.("it has ended");
    if (this.allEnded !== null) {
      if (this.members.size === 0) this.allEnded();
      return;
    }
    const lived = performance.now() - member.startedMs;
    this.failures = lived > calmMs ? 1 : this.failures + 1;
    const waitMs = Math.min(maxWaitMs, firstWaitMs * 2 ** (this.failures - 1));
    log(`worker ${member.number} (process ${worker.process.pid}) ended ${how}; another one starts in ${waitMs} ms`);
    setTimeout(() => {
      if (this.allEnded === null) this.add(member.number);
    }, waitMs);
  }

  private kill(): void {
    for (const { process } of this.members.keys()) process.kill("SIGKILL");
  }
}

/** How long to wait before a worker is replaced, in milliseconds: twice as long each time, unless it has lived for long enough. */
const firstWaitMs = 100;
const maxWaitMs = 30_000;
const calmMs = 60_000;

function prepare(worker: Worker, member: Member, text: string): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(`it has not read the file in ${readingMs / 1000} seconds`), readingMs);
    const settle = (problem: string | null) => {
      clearTimeout(timer);
      member.prepared = null;
      resolve(problem);
    };
    member.prepared = settle;
    tell(worker, { kind: "prepare", text });
  });
}

function commit(worker: Worker, member: Member, text: string): void {
  member.text = text;
  tell(worker, { kind: "commit" });
}
