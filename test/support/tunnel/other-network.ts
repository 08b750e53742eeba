import { randomInt } from "node:crypto";
import { execa } from "execa";

/** Another machine, as far as the network is concerned: a namespace with a cable to this one. */
export interface OtherNetwork {
  readonly name: string;
  /** Its own address; this machine reaches it, and 127.0.0.1 is another one there. */
  readonly address: string;
  /** This machine's address as seen from there. */
  readonly here: string;
  /** Asks for a page from there. Follows no redirect. */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The processes that run there. */
  pids(): Promise<number[]>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const ask = `
const [url, headers] = process.argv.slice(1);
const response = await fetch(url, { redirect: "manual", headers: JSON.parse(headers) });
const answer = { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
console.log(JSON.stringify(answer));
`;

/** Makes one. Addresses are of 198.18.0.0/15, which is nobody's: it is set apart for tests of networks. */
export async function otherNetwork(): Promise<OtherNetwork> {
  const number = randomInt(1, 2 ** 15 - 1);
  const net = `198.${18 + (number >> 14)}.${(number >> 6) & 255}`;
  const last = (number & 63) * 4;
  const [here, address] = [`${net}.${last + 1}`, `${net}.${last + 2}`];
  const name = `slipway-${number}`;
  const [cable, plug] = [`sw${number}a`, `sw${number}b`];
  await execa("ip", ["netns", "add", name]);
  try {
    await execa("ip", ["link", "add", cable, "type", "veth", "peer", "name", plug, "netns", name]);
    await execa("ip", ["address", "add", `${here}/30`, "dev", cable]);
    await execa("ip", ["link", "set", cable, "up"]);
    await execa("ip", ["-n", name, "address", "add", `${address}/30`, "dev", plug]);
    for (const device of [plug, "lo"]) await execa("ip", ["-n", name, "link", "set", device, "up"]);
  } catch (error) {
    await execa("ip", ["netns", "delete", name]);
    throw error;
  }
  return {
    name,
    address,
    here,
    async get(url, headers = {}) {
      const program = [process.execPath, "--input-type=module", "--eval", ask, url, JSON.stringify(headers)];
      const { stdout } = await execa("ip", ["netns", "exec", name, ...program]);
      return JSON.parse(stdout) as Answer;
    },
    async pids() {
      const { stdout } = await execa("ip", ["netns", "pids", name]);
      return stdout.split("\n").filter(Boolean).map(Number);
    },
    // The cable goes with it.
    close: async () => void (await execa("ip", ["netns", "delete", name])),
  };
}
