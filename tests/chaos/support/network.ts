import { spawnSync } from "node:child_process";

const install = "needs root and: apt-get install -y --no-install-recommends iproute2 iptables";

/** A network of its own behind a cable that leads to this machine, which can fall silent without anybody being told. */
export class Network implements Disposable {
  /** The address of this machine as seen from inside. */
  readonly gateway: string;
  readonly #name: string;
  readonly #cable: string;

  constructor() {
    const number = 1 + (process.pid % 250);
    this.#name = `tgcall-${process.pid}`;
    this.#cable = `tgc${process.pid}`;
    this.gateway = `10.213.${number}.1`;
    run("ip", "netns", "add", this.#name);
    run("ip", "link", "add", this.#cable, "type", "veth", "peer", "name", "eth0", "netns", this.#name);
    // Without addresses of IPv6, which would come seconds later: Chromium drops what it loads when an address comes.
    run("ip", "link", "set", this.#cable, "addrgenmode", "none");
    run("ip", "-n", this.#name, "link", "set", "eth0", "addrgenmode", "none");
    run("ip", "addr", "add", `${this.gateway}/30`, "dev", this.#cable);
    run("ip", "link", "set", this.#cable, "up");
    run("ip", "-n", this.#name, "addr", "add", `10.213.${number}.2/30`, "dev", "eth0");
    run("ip", "-n", this.#name, "link", "set", "eth0", "up");
    run("ip", "-n", this.#name, "link", "set", "lo", "up");
    run("ip", "-n", this.#name, "route", "add", "default", "via", this.gateway);
  }

  /** What to start a program with so that it runs inside. */
  get inside(): readonly string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** From now on every packet is dropped, both ways. */
  silence(): void {
    this.#drop();
  }

  /** Nothing passes by UDP, as behind many companies' firewalls. */
  blockUdp(): void {
    this.#drop("-p", "udp");
  }

  #drop(...packets: readonly string[]): void {
    for (const chain of ["INPUT", "OUTPUT"]) run(...this.inside, "iptables", "-A", chain, ...packets, "-j", "DROP");
  }

  [Symbol.dispose](): void {
    spawnSync("ip", ["link", "delete", this.#cable]);
    spawnSync("ip", ["netns", "delete", this.#name]);
  }
}

function run(...[program = "", ...words]: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} failed, ${install}\n${error ?? stderr}`);
}
