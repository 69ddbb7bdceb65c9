/** A command of the program in a shell script: the kept process runs it (see shell-command.ts), and its output and exit code become ours. */
const { connect } = require("node:net");

const [socketPath = "", ...args] = process.argv.slice(2);
const socket = connect(socketPath);
let answer = "";
socket.setEncoding("utf8").on("data", (text) => {
  answer += text;
});
socket.on("end", () => {
  const { code, stdout, stderr } = JSON.parse(answer);
  process.stderr.write(stderr);
  process.stdout.write(stdout);
  process.exitCode = code;
});
socket.end(JSON.stringify({ args, cwd: process.cwd(), env: process.env }));
