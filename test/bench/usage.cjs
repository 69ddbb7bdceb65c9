const { readFileSync, writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

// Preloaded with --require: when the process ends, writes to descriptor 3 what it cost: user and system time in
// milliseconds, and its peak resident memory in MiB (VmHWM, which unlike ru_maxrss knows nothing of the parent).
// A thread is given the options of its process, and has its own exit.
if (isMainThread)
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const kibibytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
    writeSync(3, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMiB: kibibytes / 1024 }));
  });
