// What `preview.share` names in the tests: leads from an address in the other network to 127.0.0.1:$PORT, and prints, as
// tunnels do, where it is documented before it says where it can be reached.
// argv: the other network's name, its address, a link to documentation, "stay" where it outlives its far end.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const [network = "", address = "", documentation = "", stay] = process.argv.slice(2);
const socket = join(process.cwd(), "inside");
const server = createServer((visitor) => {
  const preview = connect(Number(process.env.PORT), "127.0.0.1");
  visitor.pipe(preview).pipe(visitor);
  visitor.on("error", () => preview.destroy());
  preview.on("error", () => visitor.destroy());
});
server.listen(socket, () => {
  console.log(`A tunnel to http://127.0.0.1:${process.env.PORT}; documentation: ${documentation}.`);
  const relay = fileURLToPath(new URL("./relay.ts", import.meta.url));
  const farEnd = spawn("ip", ["netns", "exec", network, process.execPath, relay, address, socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface({ input: farEnd.stdout }).on("line", (port) => {
    console.error(`Your link: http://${address}:${port}`);
  });
  if (stay === undefined) farEnd.on("exit", () => process.exit(1));
});
