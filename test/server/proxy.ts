import net from "node:net";

/** A wire between a client and a server, which a test can cut. */
export interface Wire {
  readonly url: string;
  /** Cuts every connection that goes through it now. */
  cut(): void;
  /** What to do with a chunk of bytes that the server sends; by default it is passed on. */
  answer: (bytes: Buffer, client: net.Socket) => void;
  /** The same for what the client sends. What comes behind it on the same connection waits for a promise. */
  request: (bytes: Buffer, server: net.Socket) => unknown;
  close(): Promise<void>;
}

export async function wireTo(port: number): Promise<Wire> {
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  const listener = net.createServer((client) => {
    const server = net.connect(port, "127.0.0.1");
    const pair = [client, server] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on("error", end);
      socket.on("close", end);
    }
    client.on("data", (bytes) => {
      const held = wire.request(bytes, server);
      if (!(held instanceof Promise)) return;
      client.pause();
      void held.then(() => client.resume(), end);
    });
    server.on("data", (bytes) => wire.answer(bytes, client));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port: own } = listener.address() as net.AddressInfo;
  const wire: Wire = {
    url: `http://127.0.0.1:${own}`,
    answer: (bytes, client) => void client.write(bytes),
    request: (bytes, server) => void server.write(bytes),
    cut() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
    close() {
      wire.cut();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
  return wire;
}

/** Does something else when the first change has gone through and its answer comes back. */
export function insteadOfItsAnswer(wire: Wire, act: (client: net.Socket) => void): void {
  let sent = false;
  wire.request = (bytes, server) => {
    if (bytes.includes("/v3/pipeline") && !sent) {
      sent = true;
      wire.answer = (bytes, client) => {
        if (!bytes.includes("step_results")) return void client.write(bytes);
        wire.answer = (rest, other) => void other.write(rest);
        act(client);
      };
    }
    server.write(bytes);
  };
}
