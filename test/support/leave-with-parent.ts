// If Vitest is killed, its workers would stay behind. Processes that a worker has started end with it.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
