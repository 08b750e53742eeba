// The far end of a tunnel, in the other network: takes connections there and passes them on to a socket in the file
// system, which both networks have. argv: its address, the socket. Prints its port.
import { type AddressInfo, connect, createServer } from "node:net";

const [address, socket = ""] = process.argv.slice(2);
const server = createServer((visitor) => {
  const inside = connect(socket);
  visitor.pipe(inside).pipe(visitor);
  visitor.on("error", () => inside.destroy());
  inside.on("error", () => visitor.destroy());
});
server.listen(0, address, () => console.log((server.address() as AddressInfo).port));
