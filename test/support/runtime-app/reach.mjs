// `node reach.mjs HOST PORT`: says whether a TCP connection can be made; exits 1 when not.
import { connect } from "node:net";

const [host, port] = process.argv.slice(2);
const socket = connect({ host, port: Number(port) });
const finish = (word, code) => {
  console.log(word);
  process.exit(code);
};
socket.on("connect", () => finish("reached", 0));
socket.on("error", (error) => finish(`unreachable: ${error.code}`, 1));
setTimeout(() => finish("unreachable: timeout", 1), 3_000);
